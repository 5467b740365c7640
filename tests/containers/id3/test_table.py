"""Which chapters are listed, and in what order."""

from __future__ import annotations

from chaptag.containers.id3.chap import Chap, Toc
from chaptag.containers.id3.table import Listing, resolve


def _chap(name: bytes, start: int = 0) -> Chap:
    return Chap(name, start, start, (0, 0), (), 0)


def _toc(name: bytes, *children: bytes, flags: int = 3, rest: bytes = b"") -> Toc:
    return Toc(name, flags, len(children), children, rest, 0)


A, B, C = _chap(b"a", 1), _chap(b"b", 2), _chap(b"c", 3)


def _shown(chaps: list[Chap], *tocs: Toc) -> list[bytes]:
    return [chap.name for chap in resolve(chaps, tocs).shown]


def test_without_a_table_all_are_shown_in_the_order_of_time() -> None:
    assert resolve([C, A, B], []) == Listing((A, B, C), (), None, 0, (), 0)


def test_an_ordered_table_gives_the_order() -> None:
    toc = _toc(b"t", b"c", b"a", b"b")
    assert resolve([A, B, C], [toc]) == Listing((C, A, B), (), toc, 1, (), 0)
    toc = _toc(b"t", b"c", b"a", b"b", flags=2)
    assert resolve([A, B, C], [toc]) == Listing((A, B, C), (), toc, 1, (), 0)


def test_what_no_table_names_is_hidden() -> None:
    toc = _toc(b"t", b"c")
    assert resolve([A, B, C], [toc]) == Listing((C,), (A, B), toc, 1, (), 0)
    toc = _toc(b"t")
    assert resolve([B, A], [toc]) == Listing((), (B, A), toc, 1, (), 0)


def test_names_that_lead_nowhere_are_told_in_the_order_of_the_alphabet() -> None:
    toc = _toc(b"t", b"z", b"a", b"y")
    assert resolve([A, B], [toc]) == Listing((A,), (B,), toc, 1, (b"y", b"z"), 0)
    toc = _toc(b"t", b"z", b"y")
    assert resolve([B, A], [toc]) == Listing((A, B), (), toc, 1, (b"y", b"z"), 0), "then all are shown"


def test_a_table_that_names_another_one_does_not_lead_nowhere() -> None:
    root, inner = _toc(b"t", b"u"), _toc(b"u", b"b", flags=1)
    assert resolve([A, B], [root, inner]) == Listing((B,), (A,), root, 1, (), 0)
    root = _toc(b"t", b"t")
    assert resolve([A], [root]) == Listing((), (A,), root, 1, (), 0)


def test_the_root_is_the_first_one_that_says_so_or_else_the_first() -> None:
    first, second, third = _toc(b"t", b"a", b"b", flags=1), _toc(b"u", b"b", b"a"), _toc(b"v", b"a", b"b")
    assert resolve([A, B], [first, second, third])[:4] == ((B, A), (), second, 2)
    assert resolve([A, B], [second._replace(flags=1), first])[:4] == ((B, A), (), second._replace(flags=1), 0)


def test_what_the_root_does_not_reach_comes_last_in_the_order_of_time() -> None:
    root, other = _toc(b"t", b"c"), _toc(b"u", b"b", b"a", flags=1)
    assert _shown([A, B, C], root, other) == [b"c", b"a", b"b"]


def test_tables_inside_tables_are_followed_where_they_stand() -> None:
    root = _toc(b"t", b"c", b"u", b"a")
    inner = _toc(b"u", b"d", b"b", flags=1)
    assert _shown([A, B, C, _chap(b"d", 4)], root, inner) == [b"c", b"d", b"b", b"a"]
    again = _toc(b"t", b"u", b"c", b"u", b"t", b"a")
    assert _shown([A, B, C, _chap(b"d", 4)], again, inner) == [b"d", b"b", b"c", b"a"], "each once"


def test_of_two_tables_of_one_name_the_first_is_meant() -> None:
    root = _toc(b"t", b"u")
    assert _shown([A, B], root, _toc(b"u", b"b", b"a", flags=1), _toc(b"u", b"a", b"b", flags=1)) == [b"b", b"a"]


def test_names_that_are_not_unique_say_nothing_about_the_order() -> None:
    twice = _chap(b"a", 9)
    assert resolve([twice, B, A], [_toc(b"t", b"b", b"a")]).shown == (A, B, twice)


def test_entries_behind_the_count_are_entries_as_long_as_chapters_have_their_names() -> None:
    toc = _toc(b"t", b"c", rest=b"b\0a\0")
    assert resolve([A, B, C], [toc]) == Listing((C, B, A), (), toc, 1, (), 2)
    toc = _toc(b"t", b"c", rest=b"b\0x\0a\0")
    assert resolve([A, B, C], [toc]) == Listing((C, B), (A,), toc, 1, (), 1)
    unnamed = _chap(b"", 9)
    toc = _toc(b"t", b"c", rest=b"\0b\0")
    assert resolve([A, B, C, unnamed], [toc]) == Listing((C, unnamed, B), (A,), toc, 1, (), 2)
    toc = _toc(b"t", b"c", rest=b"b\0a")
    assert resolve([A, B, C], [toc]) == Listing((C, B), (A,), toc, 1, (), 1)
    toc = _toc(b"t", b"c", rest=b"TIT2\0\0\0\2\0\0\0x")
    assert resolve([A, B, C], [toc]) == Listing((C,), (A, B), toc, 1, (), 0)
    assert resolve([A, B, C], [_toc(b"t", b"c", rest=b"b\0"), _toc(b"u", flags=1, rest=b"a\0")]).uncounted == 2
