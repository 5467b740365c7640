"""Chapters of any writer are read as players show them, and each oddity is a finding with its place."""

from __future__ import annotations

import pytest

from chaptag.model.chapter import Chapter, Image
from tests.containers.id3.taggings import edit_of, inspect, listed, rules
from tests.support import id3


def _t(title: str, encoding: int | None = None) -> bytes:
    return id3.text("TIT2", title, encoding=encoding)


A = id3.chap("a", 0, 20_000, _t("Eins"))
B = id3.chap("b", 20_000, 60_000, _t("Zwei"))
LYING = id3.chap("a", 0, 20_000, _t("Eins"), offsets=(0, 99))
UTF_8 = id3.chap("b", 20_000, 60_000, _t("Zwei", 3))
TABLE = id3.ctoc("toc", ["a", "b"])
WANTED = listed(Chapter(0, "Eins"), Chapter(20_000, "Zwei"))

# A tag of version 2.3; the rule that says what is wrong; the titles that are shown; the hidden ones.
ODD: dict[str, tuple[list[bytes], str, list[str], list[str]]] = {
    "no table": ([A, B], "toc-missing", ["Eins", "Zwei"], []),
    "flags of mp3chaps": ([id3.ctoc("toc", ["a", "b"], flags=1), A, B], "toc-not-top-level", ["Eins", "Zwei"], []),
    "not ordered": ([id3.ctoc("toc", ["b", "a"], flags=2), A, B], "toc-not-ordered", ["Eins", "Zwei"], []),
    "two roots": ([TABLE, id3.ctoc("u", ["a"]), A, B], "toc-several", ["Eins", "Zwei"], []),
    "a name that leads nowhere": ([id3.ctoc("toc", ["a", "b", "c"]), A, B], "toc-dangling", ["Eins", "Zwei"], []),
    "all names lead nowhere": ([id3.ctoc("toc", ["x", "y"]), A, B], "toc-dangling", ["Eins", "Zwei"], []),
    "an unlisted chapter": ([id3.ctoc("toc", ["a"]), A, B], "chapter-hidden", ["Eins"], ["Zwei"]),
    "an empty table": ([id3.ctoc("toc", []), A, B], "chapter-hidden", [], ["Eins", "Zwei"]),
    "a count too small": ([id3.ctoc("toc", ["a", "b"], count=1), A, B], "toc-count", ["Eins", "Zwei"], []),
    "a count too large": ([id3.ctoc("toc", ["a", "b"], count=9), A, B], "toc-count", ["Eins", "Zwei"], []),
    "the same id twice": (
        [id3.ctoc("toc", ["a"]), A, id3.chap("a", 20_000, 60_000, _t("Zwei"))],
        "chapter-id-twice",
        ["Eins", "Zwei"],
        [],
    ),
    "file order": ([TABLE, B, A], "chapters-unordered", ["Eins", "Zwei"], []),
    "byte offsets": (
        [TABLE, id3.chap("a", 0, 20_000, _t("Eins"), offsets=(0, 99)), B],
        "byte-offsets",
        ["Eins", "Zwei"],
        [],
    ),
    "end 0": ([TABLE, A, id3.chap("b", 20_000, 0, _t("Zwei"))], "end-invalid", ["Eins", "Zwei"], []),
    "end FFFFFFFF": ([TABLE, A, id3.chap("b", 20_000, 0xFFFFFFFF, _t("Zwei"))], "end-invalid", ["Eins", "Zwei"], []),
    "end before start": ([TABLE, A, id3.chap("b", 20_000, 19_000, _t("Zwei"))], "end-invalid", ["Eins", "Zwei"], []),
    "too short to be one": ([TABLE, A, B, id3.frame("CHAP", b"c\0\0\0")], "chapter-unreadable", ["Eins", "Zwei"], []),
    "a table too short": ([TABLE, A, B, id3.frame("CTOC", b"c")], "chapter-unreadable", ["Eins", "Zwei"], []),
    "UTF-8 in 2.3": (
        [TABLE, A, id3.chap("b", 20_000, 60_000, _t("Zwei", 3))],
        "encoding-illegal",
        ["Eins", "Zwei"],
        [],
    ),
}


@pytest.mark.parametrize("case", ODD)
def test_every_oddity_is_read_reported_and_put_right(case: str) -> None:
    frames, rule, shown, hidden = ODD[case]
    old = id3.tag(id3.text("TALB", "x"), *frames, padding=100)
    layout = inspect(old)
    assert [c.title for c in layout.chapters.visible] == shown
    assert [c.title for c in layout.chapters.hidden] == hidden
    found = [each for each in layout.stores[0].findings if each.rule == rule]
    assert len(found) == 1
    assert found[0].place is not None
    assert found[0].place.file == "x.mp3"
    assert old[found[0].place.offset or 0 :][:4] in {b"CHAP", b"CTOC"}
    assert not edit_of(old, WANTED).unchanged


