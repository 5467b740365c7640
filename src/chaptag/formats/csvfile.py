"""CSV and TSV with a heading: start, end, title, url, in any order and under the names that people use.

Source: RFC 4180 for the form. A cell that a spreadsheet would run as a formula (``= + - @`` in front) is written with
an apostrophe before it, as OWASP's page on CSV injection advises, and read without.
"""

from __future__ import annotations

import csv
import io
from contextlib import suppress

from chaptag.formats.base import Dumped, Head, ImageResolver
from chaptag.formats.clock import clock, parse_clock
from chaptag.formats.intake import Intake
from chaptag.formats.outgoing import outgoing
from chaptag.formats.registry import kind
from chaptag.formats.table import Table, heading, read_table
from chaptag.formats.textfile import TextFile
from chaptag.model.chapter import ChapterList
from chaptag.model.reading import Reading
from chaptag.model.text import quote

__all__ = ["dumps", "loads", "sniff"]

_STARTS = ("start", "start time", "starttime", "time", "timestamp", "timecode", "begin", "from", "in", "position")
_TITLES = ("title", "name", "chapter", "chapter title", "label", "text", "topic", "description")
_ENDS = ("end", "end time", "endtime", "to", "out", "stop")
_LENGTHS = ("duration", "length")
_URLS = ("url", "link", "href")
_DELIMITERS = ",;\t"
_DEFUSE = ("=", "+", "-", "@", "'")


def sniff(head: Head) -> bool:
    """Whether the first line names a start and a title, and the second one starts at a time."""
    lines = [line for line in head.text.split("\n") if line.strip()][:2]
    return len(lines) == 2 and any(_looks_right(lines[0], lines[1], delimiter) for delimiter in _DELIMITERS)


def loads(data: bytes, *, name: str, resolve: ImageResolver | None = None, fps: float | None = None) -> Reading:
    """Read a table; times are ``h:mm:ss.fff`` or seconds. The delimiter is the one that gives a start and a title."""
    source = TextFile.decode(data, name, legacy=True)
    table = _table(source)
    start, title = table.column(*_STARTS), table.column(*_TITLES)
    end, length, url = table.column(*_ENDS), table.column(*_LENGTHS), table.column(*_URLS)
    intake = Intake(name, "csv")
    intake.findings.extend(source.findings)
    for row in table.rows:
        text = _undefused(row.get(start))
        begin = parse_clock(text)
        if begin is None:
            source.fail(f"{quote(text)} is not a time", row.line, hint="Write h:mm:ss, or seconds.")
        stop = parse_clock(_undefused(row.get(end)))
        if stop is None and (span := parse_clock(_undefused(row.get(length)))) is not None:
            stop = begin + span
        link = _undefused(row.get(url)) or None
        intake.add(begin, _undefused(row.get(title)), source.place(row.line), end=stop, url=link)
    return intake.reading()


def dumps(chapters: ChapterList, *, duration: int | None = None, title: str | None = None) -> Dumped:
    """Write ``start,end,title,url`` with commas and lines ended by CR LF, as the RFC has it."""
    out = outgoing(chapters, kind("csv"), duration)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(("start", "end", "title", "url"))
    for c in out.chapters:
        end = "" if c.end is None else clock(c.end)
        writer.writerow((clock(c.start), end, _defused(c.title), c.url or ""))
    return Dumped(text.getvalue(), out.findings)


def _looks_right(first: str, second: str, delimiter: str) -> bool:
    names = heading(first, delimiter)
    starts = [index for index, name in enumerate(names) if name in _STARTS]
    if len(names) < 2 or not starts or not set(names) & set(_TITLES):
        return False
    with suppress(csv.Error):
        cells = next(csv.reader([second.strip()], delimiter=delimiter), [])
        return len(cells) > starts[0] and parse_clock(_undefused(cells[starts[0]].strip())) is not None
    return False


def _table(source: TextFile) -> Table:
    first = next((line for line in source.lines() if line.text.strip()), None)
    for delimiter in _DELIMITERS:
        names = heading(first.text, delimiter) if first is not None else ()
        if set(names) & set(_STARTS) and (set(names) & set(_TITLES)):
            return read_table(source, delimiter)
    hint = "Begin the table with start,end,title,url."
    return source.fail("there is no heading with a start and a title", first, hint=hint)


def _defused(text: str) -> str:
    return "'" + text if text.startswith(_DEFUSE) else text


def _undefused(text: str) -> str:
    return text[1:] if text[:1] == "'" and text[1:].startswith(_DEFUSE) else text
