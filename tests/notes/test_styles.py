"""Any list of three or more chapters reads back the same, whatever its style; how lines and lists are told apart."""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chaptag.model.reading import Grade
from chaptag.model.timestamp import format_time
from chaptag.notes.assembly.alone import beside, side_of
from chaptag.notes.assembly.entry import Entry, Role, entries_of, flattened, trailing
from chaptag.notes.assembly.titles import line_title, title_of
from chaptag.notes.document import Kind, Line, Span, Style
from chaptag.notes.grammar.scan import scan
from chaptag.notes.read import read_notes
from tests.notes.cases import line

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
        "minute",
        "minutes",
        "minuten",
        "minuto",
        "minutos",
        "minuti",
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


# What stands on a line: where its times stand, which characters they have, and the titles beside them.
ENTRIES: dict[str, list[tuple[str, str, str]]] = {
    "0:10 Intro": [("front", "0:10", " Intro")],
    "Intro 0:10": [("back", "0:10", "Intro ")],
    "Intro - 0:10": [("back apart", "0:10", "Intro - ")],
    "Intro (0:10)": [("back apart", "0:10", "Intro (")],
    "Intro  0:10": [("back apart", "0:10", "Intro  ")],
    "Intro\t0:10": [("back apart", "0:10", "Intro\t")],
    "0:10": [("alone", "0:10", "")],
    "0:10 min": [("alone", "0:10 min", "")],
    "'0:10' Intro": [("front", "0:10'", " Intro")],
    "'0:10 Intro": [("front", "0:10", " Intro")],
    "`0:10`Intro": [("front", "0:10`", "Intro")],
    "1. 0:10 Intro": [("front", "0:10", " Intro")],
    "1234. 0:10 Intro": [],
    "#1 0:10 Intro": [("front number", "0:10", " Intro")],
    "No. 1 0:10 Intro": [("front number", "0:10", " Intro")],
    "a) 0:10 Intro": [("front letter", "0:10", " Intro")],
    "iv. 0:10 x": [("front letter", "0:10", " x")],
    "Topic 0:10 Intro": [("front topic", "0:10", " Intro")],
    "Topic 0:10": [("back", "0:10", "Topic ")],
    "Topics: 0:10 Intro": [("front", "0:10", " Intro")],
    "Chapters of this long and windy show  : 0:10 x": [],
    "Chapters of this long and windy sho : 0:10 x": [("front", "0:10", " x")],
    "Two words 0:10 Intro": [],
    "3️⃣ 0:10 Intro": [("front", "0:10", " Intro")],
    "0:10 | 0:20 | Intro": [("front", "0:10 | 0:20", " | Intro")],
    "0:10  0:20 Intro": [("front", "0:10  0:20", " Intro")],
    "0:10 - 0:15 | 0:20 | Intro": [("front", "0:10 - 0:15", " | 0:20 | Intro")],
    "Intro | 0:10 | 0:20": [("back apart", "0:10", "Intro | ")],
    "Intro | 0:10 | 0:20 | 0:30": [("back apart", "0:10", "Intro | ")],
    "Intro 0:10 0:20": [("back", "0:20", "Intro 0:10 ")],
    "0:10 Intro 0:20": [("front", "0:10", " Intro 0:20")],
    "0:10 PM of India": [("front soft", "0:10", " PM of India")],
    "Meet Amy 0:10 pm": [],
    "3:16 with John 3:17": [("front", "3:16", " with John 3:17")],
    "John 3:16": [("back soft", "3:16", "John ")],
    "0:10 PM of 0:20": [("front soft", "0:10", " PM of 0:20")],
    "Two words (0:10) about it": [("middle", "0:10", "Two words ")],
    "Two words (0:10 about it": [],
    "Two words 0:10) about": [],
    "0:10 | 0:20": [("alone", "0:10 | 0:20", "")],
    "a - 0:10 - 0:20 b": [("front a", "0:10 - 0:20", " b")],
    "0:10 A | 0:20 B": [("front shared", "0:10", " A "), ("front shared", "0:20", " B")],
    "A 0:10 • B 0:20": [("back shared", "0:10", "A "), ("back shared", "0:20", " B ")],
    "0:10 A | 0:05 B": [("front", "0:10", " A | 0:05 B")],
    "0:10 A | 0:10 B": [("front shared", "0:10", " A "), ("front shared", "0:10", " B")],
    "Two words: 0:10 A / 0:20 B": [("front shared", "0:10", " A"), ("front shared", "0:20", " B")],
    "0:10 A / B 0:20": [("front", "0:10", " A / B 0:20")],
    "List: 0:10 A | 0:20 B | x | y": [("front list", "0:10", " A | 0:20 B | x | y")],
    "0:10 A | 0:20 B | x": [("front shared", "0:10", " A "), ("front shared", "0:20", " B ")],
    "0:10 A    0:20 B": [("front shared", "0:10", " A"), ("front shared", "0:20", " B")],
    "0:10 A | 0:20": [("front", "0:10", " A | 0:20")],
}