@pytest.mark.parametrize(
    "case", [case for case, (_, rule, _, _) in ODD.items() if rule not in {"end-invalid", "chapter-hidden"}]
)
def test_the_fact_alone_makes_it_unsound(case: str) -> None:
    """Even where the list is the wanted one to the letter."""
    old = id3.tag(*ODD[case][0])
    assert [(c.start, c.title, c.end) for c in inspect(old).chapters] == [
        (c.start, c.title, c.end) for c in WANTED.chapters
    ]
    assert not edit_of(old, WANTED).unchanged
    assert edit_of(id3.tag(TABLE, A, B), WANTED).unchanged


def test_a_sound_list_has_nothing_to_report() -> None:
    assert rules(inspect(id3.tag(TABLE, A, B))) == set()
    assert rules(inspect(id3.tag(b"", A, B, TABLE))) == set()


def test_ffmpeg_s_count_of_300_as_44() -> None:
    """It writes all names behind a count of one byte; other readers take them for garbage."""
    chapters = [id3.chap(f"ch{n}", n * 200, n * 200 + 200, _t(f"N{n}")) for n in range(300)]
    layout = inspect(id3.tag(id3.ctoc("toc", [f"ch{n}" for n in range(300)]), *chapters))
    assert [c.title for c in layout.chapters.visible] == [f"N{n}" for n in range(300)]
    assert rules(layout) == {"toc-count"}


def test_order_is_that_of_the_table() -> None:
    layout = inspect(id3.tag(id3.ctoc("toc", ["b", "a"]), A, B))
    assert [c.title for c in layout.chapters] == ["Zwei", "Eins"]


def test_tables_inside_tables() -> None:
    frames = [
        id3.ctoc("root", ["p1", "c"]),
        id3.ctoc("p1", ["a", "b"], flags=1),
        A,
        B,
        id3.chap("c", 50_000, 60_000, _t("Drei")),
    ]
    assert [c.title for c in inspect(id3.tag(*frames)).chapters] == ["Eins", "Zwei", "Drei"]
    assert rules(inspect(id3.tag(*frames))) == set()


@pytest.mark.parametrize("encoding", [0, 1, 2, 3])
@pytest.mark.parametrize("end", [True, False])
def test_titles_in_every_encoding(encoding: int, end: bool) -> None:
    title = "Größe" if encoding == 0 else "Größe 大 😀"
    sub = id3.text("TIT2", title, version=4, encoding=encoding, end=end)
    layout = inspect(id3.tag(id3.ctoc("t", ["a"], version=4), id3.chap("a", 0, 9, sub, version=4), version=4))
    assert layout.chapters[0].title == title


@pytest.mark.parametrize(
    ("body", "title"),
    [
        (b"", ""),
        (b"\0", ""),
        (b"\0abc", "abc"),
        (b"\0abc\0rest", "abc"),
        (b"\1a\0b\0", "ab"),  # no byte order mark
        (b"\1\xfe\xff\0a", "a"),
        (b"\1\xff\xfea\0b", "a\ufffd"),  # cut off inside a character
        (b"\3\xff\xfea", "\ufffd\ufffda"),
        (b"\x09abc", "abc"),  # an encoding that does not exist
    ],
)
def test_odd_titles(body: bytes, title: str) -> None:
    chap = id3.chap("a", 0, 9, id3.frame("TIT2", body))
    assert inspect(id3.tag(id3.ctoc("t", ["a"]), chap)).chapters[0].title == title


def test_links_and_images() -> None:
    chap = id3.chap(
        "a",
        0,
        9,
        id3.apic(b"back", kind=4),
        id3.apic(b"front", "image/PNG"),
        id3.wxxx("https://example.org/1", "A link"),
        id3.wxxx("https://example.org/2"),
        id3.frame("TIT2", b"\0first"),
        id3.frame("TIT2", b"\0last"),
        id3.frame("XYZZ", b"what"),
    )
    chapter = inspect(id3.tag(id3.ctoc("t", ["a"]), chap)).chapters[0]
    assert chapter == Chapter(0, "last", 9, "https://example.org/1", Image(b"front", "image/png"))


def test_a_linked_picture_and_a_utf_16_description() -> None:
    picture = id3.frame("APIC", b"\1-->\0\3\xff\xfex\0\0\0https://example.org/i.png")
    chapter = inspect(id3.tag(id3.chap("a", 0, 9, picture))).chapters[0]
    assert chapter.image == Image(url="https://example.org/i.png")


def test_findings_name_the_first_chapter_safely() -> None:
    layout = inspect(id3.tag(TABLE, id3.chap("a", 0, 9, _t("evil\x1b[31m"), offsets=(1, 2)), B))
    message = next(f.message for f in layout.stores[0].findings if f.rule == "byte-offsets")
    assert "\x1b" not in message
    assert message == "1 chapter with byte offsets beside the times; the first is “evil\\x1b[31m” at 00:00"


def test_long_subframes_count_only_in_2_4() -> None:
    long = "x" * 200
    new = id3.tag(id3.ctoc("t", ["a"]), id3.chap("a", 0, 9, _t(long)))
    old = id3.tag(
        id3.ctoc("t", ["a"], version=4),
        id3.chap("a", 0, 9, id3.text("TIT2", long, version=4), version=4),
        version=4,
    )
    assert rules(inspect(new)) == set()
    assert rules(inspect(old)) == {"subframe-too-long"}
