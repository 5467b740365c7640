"""Text, Markdown and HTML to lines: what a reader of the page sees, and where it stands in the source."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chaptag.notes.document import MAX_TIMES, Document, Kind, Line, LineBuilder, Style, line_starts, near_times
from chaptag.notes.documents.tags import TagScanner, attribute
from chaptag.notes.read import read_notes
from chaptag.notes.registry import kind_of, read_document


def lines(kind: str, text: str) -> list[Line]:
    return read_document(kind, text, "notes").lines


def texts(kind: str, text: str) -> list[str]:
    return [line.text for line in lines(kind, text)]


def spots(document: Document) -> list[str]:
    """What the places of all times point at."""
    found = []
    for line in document.lines:
        at = line.text.find("1:23")
        if at >= 0:
            place = document.place(line.offset(at), line.offset(at + 3) + 1)
            assert place.text is not None
            assert place.column is not None
            assert place.end_column is not None
            assert place.line is not None
            assert document.source.splitlines()[place.line - 1] == place.text
            found.append(place.text[place.column - 1 : place.end_column - 1])
    return found


class TestText:
    def test_every_character_counts(self) -> None:
        assert texts("text", "1:23 a *b* [c](d) &amp; <e>") == ["1:23 a *b* [c](d) &amp; <e>"]

    def test_bullets_and_indents(self) -> None:
        first, second = lines("text", "• 1:23 a\n   - 1:24 b")
        assert (first.text, first.kind, first.indent, first.marker) == ("1:23 a", Kind.ITEM, 0, "•")
        assert (second.text, second.kind, second.indent) == ("1:24 b", Kind.ITEM, 3)

    @pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028", "\u2029", "\v", "\f", "\x85"])
    def test_newlines_of_all_kinds(self, newline: str) -> None:
        assert texts("text", f"1:23 a{newline}1:24 b") == ["1:23 a", "1:24 b"]

    def test_what_shows_nothing_is_dropped_and_places_stay_right(self) -> None:
        document = read_document("text", "\ufeffx\n\u200f\u20281\u200b:23 y \u200e1:23 z", "notes")
        assert [line.text for line in document.lines][-1] == "1:23 y 1:23 z"
        line = document.lines[-1]
        place = document.place(line.offset(7), line.offset(10) + 1)
        assert place.text is not None
        assert (place.line, place.text[place.column - 1 : place.end_column - 1]) == (2, "1:23")  # type: ignore[operator]

    def test_gaps_are_counted(self) -> None:
        assert [line.gap for line in lines("text", "a\n1:23 b\n\n\n1:24 c")] == [0, 0, 2]

    def test_lines_far_from_times_are_left_out(self) -> None:
        found = texts("text", "\n".join(["far"] * 50 + ["1:23 here"] + ["far"] * 50))
        assert "1:23 here" in found
        assert len(found) < 20


class TestMarkdown:
    @pytest.mark.parametrize(
        ("source", "shown"),
        [
            ("**1:23** a", "1:23 a"),
            ("*1:23* _a_ ~~b~~ c", "1:23 a  c"),
            ("~~0:59~~ 1:23 [a ~~b~~ c](x)", " 1:23 a  c"),
            ("1:23 a ~~b <del>c</del> d", "1:23 a ~~b  d"),
            ("1:23 a <s>b", "1:23 a b"),
            ("~~0:59\nb~~ 1:23 a", " 1:23 a"),
            ("1:23 a " + 33 * "~~b~~ ", "1:23 a" + 33 * " b"),
            ("[1:23](#t=83) a", "1:23 a"),
            ('[1:23 a](<b c> "d")', "1:23 a"),
            ("[a][1] 1:23\n\n[1]: https://x.example", "a 1:23"),
            ("[a] 1:23\n\n[a]: https://x.example", "a 1:23"),
            ("[a] 1:23", "[a] 1:23"),
            ("[a](b_(c)) 1:23", "a 1:23"),
            ("![pic](x) 1:23 a", " 1:23 a"),
            ("[![pic](x)](y) 1:23 a", " 1:23 a"),
            ("`1:23` a `b*c*`", "1:23 a b*c*"),
            ("1:23 a&amp;b &lt;c&gt; &#58; &nope;", "1:23 a&b <c> : &nope;"),
            (r"\[1:23\] \*a\* \d", r"[1:23] *a* \d"),
            ("1:23 snake_case_name 5 * 3", "1:23 snake_case_name 5 * 3"),
            ("1:23 <b>a</b><span class=x>b</span><!-- c --> d", "1:23 ab d"),
            ("1:23 a < b > c", "1:23 a < b > c"),
            ("1:23 <https://x.example/a_b_c>", "1:23 https://x.example/a_b_c"),
            ("### 1:23 a ###", "1:23 a"),
            ("### 1:23 C#", "1:23 C#"),
            ("1:23 a\\", "1:23 a"),
            ("1:23 a[^1]", "1:23 a"),
            ("- [x] 1:23 a", "1:23 a"),
            ("3) 1:23 a", "1:23 a"),
            ("> > 1:23 a", "1:23 a"),
            ("**1:23 a", "**1:23 a"),
            ("1:23 [a](b", "1:23 [a](b"),
        ],
    )
    def test_marks_are_not_shown(self, source: str, shown: str) -> None:
        assert texts("markdown", source)[0] == shown

    def test_kinds(self) -> None:
        source = "1:23 a\n\n## 1:23 b\n\n- 1:23 c\n\n> 1:23 d\n\n```\n1:23 e\n```\n\n"
        source += "|1:23|f|\n|-|-|\n|1:24|g|\n\n1:23 h\n===\n"
        assert [line.kind for line in lines("markdown", source)] == [
            Kind.PARAGRAPH,
            Kind.HEADING,
            Kind.ITEM,
            Kind.QUOTE,
            Kind.CODE,
            Kind.ROW,
            Kind.ROW,
            Kind.HEADING,
        ]

    def test_comments_are_not_shown_and_one_that_is_never_closed_hides_nothing(self) -> None:
        assert texts("markdown", "<!--\n1:23 a\n-->\n1:24 b") == ["1:24 b"]
        assert "1:24 b" in texts("markdown", "<!--\n1:23 a\n1:24 b")

    def test_a_link_may_go_over_a_line(self) -> None:
        first, second = lines("markdown", "- 1:23 [a\n  b](https://x.example)\n")
        assert [(span.style, span.href) for span in (*first.spans, *second.spans)] == [
            (Style.LINK, "https://x.example"),
            (Style.LINK, "https://x.example"),
        ]

    def test_cells(self) -> None:
        (line,) = lines("markdown", "| 1:23 | a \\| b | **c** |")
        assert [line.text[start:stop] for start, stop in line.cells] == ["1:23", "a | b", "c"]

    def test_front_matter(self) -> None:
        source = '---\ntitle: a\ndate: 2024-01-01 10:20:30\nduration: "49:27"\nchapters:\n'
        source += '  - time: "1:23"\n    title: "b"\n---\n1:24 c'
        document = read_document("markdown", source, "notes")
        assert [line.text for line in document.lines] == ["1:23", "b", "1:24 c"]
        assert document.stated is not None
        assert document.stated[0] == 2_967_000
        assert source[document.stated[1] :].startswith("49:27")

    def test_soft_and_hard_breaks(self) -> None:
        assert [line.soft for line in lines("markdown", "- 1:23 a\n  b  \n  c\\\n  d<br>e")] == [
            False,
            True,
            False,
            False,
            False,
        ]

    def test_a_huge_block_is_read_as_it_stands(self) -> None:
        assert texts("markdown", "**1:23** " + "a" * 70_000)[0].startswith("**1:23**")


class TestHtml:
    def test_blocks_are_lines(self) -> None:
        source = "<h2>a</h2><p>1:23 b<br>1:24 c</p><div>1:25 <b>d</b>&amp;e</div><ul><li>1:26 f<ul><li>1:27 g</ul></ul>"
        found = lines("html", source)
        assert [line.text for line in found] == ["a", "1:23 b", "1:24 c", "1:25 d&e", "1:26 f", "1:27 g"]
        assert [line.indent for line in found] == [0, 0, 0, 0, 0, 2]
        assert [line.level for line in found] == [2, 0, 0, 0, 0, 0]

    def test_white_space_is_one_space(self) -> None:
        assert texts("html", "<p>  1:23 \t a  <b> b</b></p>") == ["1:23 a b"]

    @pytest.mark.parametrize("hidden", ["script", "style", "template", "title", "textarea"])
    def test_what_a_page_does_not_show(self, hidden: str) -> None:
        assert texts("html", f"<{hidden}>1:22 no</{hidden}><p>1:23 a") == ["1:23 a"]

    @pytest.mark.parametrize(
        "source",
        [
            '<p title="a > b">1:23 a</p>',
            "<p data-x='<b>'>1:23 a</p>",
            "<p>1:23 a</p",
            "<p>1:23 a<!-- b",
            "<P>1:23 a</P>",
            "<p>1:23 a<unknown/></p>",
            "<![CDATA[1:23 a]]>",
            "<?xml version='1.0'?><p>1:23 a</p>",
            "1:23 a",
        ],
    )
    def test_broken_markup(self, source: str) -> None:
        assert texts("html", source)[0].startswith("1:23 a")

    def test_a_tag_that_is_never_closed_costs_no_more_than_its_line(self) -> None:
        assert "1:23 a" in texts("html", "<p>x</p>\n<!-- never closed\n<p>1:23 a</p>")

    def test_rows(self) -> None:
        (line,) = lines("html", "<table><tr><td>1:23</td><td>a <b>b</b></td></tr></table>")
        assert line.kind is Kind.ROW
        assert [line.text[start:stop] for start, stop in line.cells] == ["1:23", "a b"]

    def test_links_keep_their_targets(self) -> None:
        (line,) = lines("html", '<p>1:23 <a class="x" href="https://x.example/?a=1&amp;b=2">a</a></p>')
        assert [(line.text[span.start : span.stop], span.href) for span in line.spans] == [
            ("a", "https://x.example/?a=1&b=2")
        ]

    def test_of_a_large_page_only_what_is_near_times_is_read(self) -> None:
        far = "<ul><li>far " + "away " * 60_000
        source = f"<h2>Top</h2><p>1:23 a</p>{far}<li>1:24 b<ul><li>1:25 c</ul></ul>{far}"
        found = lines("html", source)
        timed = [line for line in found if line.text.startswith("1:")]
        assert [(line.text, line.indent) for line in timed] == [("1:23 a", 0), ("1:24 b", 0), ("1:25 c", 2)]
        assert found[0].text == "Top"
        assert sum(len(line.text) for line in found) < 20_000

    def test_times_written_with_references_are_times(self) -> None:
        assert texts("html", "<p>1&#58;23 a</p>") == ["1:23 a"]

    def test_an_edge_between_time_and_title_is_a_space(self) -> None:
        assert texts("html", "<p>Intro<span>1:23</span></p>") == ["Intro 1:23"]


@pytest.mark.parametrize("kind", ["text", "markdown", "html"])
def test_places_point_at_the_time_in_the_source(kind: str) -> None:
    source = {
        "text": "a\r\n\r\n  1:23 b\n\u20281:23 c\n",
        "markdown": "# a\n\n  * **[1:23](x)** &amp; b\n\n| x | _1:23_ |\n\nc `1:23`\n",
        "html": "<ul>\n <li>&nbsp;<b>1:23</b> b</li><li>&#8206;&amp; 1:23</li>\n</ul><p>1:23 d",
    }[kind]
    document = read_document(kind, source, "notes")
    found = []
    for line in document.lines:
        at = line.text.find("1:23")
        if at >= 0:
            place = document.place(line.offset(at), line.offset(at + 3) + 1)
            assert place.text is not None
            found.append(place.text[place.column - 1 : place.end_column - 1])  # type: ignore[operator]
    assert found == ["1:23"] * len(found)
    assert len(found) >= 2


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("1:23 a", "x.txt", "text"),
        ("1:23 a", "x.md", "markdown"),
        ("1:23 a", "x.htm", "html"),
        ("1:23 a", "<notes>", "text"),
        ("[1:23](x) a", "x.txt", "markdown"),
        ("**1:23** a", "<notes>", "markdown"),
        ("# a\n1:23 a", "<notes>", "markdown"),
        ("<p>1:23 a</p>", "<notes>", "html"),
        ("1:23 a<br>1:24 b<br>1:25 c<br>", "x.txt", "html"),
        ("<!DOCTYPE html><p>1:23", "x.md", "html"),
        ("a <b> c", "x.txt", "text"),
        ("1:23 a &amp; b", "x.txt", "markdown"),
        ("1:23 a &#8211; b", "x.txt", "markdown"),
        ("1:23 a<br>", "x.txt", "markdown"),
        ("1:23 Q&A; R&D", "x.txt", "text"),
    ],
)
def test_the_content_tells_the_kind_where_it_is_clear(text: str, name: str, kind: str) -> None:
    assert kind_of(text, name) == kind


def test_crowded_notes_are_said() -> None:
    document = read_document("text", "0:10 a\n" * (MAX_TIMES + 5), "notes")
    assert [finding.rule for finding in document.findings] == ["too-many-times"]
    assert len(document.lines) <= MAX_TIMES + 20


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="<>/a\"'= !-[]CDT&;\n", max_size=80))
def test_tags_are_found_in_any_text(text: str) -> None:
    scanner = TagScanner(text)
    at = text.find("<")
    while at >= 0:
        tag = scanner.match(at)
        assert tag is None or at < tag.end <= len(text)
        at = text.find("<", at + 1)


def test_attributes() -> None:
    assert attribute(" class=x href=\"a&amp;b\" title='c' data-y = z", "href") == "a&b"
    assert attribute(" href=a", "title") == ""


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(alphabet="ab\u200b\u200e\ufeff ", max_size=6), max_size=6))
def test_a_line_knows_where_each_character_came_from(parts: list[str]) -> None:
    builder, source = LineBuilder(), "x"
    for part in parts:
        builder.add(part, len(source))
        source += part + "|"
    line = builder.build(Kind.PARAGRAPH)
    assert all(source[line.offset(index)] == char for index, char in enumerate(line.text))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["a", "1:23 b", ""]), max_size=60))
def test_ranges_near_times_hold_all_times_and_do_not_overlap(rows: list[str]) -> None:
    source = "\n".join(rows)
    ranges = list(near_times(source, line_starts(source)))
    assert all(a[1] <= b[0] for a, b in zip(ranges, ranges[1:], strict=False))
    covered = {line for low, high in ranges for line in range(low, high)}
    assert {number for number, row in enumerate(rows) if "1:23" in row} <= covered


def test_html_that_shows_its_tags_is_read_as_html() -> None:
    reading = read_notes("&lt;p&gt;0:00 A &amp;amp; B&lt;br&gt;1:30 C&lt;/p&gt;&lt;p&gt;5:30 D&lt;/p&gt;", name="x.txt")
    assert [chapter.title for chapter in reading.chapters] == ["A & B", "C", "D"]
    assert [finding.rule for finding in reading.findings] == ["escaped-twice"]
    for text in (
        "Notes\n&lt;ul&gt;\n&lt;li&gt;0:00 A&lt;/li&gt;\n&lt;li&gt;1:30 C&lt;/li&gt;\n&lt;li&gt;5:30 D&lt;/li&gt;",
        "Notes&lt;br&gt;\n0:00 A&lt;br&gt;\n1:30 C&lt;br /&gt;\n5:30 D&lt;br/&gt;\n",
        "Notes &lt;p class=&quot;x&quot;&gt;0:00 A&lt;/p&gt;&lt;p&gt;1:30 C&lt;/p&gt;&lt;p&gt;(5:30) D",
    ):
        assert [chapter.title for chapter in read_notes(text, name="x.txt").chapters] == ["A", "C", "D"]


def test_notes_that_speak_of_tags_keep_them() -> None:
    talk = read_notes("0:00 What &lt;p&gt; means\n1:30 &lt;p&gt; or &lt;br&gt;\n5:30 &lt;div&gt; C", name="x.txt")
    assert [chapter.title for chapter in talk.chapters] == ["What <p> means", "<p> or <br>", "<div> C"]
