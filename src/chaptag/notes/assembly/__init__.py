"""Lines with times to the list that a person would take: entries, runs, readings, titles, grades."""
