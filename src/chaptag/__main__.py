"""``python -m chaptag``."""

from __future__ import annotations

from chaptag.cli.main import main

__all__: list[str] = []

if __name__ == "__main__":
    main()
