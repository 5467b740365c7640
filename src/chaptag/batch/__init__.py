"""Many episodes in one run."""
