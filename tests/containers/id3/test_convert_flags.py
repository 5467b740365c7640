"""Flags of frames, and the fields that they announce, in the other version."""

from __future__ import annotations

import pytest

from chaptag.model.errors import DamagedAudio
from tests.containers.id3.taggings import edit_of, messages, tagged
from tests.support import id3


def test_flags_down() -> None:
    frames = [
        id3.compressed("PRIV", b"packed", version=4),
        id3.frame("GEOB", b"\x07grouped", version=4, flags=0x7040),
        id3.frame("AENC", b"\x80secret", version=4, flags=0x0004),
        id3.frame("PRIV", b"\xff\0\xfb", version=4, flags=0x0002),
    ]
    new = tagged(id3.tag(*frames, version=4), id3_version=3)
    assert id3.frame("PRIV", b"packed") in new
    assert id3.frame("GEOB", b"\x07grouped", flags=0xE020) in new
    assert id3.frame("AENC", b"\x80secret", flags=0x0040) in new
    assert id3.frame("PRIV", b"\xff\xfb") in new


def test_flags_up_and_back() -> None:
    frames = [
        id3.frame("GEOB", b"\x07grouped", flags=0xE020),
        id3.frame("AENC", b"\x80secret", flags=0x0040),
        id3.compressed("PRIV", b"packed"),
    ]
    up = tagged(id3.tag(*frames), id3_version=4)
    assert id3.frame("GEOB", b"\x07grouped", version=4, flags=0x7040) in up
    assert id3.frame("AENC", b"\x80secret", version=4, flags=0x0004) in up
    assert id3.frame("PRIV", b"packed", version=4) in up
    back = tagged(up, id3_version=3)
    for frame in frames[:2]:
        assert frame in back


def test_an_encrypted_and_compressed_frame_keeps_its_sizes() -> None:
    frame = id3.frame("PRIV", b"\x80" + id3.synchsafe(300) + b"zz", version=4, flags=0x0D)
    down = tagged(id3.tag(frame, version=4), id3_version=3)
    assert id3.frame("PRIV", (300).to_bytes(4, "big") + b"\x80zz", flags=0x00C0) in down
    assert frame in tagged(down, id3_version=4)


def test_an_encrypted_frame_is_kept_and_said() -> None:
    for version, other, flags, new in ((3, 4, 0x0040, 0x0004), (4, 3, 0x0004, 0x0040)):
        old = id3.tag(id3.frame("TIT2", b"\x80\3secret", version=version, flags=flags), version=version)
        assert id3.frame("TIT2", b"\x80\3secret", version=other, flags=new) in tagged(old, id3_version=other)
        said = edit_of(old, id3_version=other).findings
        assert messages(said) == ["TIT2: is encrypted and kept as it is; 2.3 and 2.4 may read it differently"]


@pytest.mark.parametrize(
    ("body", "flags", "new_body", "new_flags"),
    [
        (b"x", 0x8000, b"x", 0x4000),
        (b"x", 0x4000, b"x", 0x2000),
        (b"x", 0x2000, b"x", 0x1000),
        (b"x", 0x1F1F, b"x", 0),
        (b"gx", 0x0020, b"gx", 0x0040),
        (b"mx", 0x0040, b"mx", 0x0004),
        (b"mgx", 0x0060, b"gmx", 0x0044),
        (b"\0\0\1\x2cmx", 0x00C0, b"m\0\0\2\x2cx", 0x000D),
        (b"\0\0\1\x2cmgx", 0x00E0, b"gm\0\0\2\x2cx", 0x004D),
    ],
)
def test_each_flag_and_its_field_in_the_other_version(body: bytes, flags: int, new_body: bytes, new_flags: int) -> None:
    old = id3.frame("PRIV", body, flags=flags)
    new = id3.frame("PRIV", new_body, version=4, flags=new_flags)
    assert tagged(id3.tag(old), id3_version=4)[10:].startswith(new)
    if flags != 0x1F1F:
        assert tagged(id3.tag(new, version=4), id3_version=3)[10:].startswith(old)


def test_flags_of_2_4_that_mean_nothing_go() -> None:
    old = id3.tag(id3.frame("PRIV", b"x", version=4, flags=0x8FB0), version=4)
    assert tagged(old, id3_version=3)[10:].startswith(id3.frame("PRIV", b"x"))


def test_a_length_without_compression_goes_and_one_that_is_no_number_is_0() -> None:
    long = id3.frame("PRIV", id3.synchsafe(300) + b"x", version=4, flags=0x0001)
    assert tagged(id3.tag(long, version=4), id3_version=3)[10:].startswith(id3.frame("PRIV", b"x"))
    odd = id3.frame("PRIV", b"m\xff\xff\xff\xffx", version=4, flags=0x000D)
    assert tagged(id3.tag(odd, version=4), id3_version=3)[10:].startswith(
        id3.frame("PRIV", b"\0\0\0\0mx", flags=0x00C0)
    )


def test_unsynchronised_frames_are_not_in_2_3() -> None:
    body = b"\xff\0\xe0"
    for frame_flags, tag_flags, new in ((0x02, 0, b"\xff\xe0"), (0, 0x80, b"\xff\xe0"), (0, 0, body)):
        old = id3.tag(id3.frame("PRIV", body, version=4, flags=frame_flags), version=4, flags=tag_flags)
        assert tagged(old, id3_version=3)[10:].startswith(id3.frame("PRIV", new))


def test_a_frame_shorter_than_its_flags_say_is_refused_where_it_is_converted() -> None:
    old = id3.tag(id3.text("TIT2", "x"), id3.frame("PRIV", b"abc", flags=0x0080))
    assert id3.frame("PRIV", b"abc", flags=0x0080) in tagged(old)
    with pytest.raises(DamagedAudio, match=r"the PRIV frame is shorter than its flags say$") as caught:
        edit_of(old, id3_version=4)
    assert caught.value.place is not None
    assert (caught.value.place.file, caught.value.place.offset) == ("x.mp3", 23)


def test_a_frame_that_does_not_unpack_is_named_where_it_is_converted() -> None:
    broken = id3.frame("PRIV", id3.synchsafe(9) + b"no zlib", version=4, flags=0x0009)
    old = id3.tag(id3.frame("TIT2", b"\0x", version=4), broken, version=4)
    with pytest.raises(DamagedAudio, match=r"the PRIV frame: a compressed frame does not unpack") as caught:
        edit_of(old, id3_version=3)
    assert caught.value.hint.startswith("Leave --id3 out")
    assert caught.value.place is not None
    assert caught.value.place.file == "x.mp3"
