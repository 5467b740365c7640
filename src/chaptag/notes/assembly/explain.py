"""Why each line with a time is, or is not, a chapter."""

from __future__ import annotations

from chaptag.model.reading import Explained
from chaptag.notes.assembly.choose import Choice
from chaptag.notes.assembly.survey import Survey

__all__ = ["explained"]


def explained(seen: Survey, choice: Choice, always: str = "") -> tuple[Explained, ...]:
    """Say it for each line, in their order; `always` is the one reason that holds for all."""
    why: dict[int, tuple[bool, str]] = {}
    for each in choice.all:
        taken = each is choice.best
        for entry in each.run.entries:
            if taken:
                why[entry.line] = (True, each.verdict.why)
            elif entry.line not in why:
                other = each.verdict.grade is not None
                why[entry.line] = (False, "part of another list" if other else each.verdict.why)
    result: list[Explained] = []
    for index, tokens in seen.tokens.items():
        against = next((token.why_not for token in tokens if token.why_not), "")
        said = (False, always) if always else why.get(index) or (False, against or "inside a sentence")
        result.append(Explained(seen.place(index, tokens[0]), *said))
    return tuple(result)
