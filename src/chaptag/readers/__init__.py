"""Foreign readers: what other programs see in a file."""
