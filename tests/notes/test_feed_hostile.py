"""Feeds made to hurt: entities, depth, size, floods of elements, and any bytes at all."""

from __future__ import annotations

import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chaptag.model.errors import ChaptagError, NotesError
from chaptag.notes.feed.markup import as_markup
from chaptag.notes.feed.names import file_name
from chaptag.notes.feed.pick import list_items, pick_item
from chaptag.notes.feed.prolog import looks_like_feed


def pick(data: bytes) -> str:
    return pick_item(data, name="feed.xml", item=None, audio_name=None).html


def doctype(subset: str, text: str) -> bytes:
    item = f"<item><description>{text}</description></item>"
    return f"<!DOCTYPE rss [{subset}]><rss><channel>{item}</channel></rss>".encode()


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "data",
    [
        doctype('<!ENTITY l0 "lol">' + LAUGHS, "&l9;"),
        doctype(f'<!ENTITY a "{"x" * 100_000}">', "&a;" * 10_000),
        doctype('<!ENTITY x SYSTEM "file:///etc/passwd">', "&x;"),
        doctype('<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p;', "x"),
        b"<!-- c -->" + doctype("", "x"),
        doctype('<!ENTITY l0 "lol">', "&l0;").decode().encode("utf-16"),
        b"<!--" + b" " * 100_000 + b"-->" + doctype('<!ENTITY l0 "lol">', "&l0;"),
    ],
    ids=["billion-laughs", "quadratic", "external", "parameter", "empty-subset", "utf-16", "behind-a-long-comment"],
)
def test_a_doctype_with_declarations_is_refused(data: bytes) -> None:
    with pytest.raises(NotesError, match="DOCTYPE") as caught:
        pick(data)
    assert caught.value.hint


def test_a_doctype_that_names_a_dtd_is_not_loaded(tmp_path: Path) -> None:
    dtd = tmp_path / "x.dtd"
    dtd.write_text('<!ENTITY gotcha "secret">')
    data = f'<!DOCTYPE rss SYSTEM "{dtd.as_uri()}"><rss><item><description>a &gotcha; b</description></item></rss>'
    assert "secret" not in pick(data.encode())


def test_included_files_are_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "s.txt"
    secret.write_text("secret")
    inner = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{secret.as_uri()}" parse="text"/>'
    assert "secret" not in pick(f"<rss><item><description>a {inner}</description></item></rss>".encode())


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"<rss>" + b"<a>" * 100_000, "nested more than 200 deep"),
        (b"<rss><item>" + b"<a/>" * 60_000, "more than 50,000 elements"),
        (b"<rss>" + b"<item/>" * 100_001, "more than 100,000 items"),
        (b"<rss>" + b" " * (64 * 1024 * 1024), "bytes are more than the 67,108,864"),
        (b"<rss><item><description>" + b"a" * (2 * 1024 * 1024 + 1) + b"</description></item></rss>", "2,097,153 char"),
        (b"<html><body>", "not a podcast feed: its first element is “<html>”"),
        (b"", "holds no XML element"),
        (b"hello", "holds no XML element"),
        (b"<rss>", "no items"),
    ],
    ids=["depth", "elements", "items", "size", "notes", "page", "empty", "text", "no-items"],
)
def test_limits(data: bytes, message: str) -> None:
    started = time.process_time()
    with pytest.raises(NotesError, match=message) as caught:
        pick(data)
    assert time.process_time() - started < 30
    assert caught.value.hint


def test_a_big_feed_is_streamed() -> None:
    notes_of_each = b"<![CDATA[<p>0:00 x</p>%s]]>" % (b"y" * 20_000)
    item = b"<item><title>T</title><guid>%d</guid><description>" + notes_of_each + b"</description></item>"
    data = b"<rss><channel>" + b"".join(item % number for number in range(800)) + b"</channel></rss>"
    tracemalloc.start()
    try:
        notes = pick_item(data, name="feed.xml", item="700", audio_name=None)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert notes.item_number in {700, 701}
    assert peak < len(data) / 8


@pytest.mark.parametrize(
    "text",
    [
        "<" * 300_000,
        "<a " * 100_000,
        "&lt;p" * 100_000,
        "&" * 300_000,
        "a\n" * 300_000,
        "<p" + " a=" * 100_000,
        "</" * 150_000,
    ],
    ids=["open", "tags", "escaped", "ampersands", "lines", "attributes", "close"],
)
def test_markup_is_made_in_linear_time(text: str) -> None:
    started = time.process_time()
    as_markup(text)
    assert time.process_time() - started < 20


@given(st.text(max_size=300))
def test_any_url_has_a_name_or_none(url: str) -> None:
    assert "/" not in file_name(url)


PIECES = st.sampled_from(
    b"""<rss> <channel> <item> </item> <description> </description> <![CDATA[ ]]> &amp;lt;p&amp;gt; & < 0:00_x <title>
    </title> <guid/> <enclosure_url="http://h/a.mp3"/> <!-- --> <?x \xff \0 </rss> <entry> <content_type='xhtml'>
    <feed_xmlns="http://www.w3.org/2005/Atom"> <psc:chapters> <!DOCTYPE_rss> \xef\xbb\xbf _""".replace(
        b"\n", b" "
    ).split(b" ")
).map(lambda piece: piece.replace(b"_", b" "))
FEEDS = st.lists(PIECES, max_size=30).map(b"".join)


@settings(max_examples=100)
@given(st.one_of(st.binary(max_size=200), FEEDS, FEEDS.map(lambda feed: b"<rss>" + feed)))
def test_any_bytes_give_notes_or_a_clear_error(data: bytes) -> None:
    looks_like_feed(data)
    for wish in (None, "1", "x"):
        try:
            notes = pick_item(data, name="f", item=wish, audio_name="a.mp3")
        except ChaptagError:
            continue
        assert notes.item_number >= 1
    try:
        list_items(data, "f")
    except ChaptagError:
        return
