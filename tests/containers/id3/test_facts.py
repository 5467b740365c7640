"""What is said about the chapters of a tag: each fact with its figures, and the byte that it is about."""

from __future__ import annotations

import pytest

from chaptag.containers.id3 import store as module
from chaptag.containers.id3.frame import Frame
from chaptag.containers.id3.store import read_chapters, store_of
from chaptag.containers.id3.tag import Tag, TagHeader, read_header, read_tag
from chaptag.model.errors import UnsupportedAudio
from chaptag.model.finding import Place
from chaptag.model.source import BytesSource
from tests.support import id3

FFFF = 0xFFFFFFFF


def _tag(data: bytes) -> Tag:
    source = BytesSource(data, "x.mp3")
    header = read_header(source, 0)
    assert header is not None
    return read_tag(source, header)


def _facts(*frames: bytes, version: int = 3, flags: int = 0) -> list[tuple[str, str, int]]:
    """The rule, the message, and the number of the frame at whose header it points."""
    data = id3.tag(*frames, version=version, flags=flags)
    starts = [10 + sum(map(len, frames[:number])) for number in range(len(frames))]
    read = read_chapters(_tag(data))
    assert read is not None
    found = []
    for each in read.findings:
        assert each.place is not None
        assert each.place.file == "x.mp3"
        found.append((each.rule, each.message, starts.index(each.place.offset or 0)))
    return found


def _chap(name: str, start: int, end: int, title: str = "", version: int = 3, **options: object) -> bytes:
    return id3.chap(name, start, end, id3.text("TIT2", title or name, version=version), version=version, **options)  # type: ignore[arg-type]


A, B, C = _chap("a", 0, 1000), _chap("b", 1000, 2000), _chap("c", 61_000, 70_000)
EARLIER = "an earlier start than the one before in the file"
ILLEGAL = "a title in an encoding that ID3v2.3 does not have"
TABLE = id3.ctoc("toc", ["a", "b", "c"])


def test_a_tag_without_chapter_frames_has_no_store() -> None:
    tag = _tag(id3.tag(id3.text("TIT2", "x")))
    assert read_chapters(tag) is None
    assert store_of(tag) is None


def test_a_store_says_what_it_is() -> None:
    store = store_of(_tag(id3.tag(TABLE, A, B, C)))
    assert store is not None
    assert (store.kind, store.label, store.offset, store.findings) == ("id3", "ID3v2.3 CHAP/CTOC", 0, ())
    assert [(each.start, each.title) for each in store.chapters] == [(0, "a"), (1000, "b"), (61_000, "c")]
    assert store.editable


def test_a_table_alone_is_a_store_without_chapters() -> None:
    assert _facts(id3.ctoc("toc", [])) == []
    assert _facts(id3.ctoc("toc", ["a"])) == [("toc-dangling", "1 entry without a chapter: “a”", 0)]


@pytest.mark.parametrize(
    ("frames", "facts"),
    [
        ([A], [("toc-missing", "1 chapter, and no table of contents (CTOC)", 0)]),
        ([A, B], [("toc-missing", "2 chapters, and no table of contents (CTOC)", 0)]),
        (
            [A, id3.ctoc("t\x1b", ["a"], flags=1)],
            [("toc-not-top-level", "the flags of CTOC “t\\x1b” are 0x01", 1)],
        ),
        ([A, id3.ctoc("t", ["a"], flags=0x12)], [("toc-not-ordered", "the flags of CTOC “t” are 0x12", 1)]),
        (
            [A, id3.ctoc("t", ["a"], flags=0)],
            [
                ("toc-not-top-level", "the flags of CTOC “t” are 0x00", 1),
                ("toc-not-ordered", "the flags of CTOC “t” are 0x00", 1),
            ],
        ),
        (
            [A, id3.ctoc("t", ["a"]), id3.ctoc("u", ["a"])],
            [("toc-several", "2 tables of contents call themselves top-level", 1)],
        ),
        (
            [A, id3.ctoc("t", ["a", *"zyxwvu"])],
            [("toc-dangling", "6 entries without a chapter: “u”, “v”, “w”, “x”, “y”", 1)],
        ),
        ([A, id3.ctoc("t", ["a", "\xe9"])], [("toc-dangling", "1 entry without a chapter: “é”", 1)]),
        ([A, B, id3.ctoc("t", ["a", "b"], count=1)], [("toc-count", "1 entry more than the table's count says", 2)]),
        (
            [A, B, id3.ctoc("t", ["a", "b"]), id3.ctoc("u", ["a", "b"], flags=1, count=3)],
            [("toc-count", "3 entries announced, 2 there", 3)],
        ),
        ([A, B, id3.ctoc("t", ["a"])], [("chapter-hidden", "1 chapter in no table: “b”", 1)]),
        (
            [A, id3.ctoc("t", ["a"]), B, C, _chap("d", 70_000, 71_000), _chap("e", 71_000, 72_000)],
            [("chapter-hidden", "4 chapters in no table: “b”, “c”, “d”", 2)],
        ),
    ],
)
def test_facts_about_tables(frames: list[bytes], facts: list[tuple[str, str, int]]) -> None:
    assert _facts(*frames) == facts


