"""``--id3``: frames of one version said in the other, and every change said aloud."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaptag.containers.id3.convert import convert_frames
from chaptag.containers.id3.frame import Frame
from chaptag.containers.id3.retext import downgrade_text, text_values
from chaptag.containers.id3.tag import Tag, TagHeader
from chaptag.model.errors import UnsupportedAudio
from chaptag.model.source import BytesSource
from tests.containers.id3.taggings import NONE, THREE, down, edit_of, inspect, messages, rules, t4, tagged, up
from tests.support import id3


def test_original_date_and_people_down() -> None:
    found, said = down(
        t4("TDOR", "1999-12-31"),
        id3.frame("TIPL", b"\3producer\0Ada\0", version=4),
        id3.frame("TMCL", b"\3piano\0B\xc3\xa9la", version=4),
    )
    assert found[0] == ("TORY", b"\x001999")
    assert found[1] == ("IPLS", b"\1\xff\xfe" + "producer\0Ada\0piano\0Béla\0".encode("utf-16-le"))
    assert rules(said) == {"tag-converted"}
    assert sum("IPLS" in each.message for each in said) == 2


def test_text_down() -> None:
    found, said = down(
        t4("TIT2", "plain"),
        t4("TALB", "Größe 😀"),
        t4("TPE1", "Größe", 2),
        t4("TCOM", "Latin é", 0),
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


def test_mutagen_reads_all_values_after_they_were_joined() -> None:
    from mutagen.id3 import ID3

    old = id3.tag(
        id3.frame("TPE1", b"\3Ada\0B\xc3\xa9la", version=4),
        id3.frame("TPE2", b"\1\xff\xfea\0\0\0\xff\xfeb\0", version=4),
        id3.frame("TXXX", b"\3key\0one\0two", version=4),
        id3.frame("COMM", b"\0eng\0one\0two", version=4),
        version=4,
    )
    read: Any = ID3(io.BytesIO(tagged(old, id3_version=3)), translate=False)
    texts = {key: read[key].text for key in ("TPE1", "TPE2", "TXXX:key", "COMM::eng")}
    assert texts == {"TPE1": ["Ada/Béla"], "TPE2": ["a/b"], "TXXX:key": ["one/two"], "COMM::eng": ["one/two"]}


@pytest.mark.parametrize(
    ("name", "body", "wanted"),
    [
        ("TPE1", b"\3a\0b\0c", ["TPE1: 3 values become one, joined with slashes", "utf-8 TPE1"]),
        ("TPE1", b"\0a\0b", ["TPE1: 2 values become one, joined with slashes"]),
        ("TPE1", b"\1\xff\xfea\0\0\0\xff\xfeb\0", ["TPE1: 2 values become one, joined with slashes"]),
        ("TXXX", b"\3k\0a\0b", ["TXXX: 2 values become one, joined with slashes", "utf-8 TXXX"]),
        ("COMM", b"\3eng\0a\0", ["utf-8 COMM"]),
        ("TIT2", b"\3a\0", ["utf-8 TIT2"]),
        ("TIT2", b"\2\0a", ["utf-8 TIT2"]),
        ("TIT2", b"\0a\0", []),
        ("TIT2", b"\1\xff\xfea\0", []),
        ("TIT2", b"\4a\0b", []),
        ("WXXX", b"\3a\0b\0c", ["utf-8 WXXX"]),
        ("PRIV", b"\3a\0b\0c", []),
    ],
)
def test_what_is_said_of_a_text(name: str, body: bytes, wanted: list[str]) -> None:
    _, said = down(id3.frame(name, body, version=4))
    known = "text that 2.3 cannot hold as UTF-8 becomes Latin-1 or UTF-16 in "
    assert messages(said) == [each.replace("utf-8 ", known) for each in wanted]


def test_text_in_another_encoding_is_said_once_and_each_name_once() -> None:
    _, said = down(t4("TIT2", "x"), t4("TPE1", "y"), t4("TIT2", "z"))
    assert messages(said) == ["text that 2.3 cannot hold as UTF-8 becomes Latin-1 or UTF-16 in TIT2, TPE1"]
    assert said[0].rule == "tag-converted"
    assert said[0].place is not None
    assert said[0].place.offset == 0


@pytest.mark.parametrize(
    "name",
    ["ASPI", "EQU2", "RVA2", "SIGN", "TDEN", "TDRL", "TDTG", "TMOO", "TPRO", "TSOA", "TSOP", "TSOT", "TSST"],
)
def test_what_2_3_does_not_list_is_kept_and_named(name: str) -> None:
    found, said = down(t4("TIT2", "x", 0), id3.frame(name, b"\0body", version=4))
    assert found[1:] == [(name, b"\0body")]
    assert messages(said) == [f"{name}: is kept, though 2.3 does not list it"]
    assert said[0].place is not None
    assert (said[0].rule, said[0].place.file, said[0].place.offset) == ("tag-converted", "x.mp3", 10 + 13)
    assert up(id3.frame(name, b"\0body"))[1] == ()


@pytest.mark.parametrize("name", ["EQUA", "RVAD", "TDAT", "TIME", "TRDA", "TSIZ", "TYER"])
def test_what_2_4_does_not_list_is_kept_and_named(name: str) -> None:
    found, said = up(id3.text("TIT2", "x"), id3.frame(name, b"\0no date"))
    assert found[1:] == [(name, b"\0no date")]
    assert messages(said) == [f"{name}: is kept, though 2.4 does not list it"]
    assert said[0].place is not None
    assert (said[0].rule, said[0].place.file, said[0].place.offset) == ("tag-converted", "x.mp3", 10 + 13)
    assert down(id3.frame(name, b"\0no date", version=4))[1] == ()


def test_a_seek_frame_is_dropped_aloud() -> None:
    found, said = down(id3.frame("SEEK", bytes(4), version=4), t4("TIT2", "x"))
    assert [name for name, _ in found] == ["TIT2"]
    assert "tag-frame-dropped" in rules(said)


def test_what_is_said_of_people_and_of_other_tags() -> None:
    found, said = down(
        t4("TIT2", "x", 0), id3.frame("TMCL", b"\0piano\0Ada\0", version=4), id3.frame("SEEK", bytes(4), version=4)
    )
    assert found == [("TIT2", b"\0x\0"), ("IPLS", b"\0piano\0Ada\0")]
    assert [(each.rule, each.message, each.place and each.place.offset) for each in said] == [
        ("tag-converted", "TMCL: becomes part of IPLS", 23),
        ("tag-frame-dropped", "SEEK is left out: its offset to another tag would be false", 44),
    ]
    found, said = up(id3.frame("IPLS", b"\0piano\0Ada\0"))
    assert found == [("TIPL", b"\0piano\0Ada\0")]
    assert messages(said) == ["IPLS: becomes TIPL"]
    assert up(id3.frame("SEEK", bytes(4)))[0] == [("SEEK", bytes(4))]


def test_a_tag_too_large_to_hold_is_refused() -> None:
    source = BytesSource(bytes(10), "x.mp3")
    tag = Tag(
        TagHeader(0, 3, 0, 0), source, copied=False, extended=None, frames=(), frames_stop=10, area_stop=10, junk=None
    )
    frames = [Frame("GEOB", 0, 60 << 20, 0), Frame("GEOB", 0, (4 << 20) + 1, 0)]
    with pytest.raises(UnsupportedAudio, match=r"^a tag of more than 64 MiB cannot be converted$") as caught:
        convert_frames(tag, frames, 4)
    assert caught.value.hint == "Leave out --id3: the tag keeps its version."
    just = [Frame("GEOB", 0, 60 << 20, 0), Frame("GEOB", 0, 4 << 20, 0)]
    assert convert_frames(tag, just, 4).data.startswith(b"GEOB")


def test_people_and_old_frames_up() -> None:
    found, said = up(id3.frame("IPLS", b"\0mix\0Bob\0"), id3.text("TORY", "1999"), id3.frame("RVAD", b"\1\2"))
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
