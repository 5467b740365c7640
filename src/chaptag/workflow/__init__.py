"""The use-cases: tag, read, verify, convert, remove."""
