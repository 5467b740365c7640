"""Ogg: pages of the sound stay, checksums are right, and several streams in one file are refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from chaptag.containers import ogg
from chaptag.containers.ogg.page import checksum
from chaptag.model.chapter import Chapter
from chaptag.model.edit import Keep, Put
from chaptag.model.errors import AudioError, DamagedAudio, UnsupportedAudio
from chaptag.model.normalise import Normalised
from chaptag.model.options import WriteOptions
from chaptag.model.source import BytesSource
from tests.containers.contract import apply, list_of
from tests.support import vorbis as made

ONE = list_of(Chapter(0, "One"), Chapter(30_000, "Two"))
BUILD: dict[str, Callable[..., bytes]] = {"opus": made.opus, "vorbis": made.vorbis}


def tag(data: bytes, chapters: Normalised = ONE) -> bytes:
    return apply(data, ogg.edit(BytesSource(data), chapters, WriteOptions()))


def measured(data: bytes, *, deep: bool = False) -> tuple[int, list[str]]:
    found = ogg.measure(BytesSource(data), deep=deep)
    return found.duration.ns, [each.rule for each in found.findings]


@pytest.mark.parametrize("codec", BUILD)
def test_one_piece_is_put_and_all_pages_of_sound_are_kept(codec: str) -> None:
    data = BUILD[codec]()
    edit = ogg.edit(BytesSource(data), ONE, WriteOptions())
    assert [type(piece) for piece in edit.pieces] == [Keep, Put, Keep]
    assert edit.pieces[2] == Keep(*edit.payload[0])
    assert edit.pieces[2].size > len(data) // 2
    assert made.ogg_packets(apply(data, edit))[2:] == made.ogg_packets(data)[2:]


def test_comments_as_bytes() -> None:
    packet = made.ogg_packets(tag(made.opus(["TITLE=x", b"odd=\xff"])))[1]
    vendor, items, rest = made.items_of(packet[8:])
    assert (packet[:8], vendor, rest) == (b"OpusTags", b"some encoder 1.0", bytes(1024))
    assert items == [
        b"TITLE=x",
        b"odd=\xff",
        b"CHAPTER001=00:00:00.000",
        b"CHAPTER001NAME=One",
        b"CHAPTER002=00:00:30.000",
        b"CHAPTER002NAME=Two",
    ]


def test_room_in_the_packet_is_used() -> None:
    data = made.opus(rest=bytes(512))
    assert len(tag(data)) == len(data)


def test_data_behind_the_comments_stay_there() -> None:
    packet = made.ogg_packets(tag(made.opus(rest=b"\1keep me")))[1]
    assert packet.endswith(b"\1keep me")


def test_tags_that_outgrow_their_page_renumber_all_later_pages() -> None:
    data = made.opus(["TITLE=" + "x" * 64_950])
    edit = ogg.edit(BytesSource(data), ONE, WriteOptions())
    new = apply(data, edit)
    assert [each.rule for each in edit.findings] == ["ogg-pages-renumbered"]
    before, after = made.ogg_pages(data), made.ogg_pages(new)
    assert [page[3] for page in after] == list(range(len(before) + 1))
    assert [page[5] for page in after[3:]] == [page[5] for page in before[2:]]
    assert all(piece.size == 8 for piece in edit.pieces[2:] if isinstance(piece, Put))
    assert len(edit.payload) == len(before) - 2
    gone = apply(new, ogg.edit(BytesSource(new), list_of(), WriteOptions()))
    assert [page[3] for page in made.ogg_pages(gone)] == [page[3] for page in after]  # they are not numbered again


def test_many_small_pages_of_tags_stay_as_many() -> None:
    data = made.opus([f"KEY{n}=" + "v" * 90 for n in range(60)], segments=2)
    assert len(made.ogg_pages(tag(data))) == len(made.ogg_pages(data))


def test_the_checksum_is_that_of_the_book() -> None:
    page = made.page(b"some body", bytes((9,)), flags=2, serial=0xDEADBEEF)
    assert checksum(page[:22] + bytes(4) + page[26:]) == page[22:26]


@pytest.mark.parametrize("deep", [False, True])
@pytest.mark.parametrize("codec", BUILD)
def test_durations(codec: str, deep: bool) -> None:
    assert measured(BUILD[codec](), deep=deep) == (60_000_000_000, [])


def test_a_stream_that_was_cut_out_of_a_longer_one() -> None:
    assert measured(made.opus(late=480_000)) == (60_000_000_000, [])


def test_a_missing_page_is_found_by_looking_at_all() -> None:
    pages = made.ogg_pages(made.opus())
    data = made.opus()
    size = sum(27 + len(page[4]) + len(page[5]) for page in pages[:20])
    gone = 27 + len(pages[20][4]) + len(pages[20][5])
    assert measured(data[:size] + data[size + gone :], deep=True)[1] == ["ogg-page-missing"]


def test_a_file_that_was_cut_off() -> None:
    pages = made.ogg_pages(made.opus())
    cut = len(pages[-1][5]) + 5
    ns, found = measured(made.opus()[:-cut])
    assert (ns, found) == ((60 * 48_000 - 312) * 1_000_000_000 // 48_000, ["last-frame-cut-off"])


def test_bytes_behind_the_last_page() -> None:
    data = made.vorbis() + b"TAG" + bytes(200_000)
    assert measured(data)[0] == 60_000_000_000
    assert tag(data).endswith(b"TAG" + bytes(200_000))


@pytest.mark.parametrize("codec", BUILD)
def test_chained_streams_are_shown_and_refused(codec: str) -> None:
    data = BUILD[codec]() + BUILD[codec](serial=78)
    layout = ogg.inspect(BytesSource(data))
    assert [(each.rule, each.severity.label) for each in layout.findings] == [("ogg-chained", "error")]
    for call in (lambda: tag(data), lambda: measured(data)):
        with pytest.raises(UnsupportedAudio, match="chained") as error:
            call()
        assert error.value.hint


def test_several_streams_at_once_are_refused() -> None:
    data = made.opus()
    second = made.page(b"OpusHead" + bytes(11), bytes((19,)), flags=2, serial=5)
    first = 27 + 1 + 19
    with pytest.raises(UnsupportedAudio, match="multiplexed"):
        tag(data[:first] + second + data[first:])


@pytest.mark.parametrize(
    ("packet", "message"),
    [
        (b"\x7fFLAC\1\0" + bytes(44), "FLAC in Ogg"),
        (b"Speex   " + bytes(72), "Speex"),
        (b"\x80theora" + bytes(30), "Theora"),
        (b"fishead\0" + bytes(56), "skeleton"),
        (b"whatever" + bytes(20), "neither"),
    ],
)
def test_other_codecs_are_named(packet: bytes, message: str) -> None:
    with pytest.raises(UnsupportedAudio, match=message) as error:
        ogg.inspect(BytesSource(made.page(packet, bytes((len(packet),)), flags=2)))
    assert error.value.hint


def _flip(data: bytes, at: int) -> bytes:
    return data[:at] + bytes((data[at] ^ 1,)) + data[at + 1 :]


@pytest.mark.parametrize(
    "data",
    [
        made.opus()[:60],
        made.opus()[:100],
        _flip(made.opus(), 47 + 29 + 60),
        made.vorbis(framing=b"\0"),
        made.opus()[:47] + made.page(b"OpusTagz" + bytes(8), bytes((16,)), sequence=1),
        made.opus()[:47] + made.page(b"", b"", sequence=1) * 3,
    ],
)
def test_broken_headers_are_refused(data: bytes) -> None:
    with pytest.raises(DamagedAudio):
        tag(data)


def test_an_endless_comment_packet_is_bounded() -> None:
    head = made.opus()[:47]
    body = b"OpusTags".ljust(255 * 255, b"x")
    pages = made.page(body, b"\xff" * 255, sequence=1, granule=-1)
    more = made.page(bytes(255 * 255), b"\xff" * 255, flags=1, sequence=2, granule=-1)
    with pytest.raises(AudioError, match="64 MiB"):
        ogg.inspect(BytesSource(head + pages + more * 1100))
