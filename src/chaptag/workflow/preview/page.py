"""`build_page`: one HTML file to look at, listen to and correct; a pure function of values."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from importlib.resources import files
from pathlib import PurePath
from string import Template

from chaptag.model.chapter import Chapter, ChapterList
from chaptag.model.finding import Finding
from chaptag.model.timestamp import format_time
from chaptag.workflow.preview.data import ends, page_data
from chaptag.workflow.preview.difference import difference_table
from chaptag.workflow.preview.gallery import Gallery
from chaptag.workflow.preview.markup import element, json_text, text
from chaptag.workflow.preview.rows import colour_numbers, finding_list, row, spans
from chaptag.workflow.preview.waveform import outline, ticks

__all__ = ["PICTURE_BYTES", "build_page"]

PICTURE_BYTES = 100_000
"""How many bytes of chapter pictures a page carries at most; the others are named."""

_SCRIPTS = ("page.js", "correct.js", "download.js", "closeup.js")


def build_page(
    *,
    title: str,
    audio_href: str,
    duration_ms: int,
    chapters: ChapterList,
    findings: Sequence[Finding] = (),
    peaks: Sequence[int] = (),
    before: ChapterList | None = None,
    embed: tuple[str, bytes] | None = None,
    audio_name: str = "",
    notes_name: str = "",
) -> str:
    """Make the page for `chapters` of an audio of `duration_ms`.

    `audio_href` is the address of the audio as the page is to write it: relative and percent-encoded, or with a
    scheme. `peaks` are 0 to 32768 at equal distances, many of them (ten a second is good): the overview and the
    close-up are drawn from them. A finding with a chapter's number stands beside that chapter. `before` is the list
    in the file; where it differs the page shows what tagging would change, and says so where it is empty. `embed` is
    the media type and the bytes of the audio itself, and then no other file is needed. `audio_name` and `notes_name`
    are names as people know them; only the last part of a path is shown.

    The page loads nothing, and its policy forbids it to; titles are data in it, never code. The same values give the
    same bytes. Raises ValueError without a duration.
    """
    if duration_ms <= 0:
        msg = f"a page needs a duration, not {duration_ms} ms"
        raise ValueError(msg)
    audio_name, notes_name = PurePath(audio_name).name or "episode", PurePath(notes_name).name
    hours = duration_ms >= 3_600_000
    facts = [audio_name, format_time(duration_ms, hours=hours), f"notes: {notes_name}" if notes_name else ""]
    if before is not None and not before:
        facts.append("no chapters in the file yet")
    numbered = sorted(enumerate(chapters, 1), key=lambda pair: (pair[1].start, pair[1].hidden))
    ordered = [chapter for _, chapter in numbered]
    beside: dict[int, list[Finding]] = {number: [] for number, _ in numbered}
    for found in findings:
        if found.chapter in beside:
            beside[found.chapter].append(found)
    elsewhere = [found for found in findings if found.chapter not in beside]
    gallery = Gallery(PICTURE_BYTES)
    rows = _rows(numbered, beside, duration_ms, audio_href, gallery, hours=hours)
    style = _resource("page.css") + _places(ordered, duration_ms)
    script = "(() => {\n'use strict';\n" + "".join(map(_resource, _SCRIPTS)) + "})();\n"
    embedded = embed is not None
    source = audio_href if embed is None else f"data:{embed[0]};base64,"
    sound = "" if embed is None else str(base64.b64encode(embed[1]), "ascii")
    del embed  # large, and not needed twice
    return Template(_resource("template.html")).substitute(
        policy=text(_policy(style, script, embedded=embedded)),
        title=text(title),
        style=style,
        pictures=gallery.defs(),
        meta=_meta(facts, findings),
        findings=finding_list(elsewhere),
        length=text(format_time(duration_ms // 1000 * 1000, hours=hours)),
        spans=spans(ordered, audio_href),
        stops=_stops(ordered, duration_ms),
        outline=outline(peaks),
        body=outline(peaks, loudest=False),
        lane="" if not before else _lane(before, chapters, duration_ms),
        ruler="".join(
            element("span", format_time(at, hours=hours), class_=f"tick t{index}")
            for index, at in enumerate(ticks(duration_ms))
        ),
        audio=text(source),
        sound=sound,
        count=str(len(ordered)),
        rows=rows,
        changes="" if not before else difference_table(before, chapters, hours=hours),
        data=json_text(json.dumps(page_data(ordered, duration_ms, peaks, audio_href, audio_name, embedded=embedded))),
        script=script,
    )


def _resource(name: str) -> str:
    return files(__package__).joinpath(name).read_text("utf-8")


def _policy(style: str, script: str, *, embedded: bool) -> str:
    """Allow exactly this script and this style, the audio, and pictures that the page itself holds."""
    hashes = [base64.b64encode(hashlib.sha256(part.encode()).digest()).decode() for part in (script, style)]
    sound = "data:" if embedded else "'self' file:"
    return (
        f"default-src 'none'; script-src 'sha256-{hashes[0]}'; style-src 'sha256-{hashes[1]}'; img-src data:; "
        f"media-src {sound}; base-uri 'none'; form-action 'none'"
    )


def _places(ordered: Sequence[Chapter], duration_ms: int) -> str:
    """Write where the spans and the ticks stand; a strict policy has no room for style attributes."""
    rules = [
        f".s{number}{{left:{_percent(c.start, duration_ms)};width:{_percent(end - c.start, duration_ms)}}}"
        for number, (c, end) in enumerate(zip(ordered, ends(ordered, duration_ms), strict=True), 1)
    ]
    rules += [f".t{index}{{left:{_percent(at, duration_ms)}}}" for index, at in enumerate(ticks(duration_ms))]
    return "\n".join(rules) + "\n"


def _percent(ms: int, duration_ms: int) -> str:
    return f"{100 * min(max(ms, 0), duration_ms) / duration_ms:.4f}%"


def _stops(ordered: Sequence[Chapter], duration_ms: int) -> str:
    """Colour the waveform by chapter: two stops of a gradient at each boundary."""
    return "".join(
        f'<stop offset="{_percent(at, duration_ms)}" class="k{colour}"/>'
        for chapter, colour, end in zip(ordered, colour_numbers(ordered), ends(ordered, duration_ms), strict=True)
        if colour is not None
        for at in (chapter.start, end)
    )


def _lane(before: ChapterList, after: ChapterList, duration_ms: int) -> str:
    """Draw the spans of the list in the file, where there is one and it differs."""
    old = sorted(before.visible, key=lambda c: c.start)
    if not old or [(c.start, c.title) for c in before.visible] == [(c.start, c.title) for c in after.visible]:
        return ""
    rects = "".join(
        f'<rect x="{_percent(c.start, duration_ms)}" width="{_percent(end - c.start, duration_ms)}" height="100%">'
        f"<title>{text(c.title)}</title></rect>"
        for c, end in zip(old, ends(old, duration_ms), strict=True)
    )
    name = element("p", "In the file now", class_="lane-name muted")
    return name + element("svg", rects, class_="lane", role="img", aria_label="The chapters in the file now")


def _meta(facts: list[str], findings: Sequence[Finding]) -> str:
    found = [(severity, sum(f.severity.label == severity for f in findings)) for severity in ("error", "warning")]
    counts = [f"{number} {severity}{'' if number == 1 else 's'}" for severity, number in found if number]
    return "".join(element("span", text(part)) for part in (*facts, *counts) if part)


def _rows(
    numbered: Sequence[tuple[int, Chapter]],
    beside: dict[int, list[Finding]],
    duration_ms: int,
    href: str,
    gallery: Gallery,
    *,
    hours: bool,
) -> str:
    ordered = [chapter for _, chapter in numbered]
    return "".join(
        row(
            place,
            chapter,
            length=end - chapter.start,
            colour=colour,
            href=href,
            picture=gallery.show(chapter),
            notes=beside[number],
            hours=hours,
        )
        for place, (number, chapter), end, colour in zip(
            range(1, len(ordered) + 1), numbered, ends(ordered, duration_ms), colour_numbers(ordered), strict=True
        )
    )
