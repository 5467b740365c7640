"""Rules about MP4 boxes and the two kinds of chapters in them."""

from __future__ import annotations

from chaptag.model.rules.rule import Rule

__all__ = ["MP4"]

_AGAIN = "Run chaptag tag: it writes both kinds anew."

MP4: tuple[Rule, ...] = (
    Rule(
        "mp4-fragmented",
        "warning",
        "The sound of a fragmented file is described piece by piece; chaptag edits files with one movie box.",
        "Remux it without touching the sound: ffmpeg -i in.mp4 -map 0 -c copy -movflags +faststart out.m4a.",
    ),
    Rule(
        "mp4-encrypted",
        "warning",
        "An encrypted file may only be changed by the program that made it.",
        "Tag a copy without encryption.",
    ),
    Rule(
        "mp4-no-sound",
        "error",
        "Chapters belong to the sound; without it there is nothing that they could refer to.",
        "Choose the file that holds the sound.",
    ),
    Rule(
        "mp4-external-data",
        "warning",
        "A movie that only refers to other files cannot be edited without them.",
        "Make one file of it first: ffmpeg -i in.mov -map 0 -c copy out.m4a.",
    ),
    Rule(
        "mp4-cut-off",
        "error",
        "The file ends before its sound does; chapters beyond that point can never be reached.",
        "Get the whole file, or export it again.",
    ),
    Rule(
        "mp4-duration-disagrees",
        "warning",
        "Players trust different fields, and show different lengths.",
        "Remux the file: ffmpeg -i in.m4a -map 0 -c copy out.m4a.",
    ),
    Rule(
        "mp4-frame-rate",
        "warning",
        "Programs that mix up the two sampling rates of HE-AAC halve or double all times.",
        "Listen to the last minute of the file, and pass --duration if its times are wrong.",
    ),
    Rule(
        "mp4-sound-hidden",
        "info",
        "An edit list may leave out sound that is still in the file; chapters count in what is played.",
        "Nothing to do, unless the notes were timed against the uncut sound.",
    ),
    Rule(
        "mp4-tracks-differ",
        "info",
        "A file may hold several tracks of sound, as for languages; chapters are common to all.",
        "Check that the notes belong to the longest.",
    ),
    Rule(
        "mp4-one-store",
        "warning",
        "Apple's players read the text track only, AntennaPod 'chpl' only, VLC 'chpl' first.",
        _AGAIN,
    ),
    Rule(
        "mp4-stores-disagree",
        "warning",
        "Listeners see different chapters in different players.",
        _AGAIN,
    ),
    Rule(
        "mp4-chpl-unreadable",
        "warning",
        "VLC, AntennaPod and mutagen read version 1 with up to 255 entries; an empty list hides the text track.",
        _AGAIN,
    ),
    Rule(
        "mp4-chpl-title",
        "warning",
        "Some readers stop at a title that is too long for them, or cannot open the file.",
        _AGAIN,
    ),
    Rule(
        "mp4-chapter-lost",
        "warning",
        "A chapter whose title is not in the file has no name in any player.",
        _AGAIN,
    ),
    Rule(
        "mp4-chapters-shifted",
        "warning",
        "VLC, mp4v2 and TagLib ignore the edit list of a chapter track, and show all its chapters too early.",
        _AGAIN,
    ),
    Rule(
        "mp4-several-text-tracks",
        "warning",
        "ffmpeg, mpv and Audiobookshelf show the last text track, often links instead of titles.",
        _AGAIN,
    ),
    Rule(
        "mp4-reference-missing",
        "warning",
        "Apple's players find chapters through the sound track that they play.",
        _AGAIN,
    ),
    Rule(
        "mp4-dangling-reference",
        "warning",
        "A reference to a track that is not there may hide chapters, and may meet another track later.",
        _AGAIN,
    ),
    Rule(
        "mp4-subtitles-as-chapters",
        "warning",
        "A track that is shown by itself is not only chapters, so chaptag neither replaces nor removes it.",
        "Nothing to do, unless the track was meant as chapters: then remove it with another program.",
    ),
    Rule(
        "mp4-trailing-bytes",
        "info",
        "What belongs to no box is no sound; mostly a tag of another format.",
        "Nothing to do.",
    ),
    Rule(
        "mp4-title-cut",
        "info",
        "AntennaPod loses all chapters from a title over 127 bytes on, so 'chpl' holds less of it.",
        "Nothing to do; --long-titles writes up to 255 bytes.",
    ),
    Rule(
        "mp4-title-long",
        "info",
        "A title has two bytes for its length, and mp4v2 reads no more than 1023.",
        "Write a shorter title.",
    ),
    Rule(
        "mp4-chpl-left-out",
        "warning",
        "Players read the count of 'chpl' as one byte, and would show a few of the chapters instead of all.",
        "Nothing to do; AntennaPod shows no chapters of this file.",
    ),
    Rule(
        "mp4-links-left-out",
        "warning",
        "Links need a second text track, and ffmpeg would show that one instead of the titles.",
        "Publish the links in the feed: chaptag convert NOTES --to json.",
    ),
    Rule(
        "mp4-hidden-left-out",
        "warning",
        "An MP4 cannot mark a chapter as hidden.",
        "Publish them in the feed: chaptag convert NOTES --to json.",
    ),
    Rule(
        "mp4-images-left-out",
        "warning",
        "An image track holds whole JPEG or PNG files.",
        "Convert the images to JPEG.",
    ),
    Rule(
        "mp4-images-removed",
        "warning",
        "Images that stay where their chapters have gone appear at the wrong time.",
        "Add images to the new chapters, or keep the old starts.",
    ),
    Rule(
        "mp4-gaps-closed",
        "info",
        "An MP4 chapter has no end of its own; a gap would show as a chapter without a title.",
        "Nothing to do.",
    ),
    Rule(
        "mp4-3gp",
        "info",
        "3GP players may ignore chapters; others read them as in any MP4.",
        "Nothing to do.",
    ),
    Rule(
        "mp4-moov-at-end",
        "warning",
        "The file no longer starts to play before it is loaded whole.",
        "Remux it: ffmpeg -i in.m4a -map 0 -c copy -movflags +faststart out.m4a.",
    ),
)
