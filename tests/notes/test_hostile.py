"""Notes made to hurt: whatever the bytes, there is a reading or a clear error, in time and in bounded memory."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chaptag.model.duration import Duration
from chaptag.model.errors import ChaptagError
from chaptag.notes.options import NotesOptions
from chaptag.notes.read import read_notes

MIB = 1024 * 1024
SIZE = 2 * MIB - 64
GUARD_SECONDS = 20
GUARD_BYTES = 300 * MIB

# What is repeated to fill two mebibytes, with what stands before and after it; and the suffix of the notes.
INPUTS = {
    "one-line": ("", "a", "", "txt"),
    "one-line-of-times": ("", "0:00 a ", "", "txt"),
    "one-time-without-end": ("", "0:", "", "txt"),
    "digits": ("", "1", "", "txt"),
    "short-lines": ("", "\n", "", "txt"),
    "lines-of-times": ("", "0:00\n", "", "txt"),
    "lines-of-chapters": ("", "00:01 x\n", "", "txt"),
    "brackets": ("", "[", "", "md"),
    "backticks": ("", "`a``", "", "md"),
    "quotes": ("", ">", "", "md"),
    "nested-items": ("", "- ", "x", "md"),
    "indented-items": ("", "  - 0:00 x\n    ", "", "md"),
    "definitions": ("", "[a]: b\n", "", "md"),
    "comment": ("", "<!-- ", "", "md"),
    "front-matter": ("---\n", "a: 0:00\n", "", "md"),
    "tables": ("|a|b|\n|-|-|\n", "|0:00|x|\n", "", "md"),
    "entities": ("", "&amp;amp;", "", "md"),
    "open-tags": ("", "<b>", "", "html"),
    "unclosed-items": ("<ul>", "<li>0:00 a", "", "html"),
    "nested-divs": ("", "<div>", "x", "html"),
    "nested-lists": ("", "<ul><li>", "0:00 x", "html"),
    "nested-tables": ("", "<table><tr><td>", "0:00 x", "html"),
    "half-tags": ("", "<", "", "html"),
    "attributes": ("<p ", "a=b ", "", "html"),
    "comments": ("", "<!--", "", "html"),
    "one-paragraph-of-breaks": ("<p>", "0:00 a<br>", "", "html"),
    "nested-feed": ("<rss>", "<item><a>", "", "xml"),
    "feed-of-items": ("<rss><channel>", "<item/>", "", "xml"),
    "feed-with-one-field": ("<rss><item><description>", "0:00 a\n", "</description></item></rss>", "xml"),
    "feed-escaped": ("<rss><item><description>", "&lt;p>0:00 a", "</description></item></rss>", "xml"),
    "marks": ("", "\u200f", "0:00 x", "txt"),
    "emoji": ("0:00 ", "\U0001f469\u200d", "", "txt"),
    "combining": ("0:00 e", "\u0301", "", "txt"),
}

RUNNER = r"""
import pathlib, re, resource, sys
from chaptag.model.errors import ChaptagError
from chaptag.notes.read import read_notes
try:
    read_notes(sys.stdin.buffer.read(), name=sys.argv[1])
except ChaptagError:
    pass
# The peak of this process alone: what rusage says may be that of the parent, before the fork.
status = pathlib.Path("/proc/self/status")
own = re.search(r"VmHWM:\s*(\d+) kB", status.read_text()) if status.exists() else None
print((int(own[1]) if own else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) * 1024)
"""


@pytest.mark.parametrize("name", INPUTS)
def test_big_hostile_notes_end_in_time_and_memory(name: str) -> None:
    before, middle, after, suffix = INPUTS[name]
    room = SIZE - len((before + after).encode())
    data = (before + middle * (room // len(middle.encode())) + after).encode()
    run = subprocess.run(
        [sys.executable, "-c", RUNNER, f"notes.{suffix}"],
        input=data,
        capture_output=True,
        check=False,
        timeout=GUARD_SECONDS,
    )
    assert run.returncode == 0, run.stderr.decode()[-2000:]
    assert int(run.stdout) < GUARD_BYTES


PIECES = st.sampled_from(
    [
        *("0:00", "01:02:03", "59:30", "1:05", "12.30", "1h02m", "12'34\"", "(3:45)", "[00:00]", "@4:00", "9:60", "::"),
        *(" ", "\n", "\n\n", "\t", "- ", "* ", "1. ", "# ", "> ", "| ", "---\n", "```\n", "    ", "\u00a0", "\u2028"),
        *("Intro", "Q&A", "AM", "Uhr", "http://x.example/1:02", "[a](b)", "[a]: b\n", "**", "_", "`", "<b>", "</b>"),
        *("<p>", "<br>", "<ul><li>", "</ul>", "<table><tr><td>", "<!--", "-->", "<script>", "&amp;", "&#58;", "&nbsp;"),
        *(
            "\u200f",
            "\u202e",
            "\ufe0f\u20e3",
            "０：００",
            "٠٠:٠٠",
            "🎙",
            "é",
            "e\u0301",
            "\ud7ff",
            "\r",
            "\x1b[31m",
            "–",
        ),
    ]
)
DURATIONS = st.sampled_from([None, 1, 90_000, 3_600_000, 10**9])


@settings(max_examples=100, deadline=None)
@given(
    st.one_of(st.binary(max_size=120), st.lists(PIECES, max_size=40).map(lambda parts: "".join(parts).encode())),
    st.sampled_from([None, "text", "markdown", "html", "feed"]),
    DURATIONS,
    st.booleans(),
    st.sampled_from([None, 1, 7]),
)
def test_any_bytes_are_read_or_refused(
    data: bytes, kind: str | None, milliseconds: int | None, strict: bool, pick: int | None
) -> None:
    duration = None if milliseconds is None else Duration(milliseconds * 1_000_000, "stated", "test", exact=False)
    try:
        reading = read_notes(
            data, name="n.md", kind=kind, duration=duration, options=NotesOptions(strict=strict, pick=pick, depth=pick)
        )
    except ChaptagError:
        return
    for chapter in reading.chapters:
        assert chapter.start >= 0
        assert chapter.title == chapter.title.strip()
        assert "\n" not in chapter.title
    for finding in reading.findings:
        assert finding.message
