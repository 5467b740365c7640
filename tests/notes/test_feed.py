"""Feeds: which item is meant, which field holds its notes, and what a hostile feed can do (nothing)."""

from __future__ import annotations

import html
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaptag.model.errors import NotesError
from chaptag.notes.feed.fields import parse_duration
from chaptag.notes.feed.item import FeedNotes
from chaptag.notes.feed.names import file_name
from chaptag.notes.feed.pick import list_items, pick_item
from chaptag.notes.feed.prolog import looks_like_feed

NAMESPACES = (
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:podcast="https://podcastindex.org/namespace/1.0" '
    'xmlns:psc="http://podlove.org/simple-chapters"'
)


def rss(*items: str, before: str = "") -> bytes:
    inner = "\n".join(f"<item>{item}</item>" for item in items)
    return f'{before}<rss version="2.0" {NAMESPACES}><channel><title>S</title>\n{inner}\n</channel></rss>'.encode()


def pick(data: bytes, item: str | None = None, audio_name: str | None = None) -> FeedNotes:
    return pick_item(data, name="feed.xml", item=item, audio_name=audio_name)


def episode(number: int, *, url: str = "", guid: str = "", title: str = "") -> str:
    return (
        f"<title>{title or f'Part {number}'}</title><guid>{guid or f'urn:{number}'}</guid>"
        f'<enclosure url="{url or f"https://h.example/e{number}.mp3"}"/><description>0:0{number} x</description>'
    )


THREE = rss(episode(3), episode(2), episode(1))


@pytest.mark.parametrize(
    ("item", "audio_name", "number"),
    [
        ("urn:2", None, 2),
        ("1", None, 1),
        ("#3", None, 3),
        ("e3.mp3", None, 1),
        ("  part   2 ", None, 2),
        (None, "e2.mp3", 2),
        (None, "/home/x/E2.MP3", 2),
        (None, "C:\\shows\\e2.mp3", 2),
        (None, "e2.m4a", 2),
    ],
)
def test_an_item_is_named_by_guid_number_file_title_or_audio(
    item: str | None, audio_name: str | None, number: int
) -> None:
    assert pick(THREE, item, audio_name).item_number == number


def test_a_guid_goes_before_a_number_and_a_file_before_a_title() -> None:
    feed = rss(episode(1, guid="2"), episode(2, title="e1.mp3"))
    assert pick(feed, "2").item_number == 1
    assert pick(feed, "e1.mp3").item_number == 1


def test_the_only_item_needs_no_name() -> None:
    assert pick(rss(episode(7))).title == "Part 7"
    assert pick(rss(episode(7)), audio_name="other.mp3").title == "Part 7"


def test_a_name_that_several_items_use_says_nothing() -> None:
    feed = rss(
        episode(1, url="https://h.example/1/media.mp3"),
        episode(2, url="https://h.example/2/media.mp3"),
        episode(3, url="https://h.example/3/other.mp3"),
    )
    with pytest.raises(NotesError, match="2 of them have that name"):
        pick(feed, audio_name="media.mp3")
    with pytest.raises(NotesError, match="2 items have the enclosure"):
        pick(feed, item="media.mp3")
    assert pick(feed, audio_name="other.mp3").item_number == 3


def test_without_a_match_the_items_are_listed() -> None:
    feed = rss(*(episode(number) for number in range(1, 26)))
    with pytest.raises(NotesError) as caught:
        pick(feed, audio_name="e99.mp3")
    lines = caught.value.message.splitlines()
    assert len(lines) == 22
    assert "25 items" in lines[0]
    assert "none has an enclosure of that name" in lines[0]
    assert lines[1].split() == ["1", "“Part", "1”", "e1.mp3"]
    assert lines[-1].strip() == "and 5 more"
    assert "--item '#1'" in caught.value.hint


