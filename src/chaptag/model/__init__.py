"""Values that every layer speaks in: chapters, findings, durations, layouts, edits, errors.

Nothing in here opens a file, reads a clock or prints. Import the noun's module
(``from chaptag.model.chapter import Chapter``); this package re-exports nothing, so that a command
loads only what it needs.
"""
