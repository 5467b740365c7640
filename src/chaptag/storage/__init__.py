"""Local files: ByteSource, and the only code that writes one."""
