"""A real browser: Debian's chromium, driven by Playwright; every page is watched for errors and requests."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from chaptag.model.chapter import Chapter, ChapterList
from chaptag.workflow.preview.page import build_page
from tests.support.sound import burst, quiet, write_wav
from tests.support.tools import absent

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page

STARTS = (0, 10_000, 20_480, 35_000, 50_000)
TITLES = ("Intro", "Headlines", "Interview", "Letters", "Outro")
LIST = ChapterList.of(Chapter(start, title) for start, title in zip(STARTS, TITLES, strict=True))
DURATION = 60_000


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        absent("playwright is not installed")
    program = os.environ.get("CHAPTAG_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        absent("chromium is not installed")
    with sync_playwright() as driver:
        arguments = ["--no-sandbox", "--autoplay-policy=no-user-gesture-required", "--mute-audio"]
        running = driver.chromium.launch(executable_path=program, args=arguments)
        yield running
        running.close()


@pytest.fixture(scope="session")
def audio(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A minute of sound, a word a second."""
    path = tmp_path_factory.mktemp("audio") / "my show's ep.wav"
    word = burst(400) + quiet(600)
    assert write_wav(path, [word for _ in range(DURATION // 1000)]) == DURATION
    return path


Shown = Callable[..., "Page"]


def until(page: Page, expression: str) -> None:
    """Wait until `expression` is true in the page; Playwright's own wait needs eval, which the policy forbids."""
    for _ in range(250):
        if page.evaluate(f"Boolean({expression})"):
            return
        page.wait_for_timeout(20)
    pytest.fail(f"still not true: {expression}")


@pytest.fixture
def show(browser: Browser, audio: Path, tmp_path: Path) -> Iterator[Shown]:
    """Open a page; at the end of the test there must have been no error, no warning, no request but for its files."""
    contexts: list[Any] = []
    complaints: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def open_page(chapters: ChapterList = LIST, *, context: dict[str, Any] | None = None, **values: Any) -> Page:
        known: dict[str, Any] = {
            "title": "The Show",
            "audio_href": audio.as_uri(),
            "duration_ms": DURATION,
            "peaks": [20_000 if at % 10 < 4 else 300 for at in range(600)],
            "audio_name": audio.name,
        }
        path = tmp_path / f"page{len(contexts)}.html"
        path.write_text(build_page(chapters=chapters, **(known | values)), "utf-8")
        contexts.append(browser.new_context(**(context or {})))
        page: Page = contexts[-1].new_page()
        page.set_default_timeout(5000)
        allowed = (path.as_uri(), audio.as_uri(), "blob:null/", "data:")
        page.on("request", lambda r: None if r.url.startswith(allowed) else complaints.append(f"request: {r.url}"))
        page.on(
            "console", lambda m: complaints.append(f"console: {m.text}") if m.type in {"error", "warning"} else None
        )
        page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        page.on("dialog", dismiss)
        page.goto(path.as_uri())
        if (context or {}).get("java_script_enabled", True):
            until(page, "document.getElementById('audio').readyState > 0 || document.getElementById('audio').error")
        return page

    open_page.complaints = complaints  # type: ignore[attr-defined]
    yield open_page
    for each in contexts:
        each.close()
    assert complaints == []
