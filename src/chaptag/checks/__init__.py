"""Rules over chapter lists, durations and layouts, one family per file."""
