"""CUE sheet: ``TRACK``, ``TITLE``, ``INDEX 01 mm:ss:ff`` with 75 frames a second.

Source: the CUE sheet appendix of the CDRWIN user's guide; tracks number 01 to 99. Minutes beyond 99 are written with
three digits, as FFmpeg and foobar2000 read them.
"""

from __future__ import annotations

import re

from chaptag.formats.base import Dumped, Head, ImageResolver
from chaptag.formats.clock import from_ticks, to_ticks
from chaptag.formats.intake import Intake
from chaptag.formats.outgoing import one_line, outgoing, plural
from chaptag.formats.registry import kind
from chaptag.formats.textfile import Line, TextFile
from chaptag.model.chapter import ChapterList
from chaptag.model.finding import finding
from chaptag.model.reading import Reading
from chaptag.model.text import quote

__all__ = ["dumps", "loads", "sniff"]

_FRAMES = 75
_TRACK = re.compile(r"^[ \t]{0,20}TRACK[ \t]{1,8}\d{1,3}[ \t]", re.MULTILINE | re.IGNORECASE | re.ASCII)
_INDEX = re.compile(r"(\d{1,3})\s+(\d{1,5}):(\d{1,2}):(\d{1,2})", re.ASCII)


def sniff(head: Head) -> bool:
    """Whether there is a track with an index."""
    return _TRACK.search(head.text) is not None and "index" in head.text.lower()


def loads(data: bytes, *, name: str, resolve: ImageResolver | None = None, fps: float | None = None) -> Reading:
    """Read tracks; a track starts at its index 01. Sheets of several files have no common time and are refused."""
    source = TextFile.decode(data, name, legacy=True)
    intake = Intake(name, "cue")
    intake.findings.extend(source.findings)
    track: Line | None = None
    title, files, started = "", 0, True
    for line in source.lines():
        word, _, rest = line.text.strip().partition(" ")
        command = word.upper()
        if command == "FILE":
            files += 1
            if files > 1:
                source.fail("the sheet describes several files, so its times do not count from one beginning", line)
        elif command == "TRACK":
            if not started and track is not None:
                source.fail("the track has no INDEX 01", track)
            track, title, started = line, "", False
        elif command == "TITLE" and track is not None:
            title = _unquoted(rest)
        elif command == "INDEX" and track is not None:
            match = _INDEX.fullmatch(rest.strip())
            if match is None:
                source.fail(f"{quote(rest)} is not an index such as 01 12:34:56", line)
            number, minutes, seconds, frames = map(int, match.groups())
            if seconds > 59 or frames >= _FRAMES:
                source.fail(f"{quote(rest)}: seconds end at 59 and frames at 74", line)
            if number == 1 and not started:
                ticks = (minutes * 60 + seconds) * _FRAMES + frames
                intake.add(from_ticks(ticks, _FRAMES), title, source.place(track))
                started = True
    if not started and track is not None:
        source.fail("the track has no INDEX 01", track)
    return intake.reading()


def dumps(chapters: ChapterList, *, duration: int | None = None, title: str | None = None) -> Dumped:
    """Write a sheet for one file; its name is to be changed to that of the audio file.

    A quotation mark cannot be escaped, so it becomes an apostrophe.
    """
    out = outgoing(chapters, kind("cue"), duration)
    findings = list(out.findings)
    quoted = [number for number, chapter in enumerate(out.chapters, 1) if '"' in chapter.title]
    if quoted:
        message = (
            f"{plural(len(quoted), 'title')} with quotation marks: a CUE sheet holds none, apostrophes are written"
        )
        findings.append(finding("titles-changed", message, chapter=quoted[0]))
    album = _quotable(one_line(title or ""))
    lines = [f'TITLE "{album}"\n'] if album else []
    lines.append('FILE "audio.mp3" MP3\n')
    for number, chapter in enumerate(out.chapters, 1):
        seconds, frames = divmod(to_ticks(chapter.start, _FRAMES), _FRAMES)
        lines.append(f"  TRACK {number:02d} AUDIO\n")
        lines.append(f'    TITLE "{_quotable(chapter.title)}"\n')
        lines.append(f"    INDEX 01 {seconds // 60:02d}:{seconds % 60:02d}:{frames:02d}\n")
    return Dumped("".join(lines), tuple(findings))


def _quotable(text: str) -> str:
    return text.replace('"', "'")


def _unquoted(text: str) -> str:
    text = text.strip()
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] == '"' else text
