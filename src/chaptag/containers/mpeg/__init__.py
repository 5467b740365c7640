"""MPEG audio frames (MPEG 1, 2 and 2.5, layers I, II and III): where the sound lies and how long it is."""