@pytest.mark.parametrize("text", ENTRIES)
def test_what_stands_beside_the_times_of_a_line(text: str) -> None:
    found = []
    for entry in entries_of(7, line(text), scan(text)):
        apart = entry.apart and entry.role is Role.BACK
        words = [entry.role.value, *["apart"] * apart, *["shared"] * entry.shared, *["soft"] * entry.soft, entry.label]
        spots = (text[entry.token.start : entry.token.stop], text[entry.start : entry.stop])
        found.append((" ".join(words).strip(), *spots))
        assert (entry.line, entry.flowing) == (7, False)
    assert found == ENTRIES[text]


@pytest.mark.parametrize(
    ("span", "apart"),
    [
        (Span(6, 10, Style.EMPHASIS), True),
        (Span(5, 10, Style.LINK), True),
        (Span(0, 5, Style.LINK), True),
        (Span(0, 6, Style.CODE), True),
        (Span(0, 10, Style.EMPHASIS), False),
        (Span(6, 9, Style.EMPHASIS), False),
        (Span(7, 10, Style.EMPHASIS), False),
        (Span(0, 4, Style.LINK), False),
        (Span(6, 10, Style.AUTOLINK), False),
    ],
)
def test_emphasis_sets_a_time_off(span: Span, apart: bool) -> None:
    (entry,) = entries_of(0, line("Intro 0:10", spans=(span,)), scan("Intro 0:10"))
    assert entry.apart is apart


FLOWING = {
    "0:00 A 0:10 B 0:20 C": [" A ", " B ", " C"],
    "x: 0:05 A 0:10 B 0:20 C": [],
    "x 0:00 A 0:10 B 0:20 C": [],
    "x: 0:00 A 0:10 B 0:20 C": [" A ", " B ", " C"],
    "0:00 A 0:10 B": [],
    "0:00 A 0:10 B 0:10 C": [],
    "0:00 A 0:10 0:20 C": [],
    "0:00 A 0:10 B 0:20 Cc dd ee. Then more": [" A ", " B ", " Cc dd ee"],
    "0:00 A 0:10 B 0:20 cc dd ee Ff gg": [" A ", " B ", " cc dd ee"],
    "0:00 Aa bb 0:10 B 0:20 cc dd Ee ff": [" Aa bb ", " B ", " cc dd Ee ff"],
    "0:00 Aa bb 0:10 B 0:20 cc dd Ee ff gg": [" Aa bb ", " B ", " cc dd"],
    "0:00 A 0:10 B 0:20 cc dd ee ff": [" A ", " B ", " cc dd ee ff"],
}
TRAILING = {
    "A (0:00), B (0:10), C (0:20)": ["A (", "), B (", "), C ("],
    "A (0:00), B (0:10)": [],
    "A (0:00), B (0:10), C (0:20) x": [],
    "A 0:00, B (0:10), C (0:20)": [],
    "A (0:00), B (0:10), C (0:10).": [],
    "A (0:00), (0:10), C (0:20)": [],
}


