"""Decoded sound, in windows."""
