"""Boxes at the edges of their sizes: the top level of a file, boxes within boxes, numbers in them, and boxes built."""

from __future__ import annotations

import struct

import pytest

from chaptag.containers.mp4 import boxes
from chaptag.containers.mp4.boxes import Box, full_box, read_tree, show_type, top_level
from chaptag.containers.mp4.boxes import box as built
from chaptag.model.errors import DamagedAudio, UnsupportedAudio
from chaptag.model.source import BytesSource
from tests.containers.mp4.bare import Claims, Huge, refusal, tree_of, u32
from tests.support.mp4 import Sparse, box, ftyp

AGAIN = "The file is damaged; export it again."
GIB4 = 1 << 32


def found(data: bytes) -> list[tuple[bytes, int, int, int, bool]]:
    """What the top level holds."""
    top = top_level(BytesSource(data, "a.m4a"))
    return [(each.type, each.start, each.body, each.stop, each.to_end) for each in top.boxes]


def lying(data: bytes, message: str, offset: int, hint: str = AGAIN) -> None:
    with refusal(DamagedAudio, message, offset, hint):
        top_level(BytesSource(data, "a.m4a"))


# --- the top level


def test_the_three_forms_of_a_size() -> None:
    wide = struct.pack(">I4sQ", 1, b"mdat", 20) + bytes(4)
    open_ended = struct.pack(">I4s", 0, b"mdat") + bytes(5)
    assert found(box(b"free") + wide + open_ended) == [
        (b"free", 0, 8, 8, False),
        (b"mdat", 8, 24, 28, False),
        (b"mdat", 28, 36, 41, True),
    ]
    assert found(struct.pack(">I4sQ", 1, b"mdat", 16)) == [(b"mdat", 0, 16, 16, False)], "a body of no bytes"
    assert found(struct.pack(">I4s", 0, b"mdat")) == [(b"mdat", 0, 8, 8, True)]


def test_boxes_of_more_than_four_gigabytes() -> None:
    hole = (10 << 30) - 16
    head = struct.pack(">I4sQ", 1, b"mdat", hole + 16)
    top = top_level(Sparse([ftyp(), head, hole, box(b"moov")]))
    assert [(each.type, each.start, each.size) for each in top.boxes] == [
        (b"ftyp", 0, 20),
        (b"mdat", 20, 10 << 30),
        (b"moov", 20 + (10 << 30), 8),
    ]
    assert top.end == 28 + (10 << 30)
    cut = Claims(20 + (5 << 30), ftyp() + head)
    message = f"the file is cut off: its sound should go on for {5 << 30} more bytes"
    with refusal(DamagedAudio, message, 20, "Get the whole file"):
        top_level(cut)


@pytest.mark.parametrize("size", range(2, 8))
def test_a_size_smaller_than_its_header_is_a_lie(size: int) -> None:
    lying(ftyp() + u32(size) + b"free" + bytes(8), f"box 'free' claims {size} bytes, 16 are left in the file", 20)
    lying(ftyp() + u32(size) + b"mdat" + bytes(8), f"box 'mdat' claims {size} bytes, 16 are left in the file", 20)


def test_a_64_bit_size_smaller_than_its_header_is_a_lie() -> None:
    lying(struct.pack(">I4sQ", 1, b"mdat", 15), "box 'mdat' claims 15 bytes, 16 are left in the file", 0)
    lying(struct.pack(">I4sI", 1, b"mdat", 12), "box 'mdat' claims 12 bytes, 12 are left in the file", 0)
    lying(
        struct.pack(">I4sQ", 1, b"mdat", 17),
        "the file is cut off: its sound should go on for 1 more bytes",
        0,
        "Get the whole file and try again.",
    )
    far = (1 << 63) + 5
    lying(
        struct.pack(">I4sQ", 1, b"free", far) + bytes(9), f"box 'free' claims {far} bytes, 25 are left in the file", 0
    )


