"""Times as people write them: where they stand in a line, and what only looks like one."""