def test_a_title_in_part_is_a_hint_not_a_choice() -> None:
    feed = rss(episode(1, title="The Old Mill"), episode(2, title="The Weir"))
    with pytest.raises(NotesError, match="in their title") as caught:
        pick(feed, item="mill")
    assert "Weir" not in caught.value.message


def test_an_item_beyond_those_kept_in_memory_is_still_found() -> None:
    feed = rss(*(episode(number, title="20") for number in range(1, 25)))
    assert pick(feed, "20").item_number == 20


def test_hostile_titles_are_shown_safely() -> None:
    with pytest.raises(NotesError) as caught:
        pick(rss(episode(1, title="a\x9b31m\u202eb", url="https://h.example/%1b%5b31m.mp3"), episode(2)))
    assert "\u202e" not in caught.value.message
    assert "\x9b" not in caught.value.message
    assert "\x1b" not in caught.value.message


def test_a_guid_is_taken_as_it_stands() -> None:
    feed = rss("<title>T &amp;amp; U</title><guid>https://x.example/?a=1&amp;copy=2</guid>", episode(2))
    assert pick(feed, "https://x.example/?a=1&copy=2").title == "T & U"


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://h.example/a/b/ep%2001.mp3?x=1#t", "ep 01.mp3"),
        ("https://dts.track.example/redirect.mp3/pdst.example/e/h.example/shows/ep1.mp3", "ep1.mp3"),
        ("https://h.example/play/9/https%3A%2F%2Fcdn.example%2Fstaging%2Fep1.m4a", "ep1.m4a"),
        ("https://h.example/play/9/https%253A%252F%252Fcdn.example%252Fep1.m4a%253Fk%253D1", "ep1.m4a"),
        ("https://h.example/download?id=7&file=%2Fshows%2Fep1.mp3", "ep1.mp3"),
        ("https://h.example/stream/4711", "4711"),
        ("https://h.example/", "h.example"),
        ("", ""),
    ],
)
def test_the_file_name_in_an_enclosure(url: str, name: str) -> None:
    assert file_name(url) == name


def test_the_richest_field_with_a_list_of_times_comes_first() -> None:
    body = "<p>00:00 a</p><p>01:00 b</p><p>02:00 c</p>"
    notes = pick(
        rss(
            "<title>T</title><description>0:00 short</description>"
            f"<content:encoded><![CDATA[{body}]]></content:encoded><itunes:summary>no time</itunes:summary>"
        )
    )
    assert notes.html == body
    assert [markup for markup, _ in notes.alternatives] == [body, "0:00 short", "no time"]
    notes = pick(rss(f"<content:encoded>none</content:encoded><description><![CDATA[{body}]]></description>"))
    assert [markup for markup, _ in notes.alternatives] == [body, "none"]


def test_equal_fields_are_offered_once() -> None:
    assert len(pick(rss("<description>0:00 x</description><itunes:summary>0:00 x</itunes:summary>")).alternatives) == 1


def test_markup_starts_on_its_source_line() -> None:
    data = rss("\n<title>T</title>\n<description>\n<![CDATA[\n<p>0:00 x</p>]]></description>")
    notes = pick(data)
    before = notes.html[: notes.html.index("0:00")]
    line = notes.line + before.count("\n")
    assert "0:00 x" in data.decode().splitlines()[line - 1]


def test_source_lines_do_not_end_at_65535() -> None:
    assert pick(rss("\n" * 70_000 + "<description>0:00 x</description>")).line == 70_002


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("a\nb &amp; c", "a<br>\nb &amp; c"),
        ("0:00 &lt;https://x.example&gt;", "0:00 &lt;https://x.example&gt;"),
        ("<![CDATA[a <b>b</b>\nc <a\nhref='x'>d</a>]]>", "a <b>b</b><br>\nc <a\nhref='x'>d</a>"),
        ("<![CDATA[<p>a</p>\n<p>b</p>]]>", "<p>a</p>\n<p>b</p>"),
        ("&amp;lt;p&amp;gt;a &amp;amp;amp; b&amp;lt;/p&amp;gt;", "<p>a &amp; b</p>"),
        ("<p>a <b>b</b> &lt;c&gt;</p>tail", "<p>a <b>b</b> &lt;c&gt;</p>tail"),
    ],
)
def test_a_field_becomes_markup_that_keeps_its_lines(text: str, markup: str) -> None:
    assert pick(rss(f"<description>{text}</description>")).html == markup


