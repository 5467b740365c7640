"""Rules about the other files an episode comes in: WAV, AIFF, ADTS, FLAC, Ogg."""

from __future__ import annotations

from chaptag.model.rules.rule import Rule

__all__ = ["HULLS"]

_RETAG = "Tag the file again; chaptag writes it right."
_FEED = "Publish them in the feed: chaptag convert NOTES --to json."

HULLS: tuple[Rule, ...] = (
    Rule(
        "hull-stray-id3",
        "warning",
        "Few programs look for an ID3 tag there, and some cannot open the file.",
        "Nothing to do for chapters: chaptag writes them where the format has its place for them.",
    ),
    Rule(
        "hull-cut-off",
        "warning",
        "The file ends before it should; the recording or the download was interrupted.",
        "Compare its length with the original.",
    ),
    Rule(
        "hull-size-wrong",
        "info",
        "A recorder or a pipe that could not go back left the size of the file open, or wrong.",
        "Nothing to do; players go by the file's own end.",
    ),
    Rule(
        "hull-junk",
        "info",
        "Bytes that belong to no chunk are no sound; players skip them.",
        "Nothing to do.",
    ),
    Rule(
        "hull-tag-unreadable",
        "warning",
        "The chunk is meant for an ID3 tag and holds none, so that no program can read or write chapters there.",
        "ffmpeg -i IN.wav -c copy OUT.wav leaves it out, without touching the sound.",
    ),
    Rule(
        "hull-sound-differs",
        "warning",
        "Two fields of the file disagree about its length, and players trust either.",
        "Export the file again, or pass --duration.",
    ),
    Rule(
        "cue-markers",
        "info",
        "Markers of an audio editor are read as chapters where the file has no others, and never changed.",
        "Nothing to do; chaptag convert IN.wav --to json takes them out as chapters.",
    ),
    Rule(
        "cue-markers-mixed",
        "warning",
        "ffmpeg, mpv and players of that family show the markers of an audio editor among the chapters.",
        "Take the markers out in the audio editor, if listeners should not see them.",
    ),
    Rule(
        "vorbis-name-first",
        "warning",
        "ffmpeg, mpv and AntennaPod ignore a title that comes before the start of its chapter.",
        _RETAG,
    ),
    Rule("vorbis-number", "warning", "Readers want three digits, and each number once.", _RETAG),
    Rule("vorbis-time", "warning", "A start that is no hh:mm:ss.mmm is skipped, and its chapter with it.", _RETAG),
    Rule("vorbis-unordered", "warning", "mpv and ffmpeg show chapters in the order of the file.", _RETAG),
    Rule(
        "vorbis-many",
        "warning",
        "AntennaPod reads two digits of the number, and shows no chapters at all where one comes twice.",
        "Use fewer chapters, if they must be seen everywhere.",
    ),
    Rule("vorbis-ends-left-out", "info", "A Vorbis chapter has no end of its own; it lasts to the next one.", _FEED),
    Rule(
        "vorbis-images-left-out",
        "warning",
        "A Vorbis chapter has no image; the file's pictures belong to all of it.",
        _FEED,
    ),
    Rule("vorbis-hidden-left-out", "warning", "A Vorbis chapter cannot be marked as hidden.", _FEED),
    Rule(
        "ogg-chained",
        "error",
        "Several streams one after the other have tags each; chapters could count in any of them.",
        "Make one stream of it: ffmpeg -i IN.ogg OUT.ogg (this encodes it again).",
    ),
    Rule(
        "ogg-pages-renumbered",
        "info",
        "The tags need more pages than before, so that the number and checksum of each later page change; "
        "the sound in them does not.",
        "Nothing to do.",
    ),
    Rule(
        "ogg-page-missing",
        "warning",
        "Pages count on by one; where a number is missing, sound was lost, and players click or skip.",
        "Compare the file with the original.",
    ),
)