@pytest.mark.parametrize("text", [*FLOWING, *TRAILING])
def test_a_list_that_runs_on_in_one_line(text: str) -> None:
    reader, wanted = (flattened, FLOWING[text]) if text in FLOWING else (trailing, TRAILING[text])
    found = reader(7, line(text), scan(text))
    assert [text[entry.start : entry.stop] for entry in found] == wanted
    assert all((entry.line, entry.shared, entry.flowing) == (7, True, True) for entry in found)
    assert not reader(7, line(text, Kind.ROW), scan(text))


def alone(count: int = 3, time: dict[str, Any] | None = None, title: dict[str, Any] | None = None) -> list[Line]:
    """Lone times and titles in turns, with a title at each end."""
    texts = [text for at in range(count) for text in (f"Title {at}", f"0:{at}0")]
    return [line(text, **((time if text[0] == "0" else title) or {})) for text in [*texts, "Title"]]


def side(lines: list[Line]) -> tuple[bool, bool]:
    tokens = {at: scan(each.text)[0] for at, each in enumerate(lines) if each.text[:2] == "0:"}
    listed = [Entry(at, token, Role.ALONE, 0, 0) for at, token in tokens.items()]
    found = side_of(listed, lines, frozenset(tokens))
    return found.before, found.sure


ENDS = [line("Some words."), line("x" * 121), line("In this episode"), line("Title", gap=9), line("Chapters:")]
AFTERWARDS, ABOVE, OPEN = (False, True), (True, True), (False, False)
SIDES = [
    (alone(), OPEN),
    (alone()[1:], AFTERWARDS),
    (alone()[:-1], ABOVE),
    (alone(1)[1:], AFTERWARDS),
    (alone(1)[:-1], ABOVE),
    *[([end, *alone()[1:]], AFTERWARDS) for end in ENDS],
    *[([*alone()[:-1], end], ABOVE) for end in ENDS],
    ([line("x" * 120), *alone()[1:]], OPEN),
    ([line("Title", gap=8), *alone()[1:-1], line("Ask?")], OPEN),
    (alone(time={"marker": "dd"}), ABOVE),
    (alone(time={"marker": "dt"}), AFTERWARDS),
    (alone(2, time={"marker": "dd"})[1:], ABOVE),
    (alone(2, time={"marker": "dt"})[:-1], AFTERWARDS),
    (alone(time={"marker": "dd", "gap": 3}), AFTERWARDS),
    (alone(time={"marker": "dt"}, title={"gap": 3}), ABOVE),
    ([*alone(4)[:1], line("0:00", marker="dd"), *alone(4)[2:]], (True, False)),
    ([*alone(3)[:1], line("0:00", marker="dd"), *alone(3)[2:]], ABOVE),
    (alone(time={"soft": True}), ABOVE),
    (alone(title={"soft": True}), AFTERWARDS),
    (alone(time={"opens": False}), ABOVE),
    (alone(title={"opens": False}), AFTERWARDS),
    (alone(2, title={"opens": False}), AFTERWARDS),
    (alone(1, title={"opens": False}), OPEN),
    (alone(time={"edges": 2}, title={"edges": 1}), AFTERWARDS),
    (alone(2, time={"edges": 1}, title={"edges": 2}), ABOVE),
    (alone(1, time={"edges": 1}, title={"edges": 2}), OPEN),
    (alone(time={"gap": 1}), AFTERWARDS),
    (alone(title={"gap": 1}), ABOVE),
    (alone(title={"gap": 1}, time={"gap": 1}), OPEN),
    ([line("0:00", Kind.HEADING) if each.text == "0:00" else each for each in alone()], OPEN),
    ([line(each.text, Kind.HEADING) if each.text[:2] == "0:" else each for each in alone()], AFTERWARDS),
    ([line("Title", Kind.HEADING), *alone()[1:]], ABOVE),
    ([*alone()[:-1], line("Title", Kind.HEADING)], AFTERWARDS),
    ([line("Title", spans=(Span(0, 5, Style.EMPHASIS),)), *alone()[1:]], OPEN),
    ([line("x" * 121, Kind.HEADING), *alone()[1:-1], line("Title")], AFTERWARDS),
    ([line("Title"), line("0:00"), line("Title"), line("0:10", gap=3), line("0:20", gap=3)], AFTERWARDS),
    ([*alone()[:4], line("Title", gap=3), line("0:20")], ABOVE),
    ([line("0:00"), line("0:10", gap=3), line("Title"), line("0:20", gap=3), line("Title")], AFTERWARDS),
]


