"""Chapter files to chapters and back, one format per file."""
