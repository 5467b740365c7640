"""Files of chunks: RIFF and RF64 (WAV), FORM (AIFF), with an ID3 tag in a chunk of its own."""
