"""Vorbis comments and the chapters among them: what FLAC, Ogg Vorbis and Opus have in common."""
