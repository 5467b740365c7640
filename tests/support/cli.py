"""The command line in this process: arguments in, exit code and both outputs out."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass

from chaptag.cli.main import run

__all__ = ["Answer", "chaptag"]


@dataclass(frozen=True)
class Answer:
    """What a call printed and its exit code."""

    code: int
    out: str
    err: str


def chaptag(*arguments: object, stdin: bytes | None = None) -> Answer:
    """Run a command as `chaptag ARGUMENTS` would; standard input is empty unless given."""
    words: Sequence[str] = [str(argument) for argument in arguments]
    out, err = io.StringIO(), io.StringIO()
    before = sys.stdin
    sys.stdin = io.TextIOWrapper(io.BytesIO(stdin or b""))
    try:
        with redirect_stdout(out), redirect_stderr(err):
            code = run(list(words))
    finally:
        sys.stdin = before
    return Answer(code, out.getvalue(), err.getvalue())
