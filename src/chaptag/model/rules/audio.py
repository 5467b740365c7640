"""Rules about the sound itself: durations that disagree, indexes that are missing, files that are cut off."""

from __future__ import annotations

from chaptag.model.rules.rule import Rule

__all__ = ["AUDIO"]

AUDIO: tuple[Rule, ...] = (
    Rule(
        "header-disagrees",
        "warning",
        "Players believe the header and show a wrong length; times of show notes may belong to another version.",
        "Listen whether the times fit this file. ffmpeg -i IN.mp3 -c copy OUT.mp3 writes a right header.",
    ),
    Rule(
        "vbr-without-index",
        "warning",
        "Players guess where a time lies in the file, so that chapters start seconds off.",
        "Write an index without re-encoding: ffmpeg -i IN.mp3 -c copy OUT.mp3.",
    ),
    Rule(
        "garbage-skipped",
        "warning",
        "Some decoders click or stop at bytes that are no sound.",
        "If it is audible, export the file again.",
    ),
    Rule(
        "tag-between-frames",
        "info",
        "Joined files keep the tags of their parts; players skip them.",
        "Nothing to do, unless the joining was not meant.",
    ),
    Rule(
        "last-frame-cut-off",
        "info",
        "A file that ends in the middle of a frame was cut, or its download was.",
        "Compare its length with the original.",
    ),
    Rule(
        "mixed-rates",
        "info",
        "Parts of different sampling rates were joined; some players change pitch or stop there.",
        "Export the episode at one sampling rate.",
    ),
)
