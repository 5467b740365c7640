"""Why each line with a time is, or is not, a chapter."""

from __future__ import annotations

from chaptag.model.reading import Explained
from chaptag.model.timestamp import format_time
from chaptag.notes.assembly.choose import Choice
from chaptag.notes.assembly.survey import Survey

__all__ = ["explained"]


def explained(seen: Survey, choice: Choice, always: str = "") -> tuple[Explained, ...]:
    """Say it for each line, in their order; `always` is the one reason that holds for all."""
    why: dict[int, tuple[bool, str]] = {}
    if choice.best is not None:
        for entry, start in zip(choice.best.run.entries, choice.best.values.starts, strict=True):
            said = f"mistyped, and read as {format_time(start)}" if entry.mended else choice.best.verdict.why
            why[entry.line] = (True, said)
    lost = {each.line: each for each in choice.lost}
    why.update((line, (False, each.why)) for line, each in lost.items() if line not in why)
    for each in choice.all:
        for entry in each.run.entries:
            if entry.line not in why:
                other = each.verdict.grade is not None
                why[entry.line] = (False, "part of another list" if other else each.verdict.why)
    result: list[Explained] = []
    mended = {} if choice.best is None else {entry.line: entry.token for entry in choice.best.run.entries}
    for index in sorted({*seen.tokens, *lost, *mended}):
        tokens = seen.tokens.get(index, [])
        against = next((token.why_not for token in tokens if token.why_not), "")
        verdict = (False, always) if always else why.get(index) or (False, against or "inside a sentence")
        spot = lost.get(index) or (tokens[0] if tokens else mended[index])
        result.append(Explained(seen.place(index, spot), *verdict))
    return tuple(result)
