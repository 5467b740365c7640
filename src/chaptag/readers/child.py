"""Reading with a Python library in a process of its own: what hangs or crashes there takes nothing down here."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from chaptag.readers.process import answer, unreadable

__all__ = ["ask"]

_SCRIPT = Path(__file__).with_name("isolated.py")


def ask(library: str, path: Path, kind: str) -> list[list[Any]]:
    """Run `isolated.py` for one library and return its rows; raises AudioError as `process.answer` does."""
    said = answer(library, [sys.executable, _SCRIPT, library, kind, path.absolute()], path)
    try:
        rows = json.loads(said)
    except ValueError as error:
        raise unreadable(library, path, f"its answer makes no sense ({error})") from error
    return rows if isinstance(rows, list) else []
