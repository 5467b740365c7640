"""ID3v2 tags and the chapters in them (ID3v2 Chapter Frame Addendum 1.0), in MP3 and wherever else they stand."""
