"""Any list of three or more chapters, written in any of these styles, reads back the same."""

from __future__ import annotations

import html
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chaptag.model.reading import Grade
from chaptag.model.timestamp import format_time
from chaptag.notes.read import read_notes

Rows = list[tuple[int, str]]

BEFORE = "This week we talk to a clockmaker from Leipzig about her work, and about patience.\n\n"
AFTER = "\n\nThanks for listening. Write to us at hello@example.com, or leave a voice message.\n"


def clock(ms: int) -> str:
    return format_time(ms)


def full(ms: int) -> str:
    return f"{ms // 3_600_000:02d}:{ms // 60_000 % 60:02d}:{ms // 1000 % 60:02d}"


def lines(pattern: Callable[[str, str], str], form: Callable[[int], str] = clock) -> Callable[[Rows], tuple[str, str]]:
    def render(rows: Rows) -> tuple[str, str]:
        return "text", BEFORE + "\n".join(pattern(form(ms), title) for ms, title in rows) + AFTER

    return render


def markdown(
    pattern: Callable[[str, str], str], form: Callable[[int], str] = clock
) -> Callable[[Rows], tuple[str, str]]:
    def render(rows: Rows) -> tuple[str, str]:
        return "markdown", BEFORE + "\n".join(pattern(form(ms), title) for ms, title in rows) + AFTER

    return render


def page(head: str, pattern: Callable[[str, str], str], tail: str) -> Callable[[Rows], tuple[str, str]]:
    def render(rows: Rows) -> tuple[str, str]:
        body = "".join(pattern(clock(ms), html.escape(title)) for ms, title in rows)
        return "html", f"<p>{BEFORE.strip()}</p>{head}{body}{tail}<p>{AFTER.strip()}</p>"

    return render


STYLES: dict[str, Callable[[Rows], tuple[str, str]]] = {
    "plain": lines(lambda t, s: f"{t} {s}"),
    "hours throughout": lines(lambda t, s: f"{t} {s}", full),
    "dash": lines(lambda t, s: f"{t} - {s}"),
    "long dash": lines(lambda t, s: f"{t} – {s}"),
    "colon": lines(lambda t, s: f"{t}: {s}"),
    "round brackets": lines(lambda t, s: f"({t}) {s}"),
    "square brackets": lines(lambda t, s: f"[{t}] {s}"),
    "bullet": lines(lambda t, s: f"• {t} {s}"),
    "tab": lines(lambda t, s: f"{t}\t{s}"),
    "time last in brackets": lines(lambda t, s: f"{s} ({t})"),
    "time last after a dash": lines(lambda t, s: f"{s} — {t}"),
    "time above title": lines(lambda t, s: f"{t}\n{s}\n"),
    "blank lines between": lines(lambda t, s: f"{t} {s}\n"),
    "Markdown list": markdown(lambda t, s: f"- {t} {s}"),
    "Markdown bold": markdown(lambda t, s: f"* **{t}** {s}"),
    "Markdown link": markdown(lambda t, s: f"- [{t}](#t={t}) – {s}", full),
    "Markdown title link": markdown(lambda t, s: f"1. [{t}] [{s}](https://example.com/a_b?x=12:34)"),
    "Markdown heading": markdown(lambda t, s: f"### {t} {s}\n\nSome words about it.\n"),
    "Markdown table": lambda rows: (
        "markdown",
        BEFORE + "| Time | Topic |\n|---|---|\n" + "\n".join(f"| {clock(t)} | {s} |" for t, s in rows) + AFTER,
    ),
    "HTML breaks": page("<p>", lambda t, s: f"{t} {s}<br>", "</p>"),
    "HTML list": page("<ul>", lambda t, s: f"<li><strong>{t}</strong> {s}</li>", "</ul>"),
    "HTML paragraphs": page("", lambda t, s: f"<p>({t}) {s}</p>", ""),
    "HTML table": page("<table>", lambda t, s: f"<tr><td>{t}</td><td>{s}</td></tr>", "</table>"),
    "HTML pretty": page("<ul>\n", lambda t, s: f"  <li>\n    {t}\n    {s}\n  </li>\n", "</ul>\n"),
}

# What right after a time makes it a length or a time of day: “0:30 min”, “1:02:03 h”, “9:00 Z”.
UNITS = frozenset(
    [
        "h",
        "hr",
        "hrs",
        "hs",
        "std",
        "hours",
        "m",
        "min",
        "mins",
        "mn",
        "s",
        "am",
        "pm",
        "uhr",
        "z",
        "pt",
        "et",
        "ct",
        "mt",
        "分",
        "秒",
        "時",
        "시",
        "点",
    ]
)
# What right before a time makes it a length: “Duration 19:53”.
LENGTHS = frozenset(
    [
        "duration",
        "length",
        "runtime",
        "dauer",
        "länge",
        "laufzeit",
        "duração",
        "duración",
        "durée",
        "durata",
        "total",
        "longueur",
    ]
)
# Words that hold no time, are no unit, and neither start nor end with a separator or a mark.
WORD = st.text(
    alphabet=st.characters(categories=["Ll", "Lu", "Lo"], exclude_characters="ªº"), min_size=1, max_size=10
).filter(lambda word: word.casefold() not in UNITS | LENGTHS)
TITLE = st.lists(
    st.one_of(WORD, st.sampled_from(["and", "of", "-", "&", "16:9", "2024", "C++", "(live)", "U2"])), max_size=4
).map(tuple)


@st.composite
def chapters(draw: st.DrawFn) -> Rows:
    gaps = draw(st.lists(st.integers(min_value=45, max_value=1500), min_size=2, max_size=12))
    start = draw(st.integers(min_value=0, max_value=60))
    times = [start]
    for gap in gaps:
        times.append(times[-1] + gap)
    titles = draw(st.lists(st.tuples(WORD, TITLE, WORD), min_size=len(times), max_size=len(times), unique=True))
    return [(1000 * time, " ".join([a, *b, c])) for time, (a, b, c) in zip(times, titles, strict=True)]


@pytest.mark.parametrize("style", STYLES)
@settings(max_examples=20, deadline=None)
@given(rows=chapters())
def test_a_list_reads_back_the_same(style: str, rows: Rows) -> None:
    kind, text = STYLES[style](rows)
    reading = read_notes(text, kind=kind)
    assert reading.grade is not Grade.DOUBT, reading.findings
    assert [(chapter.start, chapter.title) for chapter in reading.chapters] == rows


@settings(max_examples=50, deadline=None)
@given(rows=chapters(), style=st.sampled_from(sorted(STYLES)))
def test_every_chapter_says_where_it_stands(rows: Rows, style: str) -> None:
    kind, text = STYLES[style](rows)
    source = text.split("\n")
    for chapter, (start, _) in zip(read_notes(text, kind=kind).chapters, rows, strict=True):
        place = chapter.origin
        assert place is not None
        assert place.line is not None
        assert place.column is not None
        assert place.end_column is not None
        assert place.text == source[place.line - 1]
        assert place.text[place.column - 1 : place.end_column - 1] in {clock(start), full(start)}
