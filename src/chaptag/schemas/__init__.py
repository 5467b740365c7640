"""JSON Schemas of what the commands print: ``schemas/<command>.json`` describes ``chaptag/<command>/1``."""
