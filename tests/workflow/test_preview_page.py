"""The page as text: self-contained, under a strict policy, with titles as data; its parts say what they are to say."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shlex
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from chaptag.model.chapter import Chapter, ChapterList, Image, Location
from chaptag.model.finding import finding
from chaptag.workflow.preview.changes import changes
from chaptag.workflow.preview.data import command
from chaptag.workflow.preview.page import PICTURE_BYTES, build_page
from chaptag.workflow.preview.waveform import COLUMNS, fine, outline, ticks

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(200))
LIST = ChapterList.of([Chapter(0, "Intro"), Chapter(32_480, "Interview"), Chapter(600_000, "Outro")])


def page(chapters: ChapterList = LIST, **values: Any) -> str:
    known: dict[str, Any] = {
        "title": "The Show",
        "audio_href": "ep.mp3",
        "duration_ms": 900_000,
        "peaks": [at % 300 * 100 for at in range(9000)],
        "audio_name": "ep.mp3",
    }
    return build_page(chapters=chapters, **(known | values))


def parsed(text: str) -> html.HtmlElement:
    return html.fromstring(text)


def data_of(text: str) -> dict[str, Any]:
    (found,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    return dict(json.loads(found))


def classes(text: str, name: str) -> Sequence[html.HtmlElement]:
    return list(parsed(text).find_class(name))


def test_the_same_values_give_the_same_bytes() -> None:
    assert page() == page()


def test_the_policy_allows_this_script_this_style_and_nothing_else() -> None:
    text = page()
    policy = parsed(text).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert "unsafe" not in policy
    for tag, rule in (("script", "script-src"), ("style", "style-src")):
        (body,) = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
        assert rules[rule] == f"'sha256-{digest}'"
    assert rules["media-src"] == "'self' file:"
    assert rules["img-src"] == "data:"


def test_nothing_on_it_is_inline_code_or_loaded_from_elsewhere() -> None:
    tree = parsed(page(ChapterList.of([Chapter(0, "a", url="https://example.org/x", image=Image(PNG, "image/png"))])))
    assert not tree.xpath("//@style")
    assert not [name for element in tree.iter() for name in element.attrib if str(name).startswith("on")]
    assert not tree.xpath("//link | //iframe | //img | //object | //embed | //base | //script[@src]")
    loaded = tree.xpath("//@src | //*[local-name()='image']/@href")
    assert all(str(each).startswith("data:") or each == "ep.mp3" for each in loaded)


def test_without_script_each_chapter_opens_the_audio_at_its_start() -> None:
    links = parsed(page()).xpath("//ol//a[@class='play']/@href")
    assert links == ["ep.mp3#t=0", "ep.mp3#t=32.48", "ep.mp3#t=600"]


HOSTILE = [
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "--><!-- <!--<script>",
    "$title ${data} $$ %s {0}",
    "\"'`><svg onload=alert(1)>",
    "a\0b\x1b[31mc\u202ed\u2028e",
    "\ud800 lone",
    "]]></style><b>",
]


@pytest.mark.parametrize("title", HOSTILE)
def test_a_title_is_data_wherever_it_stands(title: str) -> None:
    chapters = ChapterList.of([Chapter(0, title, url=f"javascript:{title}"), Chapter(5000, "b")])
    before = ChapterList.of([Chapter(0, f"{title}?")])
    found = [finding("empty-title", title, chapter=1), finding("no-pause", title)]
    text = page(chapters, title=title, before=before, findings=found, audio_name=f"{title}.mp3", notes_name=title)
    text.encode("utf-8")
    tree = parsed(text)
    assert len(tree.xpath("//script")) == 2
    assert len(tree.xpath("//style")) == 1
    assert not tree.xpath("//main//svg//*[@onload] | //img | //b")
    assert not [href for href in tree.xpath("//a/@href") if str(href).startswith("javascript")]
    assert data_of(text)["chapters"][0]["title"] == title


@given(st.text(max_size=40), st.text(max_size=40))
@settings(max_examples=40)
def test_any_title_and_address_survive_as_data(title: str, url: str) -> None:
    text = page(ChapterList.of([Chapter(0, title, url=url)]))
    assert data_of(text)["chapters"][0]["title"] == title
    assert len(parsed(text).xpath("//script")) == 2
    assert all(
        str(h).startswith(("ep.mp3#", "http://", "https://", "#p")) for h in parsed(text).xpath("//main//a/@href")
    )


def test_only_web_addresses_become_links() -> None:
    urls = ["https://example.org/a?b=1&c=2", "javascript:alert(1)", "http:", "file:///etc/passwd", "https://a b", "//x"]
    text = page(ChapterList.of(Chapter(at * 1000, "x", url=url) for at, url in enumerate(urls)))
    links = [link.get("href") for link in classes(text, "chip") if link.tag == "a"]
    assert links == [urls[0]]
    assert "link: javascript:alert(1)" in [chip.text_content() for chip in classes(text, "chip")]


def test_findings_stand_beside_their_chapters_and_the_others_on_top() -> None:
    found = [finding("too-short", "lasts 0.8 s", chapter=2), finding("not-from-zero", "starts late")]
    tree = parsed(page(findings=found))
    assert "lasts 0.8 s" in tree.get_element_by_id("c2").text_content()
    assert "starts late" in tree.find_class("top")[0].text_content()
    assert "starts late" not in tree.get_element_by_id("c2").text_content()
    assert "2 warnings" in tree.find_class("meta")[0].text_content()


def test_chapters_stand_in_the_order_of_time_with_their_own_findings() -> None:
    chapters = ChapterList.of([Chapter(60_000, "late"), Chapter(0, "early")])
    tree = parsed(page(chapters, findings=[finding("too-short", "this one", chapter=1)]))
    assert "early" in tree.get_element_by_id("c1").text_content()
    assert "late" in tree.get_element_by_id("c2").text_content()
    assert "this one" in tree.get_element_by_id("c2").text_content()


def test_what_tagging_changes_is_shown_where_something_does() -> None:
    before = ChapterList.of([Chapter(0, "Intro"), Chapter(32_000, "Interview"), Chapter(700_000, "Bonus")])
    tree = parsed(page(before=before))
    rows = [" ".join(row.text_content().split()) for row in tree.xpath("//table//tr")]
    assert rows[1:] == [
        "00:32 Interview00:32.480 Interview0.48 s later",
        "–10:00 Outroadded",
        "11:40 Bonus–removed",
    ]
    assert tree.find_class("lane")
    assert not classes(page(before=LIST), "changes")
    assert not classes(page(before=ChapterList()), "changes")
    assert "no chapters in the file yet" in page(before=ChapterList())
    assert not classes(page(before=None), "lane")


def test_changes_pair_by_title_then_by_time_each_chapter_once() -> None:
    before = ChapterList.of([Chapter(0, "a"), Chapter(100, "b"), Chapter(5000, "x"), Chapter(9000, "gone")])
    after = ChapterList.of([Chapter(0, "a"), Chapter(4000, "b"), Chapter(5400, "y"), Chapter(20_000, "new")])
    assert [(p.before and p.before.title, p.after and p.after.title, p.what) for p in changes(before, after)] == [
        ("a", "a", "same"),
        ("b", "b", "moved"),
        ("x", "y", "moved and renamed"),
        ("gone", None, "removed"),
        (None, "new", "added"),
    ]


lists = st.lists(st.tuples(st.integers(0, 20_000), st.sampled_from("abc ")), max_size=12).map(
    lambda pairs: ChapterList.of(Chapter(start, title.strip()) for start, title in pairs)
)


@given(lists, lists)
def test_changes_lose_and_invent_nothing(before: ChapterList, after: ChapterList) -> None:
    pairs = changes(before, after)
    key = lambda c: (c.start, c.title)  # noqa: E731
    assert sorted((p.before for p in pairs if p.before), key=key) == sorted(before, key=key)
    assert sorted((p.after for p in pairs if p.after), key=key) == sorted(after, key=key)
    assert all(pair.what == "same" for pair in changes(before, before))


def test_each_picture_is_in_the_page_once_and_too_large_ones_are_named() -> None:
    chapters = ChapterList.of(
        [
            Chapter(0, "a", image=Image(PNG, "image/png")),
            Chapter(1000, "b", image=Image(PNG, "image/png")),
            Chapter(2000, "c", image=Image(PNG + bytes(PICTURE_BYTES), "image/png")),
            Chapter(3000, "d", image=Image(b"<svg onload=alert(1)>", "image/svg+xml")),
            Chapter(4000, "e", image=Image(url="https://example.org/e.jpg")),
        ]
    )
    text = page(chapters)
    assert text.count(base64.b64encode(PNG).decode()) == 1
    assert len(classes(text, "picture")) == 2
    assert [chip.text_content() for chip in classes(text, "chip")] == ["picture, 100 kB", "picture, 1 kB", "picture"]


def test_the_script_gets_everything_that_a_download_needs() -> None:
    chapters = ChapterList.of(
        [
            Chapter(0, "a", end=5000, url="https://example.org", location=Location("Ghent", "geo:51,3")),
            Chapter(9000, "b", image=Image(url="https://example.org/b.png")),
            Chapter(9500, "picture", hidden=True),
        ]
    )
    data = data_of(page(chapters))
    assert data["chapters"] == [
        {"start": 0, "title": "a", "colour": 0, "end": 5000, "url": "https://example.org"}
        | {"location": {"name": "Ghent", "geo": "geo:51,3"}},
        {"start": 9000, "title": "b", "colour": 1, "img": "https://example.org/b.png"},
        {"start": 9500, "title": "picture", "colour": None, "hidden": True},
    ]
    assert data["names"] == {"notes": "ep.corrected.txt", "json": "ep.chapters.json"}
    assert data["duration"] == 900_000


@pytest.mark.parametrize(
    "name",
    ["ep.mp3", "my show's $HOME `id`.mp3", "-rf.mp3", "--output=x.mp3", "a\nb.mp3", "ü & ö.mp3", "$(rm -rf ~).mp3"],
)
def test_the_command_is_one_a_shell_takes_apart_as_it_was_meant(name: str) -> None:
    words = shlex.split(command(name, f"{name}.json"))
    assert words[:2] == ["chaptag", "tag"]
    assert len(words) == 4
    assert not words[2].startswith("-")
    assert words[2].removeprefix("./") == name.replace("\n", "\\x0a")


def test_only_names_are_shown_never_folders() -> None:
    text = page(audio_name="/home/me/secret/ep.mp3", notes_name="/home/me/secret/notes.txt")
    assert "secret" not in text
    assert "notes: notes.txt" in parsed(text).find_class("meta")[0].text_content()


def test_an_hour_with_many_chapters_stays_small() -> None:
    chapters = ChapterList.of(Chapter(at * 90_000, f"Chapter {at} with a title of usual length") for at in range(40))
    found = [
        finding("snapped", "“Chapter” moves from 00:32 to 00:32.480, 0.48 s later", chapter=n) for n in range(1, 41)
    ]
    before = ChapterList.of(Chapter(c.start + 500, c.title) for c in chapters)
    text = page(
        chapters,
        duration_ms=3_600_000,
        peaks=[(at * 7919) % 32_768 for at in range(36_000)],
        findings=found,
        before=before,
    )
    assert len(text.encode()) < 300_000


def test_the_audio_can_be_inside() -> None:
    text = page(embed=("audio/mpeg", b"ID3\x03sound"))
    assert parsed(text).xpath("//audio/@src") == [
        "data:audio/mpeg;base64," + base64.b64encode(b"ID3\x03sound").decode()
    ]
    assert "media-src data:" in text
    assert data_of(text)["embedded"] is True


def test_a_page_without_peaks_is_a_page() -> None:
    text = page(peaks=[])
    assert data_of(text)["fine"] == ""
    assert len(classes(text, "chapter")) == 4  # three and the template for new ones


@pytest.mark.parametrize("duration", [0, -5])
def test_a_page_needs_a_duration(duration: int) -> None:
    with pytest.raises(ValueError, match="needs a duration"):
        page(duration_ms=duration)


def test_names_and_roles_for_those_who_cannot_see() -> None:
    tree = parsed(page())
    assert tree.get("lang") == "en"
    assert tree.xpath("//audio[@controls]")
    assert all(button.text_content().strip() for button in tree.xpath("//button"))
    assert all(label.text_content().strip() for label in tree.iter("label"))
    assert not [i for i in tree.xpath("//@id") if tree.xpath("//@id").count(i) > 1]
    assert {s.get("aria-label") or s.get("aria-labelledby") for s in tree.xpath("//section")} >= {
        "Player",
        "list-title",
    }
    assert len(tree.xpath("//h1")) == 1


def test_the_waveform_follows_the_peaks() -> None:
    path = outline([0] * 500 + [32_000] * 500)
    heights = [float(y) for x, y in re.findall(r"([\d.]+),([\d.]+)", path)][:COLUMNS]
    assert min(heights[: COLUMNS // 2 - 5]) > 45
    assert max(heights[COLUMNS // 2 + 5 :]) < 10
    assert outline([]) == ""
    assert base64.b64decode(fine([0, 32_000, 32_000, 32_000]))[0] == 0


@given(st.integers(1, 400_000_000))
def test_the_ruler_is_never_crowded(duration: int) -> None:
    assert 1 <= len(ticks(duration)) <= 9
    assert ticks(duration)[0] == 0
