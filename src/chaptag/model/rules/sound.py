"""Rules about moving chapters: to pauses, around what was put in or cut out."""

from __future__ import annotations

from chaptag.model.rules.rule import Rule

__all__ = ["SOUND"]

SOUND = (
    Rule(
        "snapped",
        "info",
        "Notes give whole seconds; a listener who jumps to a chapter should not land in the middle of a word.",
        "Nothing to do; listen to it with chaptag preview, or leave --snap out.",
    ),
    Rule(
        "no-pause",
        "info",
        "Where people talk or music plays without a rest, there is nothing to move a start to.",
        "Nothing to do, or widen the window, for example --snap 4s.",
    ),
    Rule(
        "cut-away",
        "warning",
        "A chapter whose whole sound was cut out has nothing left to start.",
        "Check the times of --cut, and leave the chapter out of the notes.",
    ),
    Rule(
        "start-in-cut",
        "info",
        "What remains of a chapter whose beginning was cut out starts at the cut.",
        "Check that its title still fits.",
    ),
)
