"""Rules about chapter files: what a format could not hold, what a file said that could not be taken over."""

from __future__ import annotations

from chaptag.model.rules.rule import Rule

__all__ = ["FORMATS"]

FORMATS = (
    Rule(
        "times-rounded",
        "info",
        "The format counts time in coarser steps than milliseconds.",
        "Choose a format that holds milliseconds, such as json or psc, where that matters.",
    ),
    Rule(
        "ends-lost",
        "info",
        "The format has no ends: a chapter lasts until the next one starts.",
        "Choose a format that holds ends, such as json or webvtt, where they matter.",
    ),
    Rule(
        "end-assumed",
        "info",
        "The format wants an end for each chapter, and nothing says when the last one ends.",
        "Give the duration with --duration, or an audio file.",
    ),
    Rule(
        "links-lost",
        "warning",
        "The format has no place for a chapter's link.",
        "Choose a format that holds links, such as json or psc.",
    ),
    Rule(
        "images-lost",
        "warning",
        "The format has no place for a chapter's image.",
        "Choose a format that holds images, such as json or psc.",
    ),
    Rule(
        "locations-lost",
        "warning",
        "Only Podcasting 2.0 JSON chapters have a place for a location.",
        "Choose json where the locations matter.",
    ),
    Rule(
        "hidden-left-out",
        "warning",
        "The format cannot mark a chapter as hidden, so a player would list it.",
        "Choose json, which holds hidden chapters.",
    ),
    Rule(
        "titles-changed",
        "info",
        "The format holds a title as one line of printable text.",
        "Nothing to do, unless the line breaks were meant.",
    ),
    Rule(
        "too-many-chapters",
        "error",
        "The format numbers its chapters with a fixed count of digits.",
        "Choose a format without a limit, such as json or psc, or merge chapters.",
    ),
    Rule(
        "link-left-out",
        "warning",
        "Only http and https links are safe to hand to a listener's player.",
        "Correct the link.",
    ),
    Rule(
        "image-left-out",
        "warning",
        "A chapter image is a JPEG or PNG picture, or an http(s) address of one.",
        "Correct the image's address or path, or make it a JPEG or PNG.",
    ),
    Rule(
        "entry-left-out",
        "info",
        "The entry is something other than a chapter, and chaptag says so rather than guess.",
        "Nothing to do, unless it was meant as a chapter.",
    ),
    Rule(
        "looks-like-transcript",
        "error",
        "A caption file with many short cues holds what was said, not chapters.",
        "Take the file with the chapters, or pass --pick 1 to make each cue a chapter.",
    ),
    Rule(
        "time-base-assumed",
        "warning",
        "The file counts frames, or counts from a time of day, and does not say how; the times rest on a convention.",
        "Compare the first and the last chapter with the audio, and pass --offset where they are shifted.",
    ),
    Rule(
        "platform-adapted",
        "info",
        "The platform takes chapters from a description only where the list has this form.",
        "Nothing to do.",
    ),
    Rule(
        "platform-refuses",
        "warning",
        "The platform ignores a list that breaks one of its rules.",
        "Change the list, or leave out chapters.",
    ),
    Rule(
        "platform-advice",
        "info",
        "The platform, or a widespread player, says that another form serves listeners better.",
        "Shorten the titles, or merge chapters.",
    ),
)
