"""The code blocks of a Markdown file, by heading; as a program it prints those that a shell can run.

python tests/support/readme.py README.md 'Try it'
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import NamedTuple

__all__ = ["Block", "blocks", "main"]

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


class Block(NamedTuple):
    """A fenced block: the heading that it stands under, its language, its text."""

    heading: str
    language: str
    text: str


def blocks(path: Path) -> list[Block]:
    """List the fenced blocks of a file, in order."""
    text = path.read_text("utf-8")
    fenced = list(_BLOCK.finditer(text))
    headings = [
        match for match in _HEADING.finditer(text) if not any(b.start() < match.start() < b.end() for b in fenced)
    ]
    return [
        Block(next((h[1] for h in reversed(headings) if h.start() < match.start()), ""), match[1], match[2])
        for match in fenced
    ]


def main(path: str, heading: str) -> None:
    """Print the shell blocks under a heading; end with a message where there are none."""
    found = [block.text for block in blocks(Path(path)) if block.heading == heading and block.language == "sh"]
    if not found:
        sys.exit(f"{path} has no shell block under {heading!r}")
    sys.stdout.write("".join(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
