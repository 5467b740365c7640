"""The arithmetic of edits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaptag.model.edit import Edit, EditedSource, Keep, Piece, Put, Span, merged
from chaptag.model.source import BytesSource

SOURCE = BytesSource(bytes(range(100)))


def applied(edit: Edit) -> bytes:
    return b"".join(
        piece.data if isinstance(piece, Put) else SOURCE.data[piece.start : piece.stop] for piece in edit.pieces
    )


def test_nothing_is_unchanged() -> None:
    edit = Edit.nothing(100)
    edit.check()
    assert edit.unchanged
    assert (edit.size, edit.put_size) == (100, 0)


def test_payload_in_keeps_passes() -> None:
    Edit((Put(b"x"), Keep(10, 50), Put(b"y"), Keep(50, 90)), 100, (Span(20, 50), Span(50, 60))).check()


@pytest.mark.parametrize(
    "edit",
    [
        Edit((Keep(0, 50),), 100, (Span(40, 60),)),
        Edit((Keep(50, 100), Keep(0, 50)), 100, (Span(0, 10), Span(60, 70))),
        Edit((Put(b"x" * 100),), 100, (Span(0, 1),)),
        Edit((Keep(0, 50), Put(b"x"), Keep(50, 100)), 100, (Span(40, 60),)),
        Edit((Keep(0, 101),), 100),
        Edit((Keep(60, 50),), 100),
    ],
)
def test_lost_or_torn_payload_is_caught(edit: Edit) -> None:
    with pytest.raises(ValueError, match=r"not be kept|not within"):
        edit.check()


def test_merging() -> None:
    assert list(merged([Span(0, 5), Span(5, 9), Span(9, 9), Span(20, 30)])) == [Span(0, 9), Span(20, 30)]


keeps = st.tuples(st.integers(0, 100), st.integers(0, 100)).map(lambda pair: Keep(min(pair), max(pair)))
pieces = st.lists(st.one_of(keeps, st.binary(max_size=20).map(Put)), max_size=8)


@given(pieces, st.integers(0, 400), st.integers(0, 400))
def test_the_edited_source_reads_like_the_new_file(parts: list[Piece], offset: int, length: int) -> None:
    edit = Edit(tuple(parts), 100)
    new = applied(edit)
    edited = EditedSource(SOURCE, edit)
    assert edited.size == edit.size == len(new)
    assert edited.read(offset, length) == new[offset : offset + length]
