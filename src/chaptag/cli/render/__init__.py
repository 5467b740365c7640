"""How results look: text for people, objects for programs."""
