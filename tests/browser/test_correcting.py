"""Correcting in the page: drag, type, hear, undo, download; chaptag reads the download as it was meant."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import chaptag
from chaptag.model.chapter import Chapter, ChapterList, Image, Location
from tests.browser.conftest import LIST, STARTS, TITLES, Shown, until

if TYPE_CHECKING:
    from playwright.sync_api import Page


def download(page: Page, button: str, folder: Path) -> Path:
    with page.expect_download() as waiting:
        page.click(button)
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def values(path: Path, duration: float = 60.0) -> list[tuple[int, str]]:
    """Read the download as `chaptag tag` would."""
    contents = chaptag.read(path, reading=chaptag.ReadOptions(duration=round(duration * 1000)))
    assert isinstance(contents, chaptag.NotesContents)
    assert contents.reading.grade is chaptag.Grade.SURE
    return [(chapter.start, chapter.title) for chapter in contents.chapters]


def listed(page: Page) -> list[tuple[str, str]]:
    times = page.locator("#chapters .time").all_text_contents()
    return list(zip(times, page.locator("#chapters .title").all_text_contents(), strict=True))


def typed(page: Page, number: int, field: str, text: str) -> None:
    page.fill(f"#c{number} .edit-{field}", text)
    page.press(f"#c{number} .edit-{field}", "Enter")


def start_of(page: Page, number: int) -> str:
    return page.locator(f"#c{number} .edit-time").input_value()


@pytest.mark.parametrize("kind", ["notes", "json"])
def test_what_is_edited_is_what_chaptag_reads(show: Shown, tmp_path: Path, kind: str) -> None:
    page = show()
    page.click("#correct")
    typed(page, 3, "time", "0:21.25")
    typed(page, 4, "title", "  Letters & “mail” <3 ")
    page.click("#c5 .edit-remove")
    page.evaluate("document.getElementById('audio').currentTime = 42.5")
    page.click("#add")
    page.keyboard.type("A late thought – ü")
    page.keyboard.press("Enter")
    path = download(page, f"#save-{kind}", tmp_path)
    assert values(path) == [
        (0, "Intro"),
        (10_000, "Headlines"),
        (21_250, "Interview"),
        (35_000, "Letters & “mail” <3"),
        (42_500, "A late thought – ü"),
    ]


def test_the_names_and_the_command_fit_the_audio(show: Shown, tmp_path: Path, audio: Path) -> None:
    page = show()
    page.click("#correct")
    path = download(page, "#save-json", tmp_path)
    assert path.name == "my show's ep.chapters.json"
    words = shlex.split(page.locator("#command").text_content() or "")
    assert words == ["chaptag", "tag", audio.name, path.name]
    assert download(page, "#save-notes", tmp_path).name == "my show's ep.corrected.txt"


def test_json_keeps_what_notes_cannot_say(show: Shown, tmp_path: Path) -> None:
    chapters = ChapterList.of(
        [
            Chapter(0, "a", end=8000, url="https://example.org/a?b=1&c=2"),
            Chapter(10_000, "b", image=Image(url="https://example.org/b.png"), location=Location("Ghent", "geo:51,3")),
            Chapter(12_000, "slide", hidden=True),
            Chapter(30_000, ""),
        ]
    )
    page = show(chapters)
    page.click("#correct")
    path = download(page, "#save-json", tmp_path)
    contents = chaptag.read(path)
    assert isinstance(contents, chaptag.NotesContents)
    assert contents.chapters == chapters
    assert json.loads(path.read_text("utf-8"))["version"] == "1.2.0"


def test_nothing_edited_gives_the_list_back(show: Shown, tmp_path: Path) -> None:
    page = show()
    page.click("#correct")
    assert values(download(page, "#save-notes", tmp_path)) == list(zip(STARTS, TITLES, strict=True))
    assert page.locator("#state").text_content() == "Nothing changed yet."


def drag(page: Page, selector: str, by: float) -> None:
    box = page.locator(selector).bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 6):
        page.mouse.move(x + by * step / 5, y)
    page.mouse.up()


def test_a_boundary_is_dragged_on_the_timeline(show: Shown) -> None:
    page = show()
    width = page.locator("#timeline").bounding_box()
    assert width is not None
    drag(page, "#handles .handle:nth-child(4)", width["width"] * 5 / 60)
    assert page.locator("html.correct").count() == 1
    moved = page.evaluate(
        "Number(document.querySelector('#handles .handle:nth-child(4)').getAttribute('aria-valuenow'))"
    )
    assert moved == pytest.approx(40_000, abs=100)
    assert page.locator("#state").text_content() == "1 chapter differs from what was read."
    drag(page, "#handles .handle:nth-child(4)", -width["width"])
    moved = page.evaluate(
        "Number(document.querySelector('#handles .handle:nth-child(4)').getAttribute('aria-valuenow'))"
    )
    assert moved == 20_480 + 100
    page.keyboard.press("Control+z")
    page.click("#undo")
    assert [title for _, title in listed(page)] == list(TITLES)
    assert listed(page)[3][0] == "00:35"
    assert page.locator("#undo").is_disabled()


def test_a_boundary_that_is_only_clicked_plays_from_there(show: Shown) -> None:
    page = show()
    page.click("#handles .handle:nth-child(3)")
    assert 20.4 <= float(page.evaluate("document.getElementById('audio').currentTime")) < 22
    assert page.locator("html.correct").count() == 0


def test_undo_brings_back_what_was_removed(show: Shown) -> None:
    page = show()
    page.click("#correct")
    page.click("#c3 .edit-remove")
    assert len(listed(page)) == 4
    page.click("#correct")
    page.click("#correct")
    page.click("#undo")
    assert [title for _, title in listed(page)] == list(TITLES)
    assert start_of(page, 3) == "00:20.480"
    typed(page, 3, "title", "Back")
    assert listed(page)[2][1] == "Back"


def test_the_close_up_drags_finely_and_keys_move_by_tenths(show: Shown) -> None:
    page = show()
    page.click("#correct")
    page.focus("#c3 .edit-time")
    box = page.locator("#strip").bounding_box()
    assert box is not None
    drag(page, "#strip-handle", box["width"] / 40)
    assert page.locator("#close-name").text_content() == "Interview"
    after = page.evaluate("Number(document.getElementById('strip-handle').getAttribute('aria-valuenow'))")
    assert after == pytest.approx(21_480, abs=60)
    assert page.locator("#strip-noted").is_visible()
    page.focus("#strip-handle")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowLeft")
    assert page.evaluate("Number(document.getElementById('strip-handle').getAttribute('aria-valuenow'))") == after - 900
    page.click("#c3 [data-by='100']")
    assert page.evaluate("Number(document.getElementById('strip-handle').getAttribute('aria-valuenow'))") == after - 800


def test_hearing_around_a_start_begins_before_it_and_stops_after(show: Shown) -> None:
    page = show()
    page.click("#correct")
    page.evaluate("document.getElementById('audio').playbackRate = 8")
    page.click("#c3 .edit-hear")
    assert 15.4 <= float(page.evaluate("document.getElementById('audio').currentTime")) < 20
    until(page, "document.getElementById('audio').paused")
    assert 25.4 <= float(page.evaluate("document.getElementById('audio').currentTime")) < 27.5


@pytest.mark.parametrize("text", ["abc", "1:99", "2:00:00", "", "10", "-5"])
def test_a_time_that_makes_no_sense_changes_nothing(show: Shown, text: str) -> None:
    """No time, beyond the end, or taken by another chapter."""
    page = show()
    page.click("#correct")
    typed(page, 3, "time", text)
    assert page.get_attribute("#c3 .edit-time", "aria-invalid") == "true"
    assert listed(page)[2] == ("00:20.480", "Interview")
    assert "time" in (page.locator("#state").text_content() or "") or "Another" in (
        page.locator("#state").text_content() or ""
    )


def test_a_time_past_a_neighbour_moves_the_line(show: Shown) -> None:
    page = show()
    page.click("#correct")
    typed(page, 2, "time", "40")
    assert [title for _, title in listed(page)] == ["Intro", "Interview", "Letters", "Headlines", "Outro"]
    assert page.locator("#spans .label").all_text_contents() == ["Intro", "Interview", "Letters", "Headlines", "Outro"]


def test_the_last_chapter_cannot_be_removed(show: Shown) -> None:
    page = show(LIST[:1])
    page.click("#correct")
    page.click("#c1 .edit-remove")
    assert len(listed(page)) == 1


def test_typing_is_typing(show: Shown) -> None:
    """Keys of the player do nothing inside a field."""
    page = show()
    page.click("#correct")
    page.click("#c2 .edit-title")
    page.keyboard.press("End")
    page.keyboard.type(" n p ?h e")
    assert page.locator("#c2 .edit-title").input_value() == "Headlines n p ?h e"
    assert page.evaluate("document.getElementById('audio').paused")
    assert not page.locator("#help").is_visible()
    page.keyboard.press("Enter")
    assert start_of(page, 2) == "00:10"


def test_leaving_with_corrections_that_were_not_saved_asks(show: Shown) -> None:
    page = show()
    page.click("#correct")
    typed(page, 2, "title", "Other")
    page.close(run_before_unload=True)
    page.wait_for_timeout(300)
    asked = [each for each in show.complaints if each.startswith("dialog")]  # type: ignore[attr-defined]
    show.complaints.clear()  # type: ignore[attr-defined]
    assert len(asked) == 1