def test_a_size_beyond_the_file_is_a_lie() -> None:
    assert len(found(ftyp() + box(b"uuid", bytes(4)))) == 2
    lying(ftyp() + box(b"uuid", bytes(4))[:-1], "box 'uuid' claims 12 bytes, 11 are left in the file", 20)
    lying(
        ftyp() + box(b"mdat", bytes(4))[:-1], "the file is cut off: its sound should go on for 1 more bytes", 20, "Get"
    )
    lying(u32(0x12345678) + b"f\x1f\x7f~", "box 'f\\x1f\\x7f~' claims 305419896 bytes, 8 are left in the file", 0)


@pytest.mark.parametrize("byte", [0x1F, 0x7F, 0x00, 0xFF])
def test_zeros_are_no_box_to_the_end(byte: int) -> None:
    kind = b"mda" + bytes([byte])
    lying(u32(0) + kind, f"box 'mda\\x{byte:02x}' claims 0 bytes, 8 are left in the file", 0)


@pytest.mark.parametrize("byte", [0x20, 0x7E])
def test_a_name_of_printable_bytes_is(byte: int) -> None:
    assert found(u32(0) + b"mda" + bytes([byte]))[0][4]


@pytest.mark.parametrize("left", range(8))
def test_fewer_than_eight_bytes_are_no_box(left: int) -> None:
    top = top_level(BytesSource(ftyp() + b"\xff" * left))
    assert (len(top.boxes), top.end) == (1, 20)
    assert top_level(BytesSource(b"\xff" * left)) == ((), 0)


@pytest.mark.parametrize("junk", [b"TAG" + bytes(125), bytes(8), u32(9) + b"free", u32(5) + b"abcd"])
def test_junk_behind_the_movie_and_the_sound_is_no_box(junk: bytes) -> None:
    for whole in (box(b"moov") + box(b"mdat"), ftyp() + box(b"mdat") + box(b"moov")):
        top = top_level(BytesSource(whole + junk))
        assert top.end == len(whole)
    for half in (box(b"moov"), box(b"mdat"), ftyp()):
        with pytest.raises(DamagedAudio, match="claims"):
            top_level(BytesSource(half + junk))


@pytest.mark.parametrize("kind", [b"mdat", b"moov", b"moof"])
def test_a_box_of_sound_that_is_cut_off_is_no_junk(kind: bytes) -> None:
    with pytest.raises(DamagedAudio):
        top_level(BytesSource(box(b"moov") + box(b"mdat") + u32(9) + kind))


def test_reading_stops_at_the_first_fragment() -> None:
    data = ftyp() + box(b"moof", bytes(4)) + b"whatever follows it"
    assert [each[0] for each in found(data)] == [b"ftyp", b"moof"]
    assert top_level(BytesSource(data)).end == 32


def test_as_many_boxes_as_real_files_have_and_one_more() -> None:
    assert len(found(box(b"free") * 10_000)) == 10_000
    with refusal(UnsupportedAudio, "there are more than 10000 boxes at the top level", 80_000):
        found(box(b"free") * 10_001)


def test_boxes_of_one_type() -> None:
    top = top_level(BytesSource(ftyp() + box(b"free") + box(b"free", b"x") + box(b"mdat")))
    assert [each.start for each in top.all(b"free")] == [20, 28]
    assert top.all(b"skip") == ()


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        (b"moov", "'moov'"),
        (b"\x1f ~\x7f", "'\\x1f ~\\x7f'"),
        (b"\xa9nam", "'\\xa9nam'"),
        (b"\n\0\xff\x80", "'\\x0a\\x00\\xff\\x80'"),
    ],
)
def test_names_in_messages(kind: bytes, shown: str) -> None:
    assert show_type(kind) == shown


# --- boxes within boxes


def test_children_in_order_with_positions() -> None:
    inner = box(b"abcd", bytes(3))
    wide = struct.pack(">I4sQ", 1, b"wide", 16)
    tree = tree_of(box(b"moov", inner, wide, box(b"last")), base=1000)
    assert [(each.type, each.start, each.body, each.stop) for each in tree.children(tree.root)] == [
        (b"abcd", 8, 16, 19),
        (b"wide", 19, 35, 35),
        (b"last", 35, 43, 43),
    ]
    assert all(each.parent is tree.root for each in tree.children(tree.root))
    assert tree.place(19).offset == 1019
    assert tree.body(tree.children(tree.root)[0]) == bytes(3)
    assert tree.root == Box(b"moov", 0, 8, 43)


