"""``--id3``: frames of one version said in the other, and every change said aloud."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaptag.containers.id3.retext import downgrade_text, text_values
from chaptag.model.finding import Finding
from tests.containers.id3.taggings import NONE, THREE, edit_of, inspect, rules, tagged
from tests.support import id3


def _down(*frames: bytes) -> tuple[list[tuple[str, bytes]], tuple[Finding, ...]]:
    old = id3.tag(*frames, version=4, padding=300)
    new = tagged(old, id3_version=3)
    assert new[3] == 3
    found = [each for each in id3.frames_of(new) if each[0] not in {"CHAP", "CTOC"}]
    return found, edit_of(old, id3_version=3).findings


def _up(*frames: bytes) -> tuple[list[tuple[str, bytes]], tuple[Finding, ...]]:
    old = id3.tag(*frames, padding=300)
    new = tagged(old, id3_version=4)
    assert new[3] == 4
    found = [each for each in id3.frames_of(new) if each[0] not in {"CHAP", "CTOC"}]
    return found, edit_of(old, id3_version=4).findings


def _t4(name: str, value: str, encoding: int = 3) -> bytes:
    return id3.text(name, value, version=4, encoding=encoding)


@pytest.mark.parametrize(
    ("date", "frames"),
    [
        ("2026", [("TYER", b"\x002026")]),
        ("2026-11", [("TYER", b"\x002026")]),
        ("2026-11-23", [("TYER", b"\x002026"), ("TDAT", b"\x002311")]),
        ("2026-11-23T18:32", [("TYER", b"\x002026"), ("TDAT", b"\x002311"), ("TIME", b"\x001832")]),
        ("2026-11-23 18:32:16", [("TYER", b"\x002026"), ("TDAT", b"\x002311"), ("TIME", b"\x001832")]),
        ("soon", [("TDRC", b"\0soon")]),
    ],
)
def test_dates_down(date: str, frames: list[tuple[str, bytes]]) -> None:
    found, said = _down(_t4("TDRC", date))
    assert found == frames
    assert any("TDRC" in each.message for each in said)


def test_original_date_and_people_down() -> None:
    found, said = _down(
        _t4("TDOR", "1999-12-31"),
        id3.frame("TIPL", b"\3producer\0Ada\0", version=4),
        id3.frame("TMCL", b"\3piano\0B\xc3\xa9la", version=4),
    )
    assert found[0] == ("TORY", b"\x001999")
    assert found[1] == ("IPLS", b"\1\xff\xfe" + "producer\0Ada\0piano\0Béla\0".encode("utf-16-le"))
    assert rules(said) == {"tag-converted"}
    assert sum("IPLS" in each.message for each in said) == 2


def test_text_down() -> None:
    found, said = _down(
        _t4("TIT2", "plain"),
        _t4("TALB", "Größe 😀"),
        _t4("TPE1", "Größe", 2),
        _t4("TCOM", "Latin é", 0),
        id3.frame("TPE2", b"\3one\0two\0", version=4),
        id3.frame("TXXX", b"\3key\0v\xc3\xa4lue", version=4),
        id3.frame("COMM", b"\3eng\0\xe5\xa4\xa7", version=4),
        id3.frame("WXXX", b"\3d\xc3\xa9\0http://x", version=4),
        id3.frame("APIC", b"\3image/png\0\3\xc3\xa9\0\x89PNG\0data", version=4),
        id3.frame("GEOB", b"\2a/b\0\0f\0\0\0d\0\0\1\2", version=4),
        id3.frame("SYLT", b"\3eng\2\1\0\xc3\xa9\0\0\0\0\1b\0\0\0\0\2", version=4),
        id3.frame("PRIV", b"\3binary\0\xff", version=4),
    )
    bom = b"\xff\xfe"
    assert found == [
        ("TIT2", b"\0plain"),
        ("TALB", b"\1" + bom + "Größe 😀".encode("utf-16-le")),
        ("TPE1", b"\1" + bom + "Größe".encode("utf-16-le")),
        ("TCOM", b"\0Latin \xe9\0"),
        ("TPE2", b"\0one/two"),
        ("TXXX", b"\1" + bom + b"k\0e\0y\0\0\0" + bom + "välue".encode("utf-16-le")),
        ("COMM", b"\1eng" + bom + b"\0\0" + bom + "大".encode("utf-16-le")),
        ("WXXX", b"\1" + bom + "dé".encode("utf-16-le") + b"\0\0http://x"),
        ("APIC", b"\1image/png\0\3" + bom + "é".encode("utf-16-le") + b"\0\0\x89PNG\0data"),
        ("GEOB", b"\0a/b\0f\0d\0\1\2"),
        ("SYLT", b"\1eng\2\1" + bom + b"\0\0" + bom + b"\xe9\0\0\0\0\0\0\1" + bom + b"b\0\0\0\0\0\0\2"),
        ("PRIV", b"\3binary\0\xff"),
    ]
    texts = [each.message for each in said]
    assert any(text.startswith("TPE2: 2 values") for text in texts)
    names = next(text for text in texts if "UTF-16" in text)
    for name in ("TIT2", "TALB", "TXXX", "COMM", "WXXX", "APIC", "GEOB", "SYLT"):
        assert name in names
    assert "TCOM" not in names


def test_what_2_3_does_not_list_is_kept_and_named() -> None:
    found, said = _down(_t4("TSOP", "sort"), _t4("TDRL", "2026"), id3.frame("RVA2", b"x\0\1\2\3", version=4))
    assert found == [("TSOP", b"\0sort"), ("TDRL", b"\x002026"), ("RVA2", b"x\0\1\2\3")]
    assert sum("2.3 does not list" in each.message for each in said) == 3


def test_a_seek_frame_is_dropped_aloud() -> None:
    found, said = _down(id3.frame("SEEK", bytes(4), version=4), _t4("TIT2", "x"))
    assert [name for name, _ in found] == ["TIT2"]
    assert "tag-frame-dropped" in rules(said)


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


@pytest.mark.parametrize(
    ("frames", "date"),
    [
        ({"TYER": "2026"}, "2026"),
        ({"TYER": "2026", "TDAT": "2311"}, "2026-11-23"),
        ({"TIME": "1832", "TDAT": "2311", "TYER": "2026"}, "2026-11-23T18:32"),
        ({"TYER": "2026", "TIME": "1832"}, "2026"),
    ],
)
def test_dates_up(frames: dict[str, str], date: str) -> None:
    found, said = _up(*(id3.text(name, value) for name, value in frames.items()))
    assert ("TDRC", b"\0" + date.encode()) in found
    assert len([each for each in said if "TDRC" in each.message]) == len(frames)


def test_dates_that_are_none_stay_as_they_are() -> None:
    found, said = _up(id3.text("TYER", "circa 2026", end=False), id3.text("TDAT", "2311", end=False))
    assert found == [("TYER", b"\0circa 2026"), ("TDAT", b"\x002311")]
    assert rules(said) == {"tag-converted"}


def test_people_and_old_frames_up() -> None:
    found, said = _up(id3.frame("IPLS", b"\0mix\0Bob\0"), id3.text("TORY", "1999"), id3.frame("RVAD", b"\1\2"))
    assert ("TIPL", b"\0mix\0Bob\0") in found
    assert ("TDOR", b"\x001999") in found
    assert ("RVAD", b"\1\2") in found
    assert len(said) == 3


def test_the_same_version_converts_nothing() -> None:
    old = id3.tag(*id3.forty_frames(), padding=3000)
    assert tagged(old, id3_version=3) == tagged(old)
    assert edit_of(tagged(old), id3_version=3).unchanged
    assert not edit_of(tagged(old), id3_version=4).unchanged
    assert edit_of(tagged(old, id3_version=4), id3_version=4).unchanged


def test_removing_converts_nothing() -> None:
    old = tagged(id3.tag(*id3.forty_frames(), padding=3000))
    assert tagged(old, NONE, id3_version=4)[3] == 3


@pytest.mark.parametrize("version", [3, 4])
def test_a_new_tag_has_the_version_that_was_asked_for(version: int) -> None:
    assert tagged(b"", id3_version=version)[3] == version
    assert edit_of(tagged(b"", id3_version=version)).unchanged


def test_mutagen_reads_the_same_words_after_a_conversion() -> None:
    """Each text of each frame, by a reader that knows nothing of ours."""
    from mutagen.id3 import ID3

    frames = id3.forty_frames(4)
    old = id3.tag(*frames, version=4)
    down = tagged(old, id3_version=3)
    up = tagged(down, id3_version=4)

    def words(tag: bytes) -> dict[str, list[str]]:
        read: Any = ID3(io.BytesIO(tag), translate=False)
        texts = {key: [str(each) for each in frame.text] for key, frame in read.items() if hasattr(frame, "text")}
        return {key: value for key, value in texts.items() if any(value)}

    assert words(down) == words(old)
    assert {key for key in words(old) if key[:4] not in {"TYER", "TDAT", "TIME", "TORY"}} <= set(words(up))
    assert words(up)["TDRC"] == ["2026-11-23 18:32"]
    assert [c.title for c in inspect(down).chapters] == [c.title for c in THREE.chapters]


@given(
    st.binary(max_size=200), st.sampled_from(["TIT2", "TXXX", "COMM", "APIC", "GEOB", "SYLT", "COMR", "OWNE", "ZZZZ"])
)
def test_any_body_is_converted_without_an_error(body: bytes, name: str) -> None:
    new = downgrade_text(name, body)
    assert new[:1] not in {b"\2", b"\3"} or name == "ZZZZ" or not body
    assert downgrade_text(name, new) == new or name == "ZZZZ"


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=50))
def test_text_survives(text: str) -> None:
    assert "".join(text_values(downgrade_text("TIT2", b"\3" + text.encode()))) == text
