"""Notes as people write them: free text to chapters."""