def test_children_behind_fields() -> None:
    tree = tree_of(box(b"stsd", u32(0, 2), box(b"mp4a"), box(b"text")))
    assert [each.type for each in tree.children(tree.root, 8)] == [b"mp4a", b"text"]
    assert tree.children(tree.root, 8) is tree.children(tree.root, 8), "walked once"


@pytest.mark.parametrize("end", [b"", bytes(4), bytes(8), bytes(12), b"\xff" * 7, bytes(4) + b"free"])
def test_what_ends_a_list_of_boxes(end: bytes) -> None:
    tree = tree_of(box(b"udta", box(b"name"), end))
    assert [each.type for each in tree.children(tree.root)] == [b"name"]


def test_zeros_in_a_size_do_not_end_a_list() -> None:
    tree = tree_of(box(b"udta", box(b"\0\0\0\0", bytes(0x98)), box(b"next")))
    assert [each.type for each in tree.children(tree.root)] == [bytes(4), b"next"]


@pytest.mark.parametrize("size", [1, 2, 7, 9, 0xFFFFFFFF])
def test_a_size_that_leads_out_of_its_box(size: int) -> None:
    """The bytes behind the box would do; they are another's."""
    tree = tree_of(box(b"moov", box(b"trak", box(b"good"), u32(size) + b"bad\n"), u32(0, 8, 0, 16)), base=500)
    (trak,) = tree.all(tree.root, b"trak")
    message = "box 'bad\\x0a' claims more bytes than 'trak', where it is, has left"
    with refusal(DamagedAudio, message, 524, AGAIN):
        tree.children(trak)


def test_a_name_in_a_message_ends_where_the_body_begins() -> None:
    tree = tree_of(box(b"moov", u32(99) + b"next" + b"body"))
    with refusal(DamagedAudio, "box 'next' claims more bytes than 'moov', where it is, has left", 8):
        tree.children(tree.root)


def test_a_size_of_64_bits_within_its_box() -> None:
    tree = tree_of(box(b"moov", box(b"trak", u32(1) + b"cut!" + bytes(7)), u32(0, 0, 0)))
    with pytest.raises(DamagedAudio):
        tree.children(tree.all(tree.root, b"trak")[0])


def test_as_many_boxes_in_a_movie_as_real_ones_have_and_one_more() -> None:
    tree = tree_of(box(b"udta", box(b"free") * 20_000))
    assert len(tree.children(tree.root)) == 20_000
    more = tree_of(box(b"udta", box(b"free") * 20_001), base=7)
    with refusal(DamagedAudio, "'udta' holds more than 20000 boxes", 7 + 8 + 8 * 20_000, AGAIN):
        more.children(more.root)


def test_boxes_are_counted_in_all_of_a_movie(monkeypatch: pytest.MonkeyPatch) -> None:
    assert boxes._MAX_BOXES == 20_000
    monkeypatch.setattr(boxes, "_MAX_BOXES", 8)
    tree = tree_of(box(b"moov", box(b"udta", box(b"free") * 3) * 2), base=7)
    first, second = tree.children(tree.root)
    for _ in range(3):
        assert len(tree.children(first)) == 3, "asking again counts nothing"
    assert len(tree.children(second)) == 3, "two and twice three are eight"
    more = tree_of(box(b"moov", box(b"udta", box(b"free") * 3), box(b"udta", box(b"free") * 4)), base=7)
    first, second = more.children(more.root)
    more.children(first)
    with refusal(DamagedAudio, "'moov' holds more than 8 boxes", 7 + second.body + 8 * 3, AGAIN):
        more.children(second)


