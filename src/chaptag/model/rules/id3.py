"""Rules about ID3 tags and the chapters in them."""

from __future__ import annotations

from chaptag.model.rules.rule import Rule

__all__ = ["ID3"]

_RETAG = "Tag the file again; chaptag writes it right."

ID3: tuple[Rule, ...] = (
    Rule("toc-missing", "warning", "Apple's players show no chapters without a table, Overcast cannot skip.", _RETAG),
    Rule("toc-not-top-level", "warning", "Apple's players show no chapters where the table is not top-level.", _RETAG),
    Rule("toc-not-ordered", "info", "Players may take the chapters in any order.", _RETAG),
    Rule("toc-several", "warning", "Only one table may be top-level; players choose one of them.", _RETAG),
    Rule("toc-dangling", "warning", "The table names chapters that the tag does not have.", _RETAG),
    Rule("toc-count", "warning", "Players believe the count and show that many chapters.", _RETAG),
    Rule(
        "toc-chained",
        "warning",
        "A table holds 255 chapters at most; players that read only the first table show no more of them.",
        "Use fewer chapters, if all of them must be seen everywhere.",
    ),
    Rule(
        "chapter-hidden",
        "info",
        "A chapter that no table names is hidden; AntennaPod, mpv and other players of the ffmpeg family show it.",
        "Nothing to do, if it is meant to be hidden.",
    ),
    Rule("chapter-id-twice", "warning", "Readers that know chapters by their element id lose one of the two.", _RETAG),
    Rule("chapters-unordered", "warning", "mpv and ffmpeg show chapters in the order of the file.", _RETAG),
    Rule(
        "byte-offsets",
        "warning",
        "Byte offsets are false as soon as a tag grows, and some players trust them more than the times.",
        _RETAG,
    ),
    Rule("end-invalid", "info", "Players show a wrong length, or leave the chapter out.", _RETAG),
    Rule("chapter-unreadable", "warning", "The frame is broken; its chapter cannot be shown.", _RETAG),
    Rule("chapter-packed", "info", "Some players cannot read compressed frames.", _RETAG),
    Rule(
        "chapter-encrypted",
        "warning",
        "Nobody can read it without the key, and chaptag does not replace what it cannot read.",
        "Take the tag out with the program that encrypted it.",
    ),
    Rule(
        "subframe-too-long",
        "warning",
        "In ID3v2.4, Apple Podcasts, Pocket Casts and players of the ffmpeg family lose such chapters.",
        "Pass --id3 2.3, which has no such limit.",
    ),
    Rule(
        "title-cut",
        "warning",
        "In ID3v2.4, Apple Podcasts, Pocket Casts and players of the ffmpeg family lose chapters with longer titles.",
        "Shorten the title, pass --id3 2.3, or keep it with --long-titles.",
    ),
    Rule(
        "size-not-synchsafe",
        "warning",
        "In ID3v2.4 a size of 128 bytes and more, written in plain bits, sends strict players astray.",
        _RETAG,
    ),
    Rule("encoding-illegal", "warning", "Strict players show wrong characters.", _RETAG),
    Rule(
        "chapter-data-lost",
        "warning",
        "The old chapters held data that chapters of chaptag do not have.",
        "Nothing to do, if it can go; the file before this run has it.",
    ),
    Rule("tag-unsynchronised", "warning", "ffmpeg, mpv and AntennaPod read no chapters from such a tag.", _RETAG),
    Rule(
        "tag-old",
        "info",
        "ID3v2.2 has no chapters.",
        "ffmpeg -i IN.mp3 -c copy -id3v2_version 3 OUT.mp3 writes the tag as 2.3, without touching the sound.",
    ),
    Rule(
        "tag-junk",
        "warning",
        "Bytes that are neither frame nor padding: the tag is broken, or its size is wrong.",
        "ffmpeg -i IN.mp3 -c copy OUT.mp3 writes the tag anew, without touching the sound.",
    ),
    Rule(
        "tag-size-wrong",
        "warning",
        "Where sound does not begin right after the tag, the size of the tag is wrong or something stands between.",
        "ffmpeg -i IN.mp3 -c copy OUT.mp3 writes the tag anew, without touching the sound.",
    ),
    Rule(
        "tags-several",
        "warning",
        "Some players read only the first tag, others join all of them.",
        "Nothing to do for chapters: chaptag writes them into the first and takes them out of the others.",
    ),
    Rule(
        "tag-at-end",
        "warning",
        "Few players look for a tag at the end of the file; chaptag reads it and leaves it as it is.",
        "Move its frames into the tag at the start with a tag editor.",
    ),
    Rule(
        "tag-large",
        "warning",
        "Players must load the whole tag before they play.",
        "Use smaller images.",
    ),
    Rule(
        "tag-converted",
        "info",
        "The frames of ID3v2.3 and 2.4 differ.",
        "Nothing to do, unless another program needs the old form.",
    ),
    Rule(
        "tag-frame-dropped",
        "warning",
        "It cannot be said in the new version of the tag.",
        "Keep the version of the tag: leave out --id3.",
    ),
    Rule(
        "tag-feature-dropped",
        "info",
        "Checksums and footers of a tag become false when it changes.",
        "Nothing to do.",
    ),
)
