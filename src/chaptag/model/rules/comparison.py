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
        "Pass --offset, --insert or --cut, or run chaptag tag with these notes.",
    ),
    Rule(
        "link-differs",
        "error",
        "Listeners find another link in the audio than in the notes, or none.",
        "Run chaptag tag with these notes.",
    ),
    Rule(
        "image-differs",
        "error",
        "Listeners see another picture in the audio than the chapters ask for, or none.",
        "Run chaptag tag with these chapters.",
    ),
    Rule(
        "not-hidden",
        "error",
        "A chapter is listed in the audio and hidden in the notes, or the other way round.",
        "Run chaptag tag with these chapters.",
    ),
    Rule(
        "other-audio",
        "error",
        "The sound is not the one that the hash was taken of.",
        "Find out which file is the right one; chaptag itself never changes the sound.",
    ),
    Rule(
        "seen-otherwise",
        "error",
        "Another program reads other chapters in the file; players built on it show those.",
        "Run chaptag verify alone to see what is wrong in the file, and chaptag tag to write it anew.",
    ),
)