def test_paths() -> None:
    tree = tree_of(box(b"moov", box(b"trak", box(b"aaaa", b"1")), box(b"trak", box(b"bbbb", b"2"))), base=90)
    first, second = tree.all(tree.root, b"trak")
    assert tree.find(tree.root) is tree.root
    assert tree.find(tree.root, b"trak") == first
    assert tree.find(tree.root, b"trak", b"bbbb") is None, "the first of each type is taken"
    assert tree.find(tree.root, b"none", b"bbbb") is None
    assert tree.need(second, b"bbbb") == tree.find(second, b"bbbb")
    assert tree.need(tree.root, b"trak", b"aaaa") == tree.find(first, b"aaaa")
    with refusal(DamagedAudio, "'trak' has no 'bbbb'", 98, AGAIN):
        tree.need(tree.root, b"trak", b"bbbb")
    with refusal(DamagedAudio, "'moov' has no 'mvhd'", 90, AGAIN):
        tree.need(tree.root, b"mvhd")


def test_numbers_up_to_the_last_byte_of_a_box() -> None:
    tree = tree_of(box(b"moov", box(b"mvhd", u32(1, 2, 3)), b"more"), base=30)
    (each,) = tree.children(tree.root)
    assert tree.unpack("III", each) == (1, 2, 3)
    assert tree.unpack("I", each, 8) == (3,)
    assert tree.unpack("H", each, 10) == (3,)
    assert (tree.u32(each), tree.u32(each, 4), tree.u32(each, 8)) == (1, 2, 3)
    for layout, at in (("IIIB", 0), ("I", 9), ("B", 12), ("Q", 5)):
        with refusal(DamagedAudio, "box 'mvhd' is too short: 20 bytes", 38, AGAIN):
            tree.unpack(layout, each, at)


@pytest.mark.parametrize("data", [b"", b"\0\0\0\x08moo", u32(9) + b"moov", u32(0) + b"mo\0v"])
def test_a_root_that_is_no_box(data: bytes) -> None:
    with refusal(DamagedAudio, "a box's size is not the size it had a moment ago", 40, AGAIN):
        tree_of(data, base=40)


# --- one box read whole


def test_the_largest_movie_box_and_one_larger() -> None:
    assert boxes.MAX_MOOV == 134_217_728
    whole = Claims(1 << 40)
    with refusal(DamagedAudio, "box 'moov' should have 134217728 bytes, 0 could be read", 50):
        read_tree(whole, Box(b"moov", 50, 58, 50 + 134_217_728))
    assert whole.asked == [(50, 134_217_728)]
    with refusal(UnsupportedAudio, "box 'moov' has 134217729 bytes; chaptag reads up to 134217728", 50):
        read_tree(whole, Box(b"moov", 50, 58, 50 + 134_217_729))
    assert len(whole.asked) == 1


def test_a_box_read_whole_knows_where_it_was() -> None:
    source = BytesSource(ftyp() + box(b"moov", box(b"trak")) + b"more", "a.m4a")
    tree = read_tree(source, top_level(BytesSource(source.data[:-4])).boxes[1])
    assert (tree.base, tree.name, tree.data) == (20, "a.m4a", box(b"moov", box(b"trak")))


# --- boxes built


def test_boxes_are_built() -> None:
    assert built(b"abcd", b"12", b"345") == b"\0\0\0\x0dabcd12345"
    assert full_box(b"abcd", b"1", b"2", version=1, flags=7) == b"\0\0\0\x0eabcd\x01\0\0\x0712"
    assert full_box(b"abcd") == b"\0\0\0\x0cabcd\0\0\0\0"
    assert full_box(b"abcd", flags=0xFFFFFF)[8:] == b"\0\xff\xff\xff"


def test_a_box_gets_a_64_bit_size_where_32_do_not_hold_it() -> None:
    most = Huge.of(GIB4 - 1 - 8, b"abc")
    assert built(b"mdat", most) == b"\xff\xff\xff\xffmdatabc"
    more = Huge.of(GIB4 - 8, b"abc")
    assert built(b"mdat", more) == struct.pack(">I4sQ", 1, b"mdat", GIB4 + 8) + b"abc"