@pytest.mark.parametrize(
    ("frames", "facts"),
    [
        (
            [id3.ctoc("t", ["a"]), A, _chap("a", 1000, 2000, "again")],
            [("chapter-id-twice", "2 chapters with an element id that is not unique; the first is “a” at 00:00", 1)],
        ),
        (
            [TABLE, A, C, B],
            [("chapters-unordered", f"1 chapter with {EARLIER}; the first is “b” at 00:01", 3)],
        ),
        ([id3.ctoc("t", ["a", "b"]), A, _chap("b", 0, 1000)], []),
        (
            [TABLE, A, _chap("b", 1000, 2000, offsets=(0, FFFF)), _chap("c", 61_000, 62_000, offsets=(FFFF, 0))],
            [("byte-offsets", "2 chapters with byte offsets beside the times; the first is “b” at 00:01", 2)],
        ),
        (
            [TABLE, A, _chap("b", 1000, 999), _chap("c", 61_000, 0)],
            [("end-invalid", "2 chapters with no valid end; the first is “b” at 00:01", 2)],
        ),
        ([TABLE, A, B, _chap("c", 61_000, 61_000)], []),
        (
            [TABLE, A, B, _chap("c", 61_000, FFFF)],
            [("end-invalid", "1 chapter with no valid end; the first is “c” at 01:01", 3)],
        ),
        ([TABLE, A, B, _chap("c", 61_000, FFFF - 1)], []),
        (
            [TABLE, A, id3.chap("b", 1000, 2000, id3.frame("TIT2", b"\3b")), C],
            [("encoding-illegal", f"1 chapter with {ILLEGAL}; the first is “b” at 00:01", 2)],
        ),
        ([TABLE, A, id3.chap("b", 1000, 2000, id3.frame("TIT2", b"\1b\0"), id3.frame("TIT3", b"\3b")), C], []),
        ([TABLE, A, id3.chap("b", 1000, 2000, id3.frame("TIT2", b"")), C], []),
    ],
)
def test_facts_about_chapters(frames: list[bytes], facts: list[tuple[str, str, int]]) -> None:
    assert _facts(*frames) == facts


def test_facts_about_chapters_of_2_4() -> None:
    table = id3.ctoc("toc", ["a", "b", "c"], version=4)
    fits, long = _chap("a", 0, 1000, "x" * 125, 4), _chap("b", 1000, 2000, "x" * 126, 4)
    plain = id3.chap("c", 61_000, 70_000, id3.frame("TIT2", b"\3" + b"x" * 200, version=4, plain=True), version=4)
    assert _facts(table, fits, long, _chap("c", 61_000, 70_000, "c", 4), version=4) == [
        ("subframe-too-long", "1 chapter with a sub-frame over 127 bytes in a 2.4 tag; the first is "
         "“" + "x" * 59 + "…” at 00:01", 2)
    ]  # fmt: skip
    first, second = _facts(table, fits, long, plain, version=4)
    assert (first[0], first[2]) == ("subframe-too-long", 2)
    assert first[1].startswith("2 chapters with")
    assert (second[0], second[2]) == ("size-not-synchsafe", 3)
    assert second[1].startswith("1 chapter with a sub-frame whose size is written in plain 32 bits; the first is “xxx")
    assert _facts(id3.ctoc("t", ["a"], version=4), _chap("a", 0, 9, "ü", 4), version=4) == [], "UTF-8 is fine"


def test_the_same_fact_about_a_frame_and_its_subframes_is_said_once() -> None:
    sub = id3.frame("TIT2", b"\3" + b"x" * 200, version=4, plain=True)
    table = id3.ctoc("toc", ["a", "b"], version=4)
    frames = [table, _chap("a", 0, 1000, "a", 4), id3.chap("b", 1000, 2000, sub, version=4, plain=True)]
    assert [fact for fact in _facts(*frames, version=4) if fact[0] == "size-not-synchsafe"] == [
        ("size-not-synchsafe", "the size of CHAP is written in plain 32 bits", 2)
    ]


