"""The parts of the page that grow with the chapters: the list, the spans, the findings beside them."""

from __future__ import annotations

from collections.abc import Sequence

from chaptag.model.chapter import Chapter
from chaptag.model.finding import Finding
from chaptag.model.timestamp import format_time
from chaptag.workflow.preview.markup import element, link_of, text, time_element

__all__ = ["COLOURS", "at", "colour_numbers", "finding_list", "finding_note", "row", "spans"]

COLOURS = 8
"""How many colours the chapters take turns with; page.css names them k0 to k7."""

_WORDS = {"error": "Error", "warning": "Warning", "info": "Note"}


def at(href: str, ms: int) -> str:
    """Address a time in the audio as a media fragment, in seconds: ``episode.mp3#t=12.5``."""
    whole, rest = divmod(ms, 1000)
    return f"{href}#t={whole}" + (f".{rest:03d}".rstrip("0") if rest else "")


def colour_numbers(chapters: Sequence[Chapter]) -> list[int | None]:
    """Give each visible chapter its colour, in turn; hidden ones have none."""
    seen, numbers = 0, []
    for chapter in chapters:
        numbers.append(None if chapter.hidden else seen % COLOURS)
        seen += not chapter.hidden
    return numbers


def row(
    number: int,
    chapter: Chapter,
    *,
    length: int,
    colour: int | None,
    href: str,
    picture: str,
    notes: Sequence[Finding],
    hours: bool,
) -> str:
    """Write one line of the list; without JavaScript its time and title open the audio at the start."""
    title = text(chapter.title) if chapter.title.strip() else element("i", "untitled")
    target = at(href, chapter.start)
    link = link_of(chapter.url)
    image = link_of(chapter.image.url) if chapter.image is not None else None
    chips = [
        element("span", "hidden", class_="chip", title="Players do not list this chapter") if chapter.hidden else "",
        _chip(link, "link", chapter.url),
        _chip(image, "picture", chapter.image.url if chapter.image is not None else None),
    ]
    main = [
        element(
            "a",
            [time_element(chapter.start, hours=hours), element("span", title, class_="title")],
            class_="play",
            href=target,
        ),
        element("span", chips, class_="chips"),
        picture,
        element("span", _length(length), class_="length"),
    ]
    below = element(
        "ul", [element("li", finding_note(each), class_=each.severity.label) for each in notes], class_="notes"
    )
    return element(
        "li",
        [element("div", main, class_="line"), below if notes else ""],
        id=f"c{number}",
        class_="chapter quiet" if colour is None else f"chapter k{colour}",
    )


def spans(chapters: Sequence[Chapter], href: str) -> str:
    """Write the coloured spans of the timeline; their places are in the page's style, as ``s1``, ``s2`` and on."""
    return "".join(
        element(
            "a",
            element("span", text(chapter.title), class_="label"),
            class_=f"span s{number} " + ("quiet" if colour is None else f"k{colour}"),
            href=at(href, chapter.start),
            tabindex="-1",
        )
        for number, (chapter, colour) in enumerate(zip(chapters, colour_numbers(chapters), strict=True), 1)
    )


def finding_note(found: Finding) -> str:
    """Write what was found and what to do."""
    return (
        element("strong", _WORDS[found.severity.label])
        + " "
        + element("span", text(found.message))
        + (" " + element("em", text(found.advice)) if found.severity.label != "info" else "")
    )


def finding_list(findings: Sequence[Finding]) -> str:
    """Write the findings that belong to no chapter."""
    if not findings:
        return ""
    items = [element("li", finding_note(each), class_=each.severity.label) for each in findings]
    return element("ul", items, class_="notes top")


def _length(ms: int) -> str:
    """Write a length for a glance: ``45 s``, ``12:05``, ``1:02:03``."""
    seconds = (ms + 500) // 1000
    return f"{seconds} s" if seconds < 60 else format_time(seconds * 1000).removeprefix("0")


def _chip(url: str | None, name: str, given: str | None) -> str:
    """Link to an address that is one; show any other as what it says."""
    if url is not None:
        return element("a", name, class_="chip", href=url, rel="noreferrer noopener", target="_blank", title=url)
    return element("span", f"{name}: {text(given)}", class_="chip") if given else ""
