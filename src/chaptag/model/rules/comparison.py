"""Rules of comparing a file with what it should hold."""

from __future__ import annotations

from chaptag.model.rules.rule import Rule

__all__ = ["COMPARISON"]

COMPARISON = (
    Rule(
        "missing-chapter",
        "error",
        "A chapter of the notes is not in the audio, so players do not show it.",
        "Run chaptag tag with these notes.",
    ),
    Rule(
        "extra-chapter",
        "error",
        "The audio shows a chapter that the notes do not have.",
        "Add it to the notes, or run chaptag tag with these notes.",
    ),
    Rule(
        "renamed",
        "error",
        "The audio shows another title than the notes.",
        "Run chaptag tag with these notes, or correct them.",
    ),
    Rule(
        "moved",
        "error",
        "The audio has the chapter at another time than the notes.",
        "Run chaptag tag with these notes, or correct them.",
    ),
    Rule(
        "shifted",
        "error",
        "When all chapters are off by the same time, something was added to the audio or cut from it.",
        "Pass --offset with the distance.",
    ),
    Rule(
        "not-as-tagged",
        "error",
        "The audio holds these chapters in a form that some players cannot read, or without their links or images.",
        "Run chaptag tag with these notes.",
    ),
)
