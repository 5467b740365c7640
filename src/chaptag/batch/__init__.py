"""Many episodes in one run: sources → jobs → executor → journal → report."""
