"""Readers of documents: plain text, Markdown and HTML to positioned lines."""