@pytest.mark.parametrize(
    ("frame", "names", "facts"),
    [
        (id3.frame("CHAP", b"d\0\0\0\0"), ["c"], [("chapter-unreadable", "a CHAP frame of 5 bytes is too short")]),
        (id3.frame("CTOC", b"d\0"), ["c"], [("chapter-unreadable", "a CTOC frame of 2 bytes is too short")]),
        (
            id3.frame("CHAP", b"d\0\0", flags=0x0080),
            ["c"],
            [
                ("chapter-packed", "CHAP is compressed, encrypted or has extra fields"),
                ("chapter-unreadable", "CHAP: a frame is shorter than its flags say"),
            ],
        ),
        (
            id3.frame("CTOC", b"\x80secret", flags=0x0040),
            ["c"],
            [
                ("chapter-packed", "CTOC is compressed, encrypted or has extra fields"),
                ("chapter-encrypted", "a CTOC frame is encrypted"),
            ],
        ),
        (id3.frame("CHAP", A[10:], flags=0x8000), ["a", "c"], []),
        (
            id3.frame("CHAP", b"g" + A[10:].replace(b"a", b"b"), flags=0x0020),
            ["b", "c"],
            [("chapter-packed", "CHAP is compressed, encrypted or has extra fields")],
        ),
    ],
)
def test_facts_about_frames(frame: bytes, names: list[str], facts: list[tuple[str, str]]) -> None:
    found = _facts(id3.ctoc("t", names), frame, C)
    assert found == [(rule, message, 1) for rule, message in facts]


def test_of_many_broken_frames_the_first_is_said() -> None:
    short = id3.frame("CHAP", b"d\0\0\0\0")
    assert _facts(id3.ctoc("t", ["c"]), C, short, id3.frame("CHAP", b"e")) == [
        ("chapter-unreadable", "a CHAP frame of 5 bytes is too short", 2)
    ]


def test_frames_of_an_unsynchronised_tag_are_read() -> None:
    body = id3.chap("a", 0, 0xFF00, version=4)[10:]
    assert b"\xff\0" in body
    frame = id3.frame("CHAP", id3.unsynchronise(body), version=4)
    read = read_chapters(_tag(id3.tag(frame, version=4, flags=0x80)))
    assert read is not None
    assert (read.chaps[0].end, read.chaps[0].offsets) == (0xFF00, (FFFF, FFFF))


def test_hidden_chapters_stand_among_the_others_in_the_order_of_time() -> None:
    frames = [id3.ctoc("t", ["a", "c"]), A, C, _chap("h", 61_000, 62_000), _chap("g", 500, 900)]
    read = read_chapters(_tag(id3.tag(*frames)))
    assert read is not None
    assert [(each.title, each.hidden) for each in read.chapters] == [
        ("a", False), ("g", True), ("c", False), ("h", True),
    ]  # fmt: skip
    frames[0] = id3.ctoc("t", ["c", "a"])
    read = read_chapters(_tag(id3.tag(*frames)))
    assert read is not None
    assert [each.title for each in read.chapters] == ["c", "a", "g", "h"], "the table's order is another one"
    frames[0] = id3.ctoc("t", ["a", "b", "c"])
    read = read_chapters(_tag(id3.tag(*frames, _chap("b", 0, 5))))
    assert read is not None
    assert [each.title for each in read.chapters] == ["a", "b", "g", "c", "h"], "the same start is in order"


def test_more_than_64_mib_of_chapters_are_refused() -> None:
    frames = (Frame("CHAP", 10, 60 << 20, 0), Frame("GEOB", 10, 99 << 20, 0), Frame("CTOC", 20, (4 << 20) + 1, 0))
    tag = Tag(TagHeader(0, 3, 0, 0), BytesSource(bytes(30), "x.mp3"), copied=False, extended=None, frames=frames,
              frames_stop=30, area_stop=30, junk=None)  # fmt: skip
    with pytest.raises(UnsupportedAudio) as caught:
        read_chapters(tag)
    assert caught.value.message == "chapters of more than 64 MiB"
    assert (caught.value.hint, caught.value.place) == ("Use smaller chapter images.", Place("x.mp3", offset=10))
    just = tag._replace(frames=(frames[0], frames[1], Frame("CTOC", 20, 4 << 20, 0)))
    assert read_chapters(just) is not None


def test_chapters_that_unpack_to_too_much_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    bodies = [id3.chap(name, 0, 9)[10:] + bytes(100) for name in "ab"]
    data = id3.tag(*(id3.compressed("CHAP", body) for body in bodies))
    monkeypatch.setattr(module, "LARGEST_BODY", sum(map(len, bodies)))
    read = read_chapters(_tag(data))
    assert read is not None
    assert len(read.chaps) == 2
    monkeypatch.setattr(module, "LARGEST_BODY", sum(map(len, bodies)) - 1)
    tag = _tag(data)
    with pytest.raises(UnsupportedAudio) as caught:
        read_chapters(tag)
    assert caught.value.message == "chapters that unpack to more than 0 MiB"
    assert (caught.value.hint, caught.value.place) == (
        "Use smaller chapter images.", Place("x.mp3", offset=tag.frames[1].offset),
    )  # fmt: skip
    monkeypatch.setattr(module, "LARGEST_BODY", 1 << 20)
    large = id3.tag(
        id3.compressed("CHAP", bodies[0] + bytes(600_000)), id3.compressed("CHAP", bodies[1] + bytes(600_000))
    )
    with pytest.raises(UnsupportedAudio, match="more than 1 MiB"):
        read_chapters(_tag(large))
