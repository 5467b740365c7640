"""Rules over chapter lists and durations, one family per file; `registry` runs them all."""
