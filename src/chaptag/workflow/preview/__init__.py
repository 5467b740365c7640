"""The preview page: look, listen and correct before publishing; one self-contained HTML file."""
