"""ADTS: AAC frames one after the other, each with a header of its own."""