@pytest.mark.parametrize(("lines", "where"), SIDES)
def test_on_which_side_of_lone_times_their_titles_stand(lines: list[Line], where: tuple[bool, bool]) -> None:
    assert side(lines) == where


def test_what_may_be_the_title_of_a_lone_time() -> None:
    (token,) = scan("0:10")
    entry = Entry(1, token, Role.ALONE, 0, 0)
    for gap, found in ((2, True), (3, False)):
        lines = [line("A", gap=9), line("0:10", gap=gap), line("B", gap=gap)]
        assert [beside(entry, lines, frozenset({1}), before=before) for before in (True, False)] == (
            [lines[0], lines[2]] if found else [None, None]
        )
    lines = [line("|"), line("0:10"), line("0:20")]
    assert beside(entry, lines, frozenset({1, 2}), before=True) is None
    assert beside(entry, lines, frozenset({1, 2}), before=False) is None
    assert beside(entry, lines[:2], frozenset({1}), before=False) is None


HERE = Span(5, 10, Style.LINK, "https://a.example")


@pytest.mark.parametrize(
    ("text", "spans", "title", "url"),
    [
        ("0:00 Intro", (HERE,), "Intro", "https://a.example"),
        ("0:00 Intro", (Span(5, 10, Style.LINK, "http://a.example"),), "Intro", "http://a.example"),
        ("0:00 Intro", (Span(5, 10, Style.LINK, "#t=0"),), "Intro", None),
        ("0:00 Intro", (Span(5, 10, Style.EMPHASIS, "https://a.example"),), "Intro", None),
        ("0:00 Intro", (Span(0, 4, Style.LINK, "https://t.example"), HERE), "Intro", "https://a.example"),
        ("0:00 Intro x", (HERE, Span(11, 12, Style.LINK, "https://b.example")), "Intro x", "https://a.example"),
        ("0:00 x https://a.b end", (Span(7, 18, Style.AUTOLINK, "https://a.b"),), "x end", "https://a.b"),
        ("0:00 x (https://a.b/c).", (), "x", "https://a.b/c"),
        ("0:00 x https://a.b/c?", (), "x", "https://a.b/c"),
        ("0:00 x https://a.b/c end", (), "x https://a.b/c end", "https://a.b/c"),
        ("0:00 https://a.b/c", (), "https://a.b/c", "https://a.b/c"),
        ("0:00 x https://a.b/c", (Span(7, 20, Style.LINK, "https://d.e"),), "x https://a.b/c", "https://d.e"),
        ("0:00 x https://a.b/c", (Span(5, 6, Style.LINK, "https://d.e"),), "x", "https://d.e"),
    ],
)
def test_links_are_urls_and_no_titles(text: str, spans: tuple[Span, ...], title: str, url: str | None) -> None:
    (entry,) = entries_of(0, line(text), scan(text))
    assert title_of(entry, line(text, spans=spans), tags=False) == (title, url)
    assert line_title(line("Intro", spans=(replace(HERE, href="#x"), HERE))) == ("Intro", "https://a.example")