def test_what_an_item_says_beside_its_notes() -> None:
    notes = pick(
        rss(
            "<title>A &amp;amp; B</title><guid> g </guid><itunes:duration>1:02:03</itunes:duration>"
            '<psc:chapters version="1.2"><psc:chapter start="0" title="x"/></psc:chapters>'
            '<podcast:chapters url="https://c.example/1.json" type="application/json+chapters"/>'
            '<enclosure url="https://h.example/a.mp3"/>'
        )
    )
    assert (notes.title, notes.guid, notes.enclosures) == ("A & B", "g", ("a.mp3",))
    assert notes.duration is not None
    assert (notes.duration.seconds, notes.duration.method, notes.duration.exact) == (3723, "feed", False)
    assert notes.psc_xml is not None
    assert notes.psc_xml.startswith(b"<psc:chapters ")
    assert b'title="x"' in notes.psc_xml
    assert notes.chapters_url == "https://c.example/1.json"
    assert (notes.html, notes.alternatives) == ("", ())


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("3723", 3723),
        ("62:03", 3723),
        ("1:02:03", 3723),
        ("01:02:03.5", 3723.5),
        (" 90 ", 90),
        ("0", None),
        ("00:00:00", None),
        ("1h", None),
        ("1:2:3:4", None),
        ("٣:٠٠", None),
        ("9" * 99, None),
    ],
)
def test_durations_of_feeds(text: str, seconds: float | None) -> None:
    duration = parse_duration(text, "b")
    assert (duration and duration.seconds) == seconds


def test_atom_and_rss_1() -> None:
    atom = (
        b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>T</title><id>urn:1</id>'
        b'<link rel="alternate" href="https://p.example/x.mp3"/>'
        b'<link rel="enclosure" href="https://h.example/a.mp3"/><summary>0:00 s</summary>'
        b'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">0:00 <b>x</b><br/>y</div></content>'
        b"</entry></feed>"
    )
    notes = pick(atom)
    assert (notes.guid, notes.enclosures, notes.html) == ("urn:1", ("a.mp3",), "<div>0:00 <b>x</b><br>y</div>")
    rdf = (
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        b'xmlns:enc="http://purl.oclc.org/net/rss_2.0/enc#"><item rdf:about="urn:9"><title>T</title>'
        b'<enc:enclosure rdf:resource="https://h.example/b.mp3"/><description>0:00 x</description></item></rdf:RDF>'
    )
    notes = pick(rdf)
    assert (notes.guid, notes.enclosures, notes.html) == ("urn:9", ("b.mp3",), "0:00 x")


def test_a_video_feed_keeps_its_notes_in_a_group() -> None:
    data = (
        b'<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"><entry><title>T</title>'
        b"<media:group><media:description>0:00 x\n1:00 y</media:description></media:group></entry></feed>"
    )
    assert pick(data).html == "0:00 x<br>\n1:00 y"


def test_an_undeclared_prefix_is_understood_and_said() -> None:
    notes = pick(b"<rss><channel><item><content:encoded>0:00 x</content:encoded></item></channel></rss>")
    assert notes.html == "0:00 x"
    assert [finding.rule for finding in notes.findings] == ["feed-damaged"]


def test_a_feed_in_another_encoding() -> None:
    data = rss("<title>Соль</title>", before='<?xml version="1.0" encoding="windows-1251"?>')
    assert pick(data.decode().encode("cp1251")).title == "Соль"
    assert pick(rss("<title>Соль</title>").decode().encode("utf-16")).title == "Соль"
    assert pick(b"\xef\xbb\xbf" + rss("<title>Соль</title>")).title == "Соль"
    wrong = rss("<title>Соль</title>", before='<?xml version="1.0" encoding="iso-8859-1"?>')
    assert pick(wrong).title == "Соль"


