"""Looking and listening: what a click, a key and a screen do."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from chaptag.model.chapter import Chapter, ChapterList
from chaptag.model.finding import finding
from tests.browser.conftest import LIST, STARTS, TITLES, Shown, until

if TYPE_CHECKING:
    from playwright.sync_api import Page


def position(page: Page) -> float:
    return float(page.evaluate("document.getElementById('audio').currentTime"))


def playing(page: Page) -> bool:
    return not page.evaluate("document.getElementById('audio').paused")


def current(page: Page) -> str:
    return page.locator(".chapter.current .title").text_content() or ""


def settle(page: Page) -> None:
    until(page, "!document.getElementById('audio').seeking")


def test_a_click_plays_from_the_start_of_the_chapter(show: Shown) -> None:
    page = show()
    for number in (3, 1, 5):
        page.click(f"#c{number} .play")
        settle(page)
        assert playing(page)
        assert STARTS[number - 1] / 1000 <= position(page) < STARTS[number - 1] / 1000 + 1.5
        until(page, f"document.querySelector('#c{number}').classList.contains('current')")
        assert page.locator("[aria-current=true]").count() == 1
        assert page.locator("#now").text_content() == TITLES[number - 1]


def test_the_highlight_follows_the_sound(show: Shown) -> None:
    page = show()
    page.evaluate("document.getElementById('audio').currentTime = 19.9")
    until(page, "document.querySelector('#c2').classList.contains('current')")
    page.keyboard.press("Space")
    until(page, "document.querySelector('#c3').classList.contains('current')")
    assert "Chapter 3 of 5: Interview" in (page.locator("#live").text_content() or "")


def test_the_timeline_plays_where_it_is_clicked_and_a_label_from_its_start(show: Shown) -> None:
    page = show()
    box = page.locator("#timeline").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.6)
    settle(page)
    assert position(page) == pytest.approx(30, abs=1)
    page.locator(".span.s2 .label").click()
    settle(page)
    assert 10 <= position(page) < 11.5


def test_keys(show: Shown) -> None:
    page = show()
    page.keyboard.press("Space")
    assert playing(page)
    page.keyboard.press("Space")
    assert not playing(page)
    page.evaluate("document.getElementById('audio').currentTime = 12")
    page.keyboard.press("ArrowRight")
    assert position(page) == pytest.approx(17, abs=0.1)
    page.keyboard.press("Shift+ArrowLeft")
    assert position(page) == pytest.approx(16, abs=0.1)
    page.keyboard.press("n")
    settle(page)
    assert 20.48 <= position(page) < 21.5
    page.keyboard.press("p")
    settle(page)
    assert 10 <= position(page) < 11.5
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('.chapter').id") == "c3"
    page.keyboard.press("Enter")
    settle(page)
    assert playing(page)
    assert 20.4 <= position(page) < 22
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    page.keyboard.press("Space")
    page.keyboard.press("Escape")
    assert not page.locator("#help").is_visible()


def test_hostile_titles_are_text(show: Shown) -> None:
    titles = [
        "</script><script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "\"'`><svg/onload=alert(1)>",
        "{{7*7}} ${7*7}",
        "x" * 3000,
    ]
    chapters = ChapterList.of(
        Chapter(at * 10_000, title, url=f"javascript:alert({at})") for at, title in enumerate(titles)
    )
    found = [finding("empty-title", titles[0], chapter=1)]
    page = show(chapters, title=titles[1], findings=found, before=LIST, notes_name=titles[0])
    assert page.locator("#chapters .title").all_text_contents() == titles
    page.click("#correct")
    page.fill("#c2 .edit-time", "15")
    page.press("#c2 .edit-time", "Enter")
    assert page.locator("#chapters .title").all_text_contents() == titles
    assert page.locator("h1").text_content() == titles[1]
    page.click("#correct")
    page.click("#c3 .play")
    assert page.locator("#now").text_content() == titles[2]


def test_without_javascript_it_is_a_page_with_links(show: Shown) -> None:
    page = show(context={"java_script_enabled": False})
    links = page.locator("#chapters .play")
    assert [str(link.get_attribute("href")).partition("#")[2] for link in links.all()] == [
        "t=0",
        "t=10",
        "t=20.48",
        "t=35",
        "t=50",
    ]
    assert page.locator("audio").is_visible()
    assert page.locator("noscript p").is_visible()
    for hidden in ("#correct", "#now", "#closeup", "#apply", "#add", "#handles"):
        assert not page.locator(hidden).is_visible()


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (390, "dark"), (1200, "light")])
def test_it_fits_every_width_and_both_themes(show: Shown, width: int, scheme: str) -> None:
    titles = [
        "A title of usual length",
        "Donaudampfschifffahrtsgesellschaftskapitänsmützenhersteller",
        "日本語のタイトル" * 8,
    ]
    chapters = ChapterList.of(Chapter(at * 15_000, title, url="https://example.org") for at, title in enumerate(titles))
    found = [finding("too-short", "a very long sentence about what was found here, with figures 12:03.456", chapter=2)]
    page = show(
        chapters,
        findings=found,
        before=LIST,
        context={"viewport": {"width": width, "height": 700}, "color_scheme": scheme},
    )
    for correcting in (False, True):
        if correcting:
            page.click("#correct")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for button in page.locator("button:visible").all():
            box = button.bounding_box()
            assert box is not None
            assert 0 <= box["x"] <= box["x"] + box["width"] <= width + 0.5
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(18, 17, 22)"
    assert dark == (scheme == "dark")


def luminance(colour: list[int]) -> float:
    parts = [value / 255 for value in colour]
    linear = [value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4 for value in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_enough_contrast(show: Shown, scheme: str) -> None:
    """WCAG AA: 4.5 to 1 between text and its ground."""
    found = [finding("too-short", "short", chapter=2), finding("empty-title", "no title")]
    page = show(findings=found, before=LIST[1:], context={"color_scheme": scheme})
    script = """selector => {
      const element = document.querySelector(selector);
      const numbers = (text) => {
        const scale = text.startsWith("color(srgb") ? 255 : 1;
        return text.match(/[\\d.]+/g).map((each, index) => Number(each) * (index < 3 ? scale : 1));
      };
      const paint = (node) => numbers(getComputedStyle(node).backgroundColor);
      let ground = element;
      while (ground !== document.body && (paint(ground)[3] ?? 1) < 0.5) ground = ground.parentElement;
      return [numbers(getComputedStyle(element).color), paint(ground)];
    }"""
    page.click("#c4 .play")
    texts = ["h1", ".meta span", "#c3 .time", "#c3 .title", "#c3 .length", "#c4 .time", "#c4 .title", ".notes strong"]
    for selector in (*texts, ".what", "#correct", ".tick", "footer"):
        ink, ground = (luminance(colour[:3]) for colour in page.evaluate(script, selector))
        assert (max(ink, ground) + 0.05) / (min(ink, ground) + 0.05) >= 4.5, selector


def test_on_paper_only_what_paper_can_show(show: Shown) -> None:
    page = show()
    page.emulate_media(media="print")
    assert not page.locator("audio").is_visible()
    assert not page.locator("#correct").is_visible()
    assert page.locator("#chapters").is_visible()


def test_missing_audio_is_said(show: Shown) -> None:
    page = show(audio_href="missing.wav", audio_name="missing.wav")
    page.wait_for_selector("#trouble:not([hidden])")
    assert "missing.wav" in (page.locator("#trouble").text_content() or "")
    show.complaints.clear()  # type: ignore[attr-defined]  # the browser says so, too


def test_audio_inside_the_page_plays(show: Shown, audio: Path) -> None:
    page = show(embed=("audio/wav", audio.read_bytes()))
    assert str(page.get_attribute("#audio", "src")).startswith(
        "data:audio/wav;base64," + base64.b64encode(b"RIFF").decode()[:4]
    )
    page.click("#c3 .play")
    settle(page)
    assert playing(page)
    assert 20.48 <= position(page) < 22


def test_a_screen_reader_hears_names(show: Shown) -> None:
    page = show()
    page.click("#correct")
    heard = page.locator("body").aria_snapshot()
    for name in (
        'heading "The Show"',
        'region "Player"',
        'slider "Start of Interview"',
        'textbox "Start"',
        'textbox "Title"',
    ):
        assert name in heard, name
    assert page.locator("#handles [role=slider]").nth(2).get_attribute("aria-valuetext") == "00:20.480"