def test_damage_is_said_with_its_line() -> None:
    notes = pick(rss("\n<title>Salt & pepper</title><description>0:00 x</description>"))
    (damage,) = notes.findings
    assert (damage.rule, damage.place and damage.place.line) == ("feed-damaged", 3)
    assert "a bare &" in damage.message
    assert notes.html == "0:00 x"
    cut = pick(rss("<title>T</title><description>0:00 x</description>")[:-30])
    assert [finding.rule for finding in cut.findings] == ["feed-damaged"]


def test_all_items_are_listed() -> None:
    items = list_items(THREE, "feed.xml")
    assert [(item.number, item.line, item.title, item.guid, item.names) for item in items] == [
        (1, 2, "Part 3", "urn:3", ("e3.mp3",)),
        (2, 3, "Part 2", "urn:2", ("e2.mp3",)),
        (3, 4, "Part 1", "urn:1", ("e1.mp3",)),
    ]


@pytest.mark.parametrize(
    ("data", "feed"),
    [
        (THREE, True),
        (b"\xef\xbb\xbf  <?xml version='1.0'?>\n<!-- a -- b --><?x y?><rss>", True),
        (b'<!DOCTYPE rss PUBLIC "-//N//D" "http://x"><rss version="0.91">', True),
        ('<?xml version="1.0"?><rss>'.encode("utf-16"), True),
        ("<rss>".encode("utf-16-be"), True),
        (b'<feed xmlns="http://www.w3.org/2005/Atom">', True),
        (b'<atom:feed xmlns:atom="http://www.w3.org/2005/Atom">', True),
        (b"<feed>", False),
        (b"<rssfeed>", False),
        (b"<html><rss>", False),
        (b"0:00 <rss>", False),
        (b"<!-- <rss>", False),
        (b"<", False),
        (b"", False),
    ],
)
def test_a_feed_is_known_by_its_first_element(data: bytes, feed: bool) -> None:
    assert looks_like_feed(data) is feed


TITLES = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp", "Zs"]), min_size=1, max_size=20
)
CONTAINERS: dict[str, Callable[[str], str]] = {
    "cdata": lambda markup: f"<![CDATA[{markup.replace(']]>', ']]&gt;')}]]>",
    "escaped": html.escape,
    "twice": lambda markup: html.escape(html.escape(markup)),
}


@given(st.lists(TITLES, min_size=1, max_size=6), st.sampled_from(sorted(CONTAINERS)), st.data())
def test_any_notes_come_out_as_they_went_in(titles: list[str], container: str, data: st.DataObject) -> None:
    bodies = [f"<p>{html.escape(title).replace(']]>', ']]&gt;')}</p>" for title in titles]
    feed = rss(
        *(
            f"<title>{html.escape(html.escape(title))}</title><description>{CONTAINERS[container](body)}</description>"
            for title, body in zip(titles, bodies, strict=True)
        )
    )
    number = data.draw(st.integers(1, len(titles)))
    notes = pick(feed, str(number))
    assert (notes.item_number, notes.html, notes.title) == (number, bodies[number - 1], titles[number - 1])
    assert ("escaped-twice" in [finding.rule for finding in notes.findings]) is (container == "twice")


def test_a_number_sign_makes_a_number_where_guids_are_numbers_too() -> None:
    feed = rss(episode(3, guid="1"), episode(2, guid="2"), episode(1, guid="3"))
    assert pick(feed, "3").title == "Part 1"
    assert pick(feed, "#3").title == "Part 1"
    assert pick(feed, "1").title == "Part 3"
    assert pick(rss(episode(3, guid="2"), episode(2, guid="1")), "#1").title == "Part 3"
    assert pick(rss(episode(3, guid="2"), episode(2, guid="1")), "1").title == "Part 2"
