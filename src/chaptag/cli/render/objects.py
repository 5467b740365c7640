"""Results as JSON objects: public API, each with its schema's name; chapters carry Podcasting 2.0 field names."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from typing import Any

import click

from chaptag.model.chapter import Chapter, Image
from chaptag.model.duration import Duration
from chaptag.model.errors import ChaptagError, Rejected
from chaptag.model.finding import Finding, Place
from chaptag.model.layout import Layout
from chaptag.model.reading import Reading

__all__ = [
    "chapter_objects",
    "duration_object",
    "error_object",
    "finding_objects",
    "reading_fields",
    "schema",
    "store_objects",
    "usage_object",
]


def schema(command: str) -> dict[str, Any]:
    """The first field of every object."""
    return {"schema": f"chaptag/{command}/1"}


def chapter_objects(chapters: Iterable[Chapter]) -> list[dict[str, Any]]:
    """Chapters with the field names of Podcasting 2.0; times are seconds."""
    return [_chapter(chapter) for chapter in chapters]


def _chapter(chapter: Chapter) -> dict[str, Any]:
    fields: dict[str, Any] = {"startTime": _seconds(chapter.start)}
    if chapter.end is not None:
        fields["endTime"] = _seconds(chapter.end)
    fields["title"] = chapter.title
    if chapter.url:
        fields["url"] = chapter.url
    if chapter.image is not None:
        fields["img"] = _image(chapter.image)
    if chapter.hidden:
        fields["toc"] = False
    return fields


def _image(image: Image) -> str:
    return image.url or f"data:{image.media_type};base64,{b64encode(image.data).decode()}"


def _seconds(ms: int) -> int | float:
    return ms // 1000 if ms % 1000 == 0 else ms / 1000


def duration_object(duration: Duration | None) -> dict[str, Any] | None:
    """A duration in seconds, with how it is known."""
    if duration is None:
        return None
    return {
        "seconds": round(duration.seconds, 6),
        "method": duration.method,
        "exact": duration.exact,
        "because": duration.because,
    }


def finding_objects(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Findings with everything that text output would say."""
    return [
        {
            "rule": found.rule,
            "severity": found.severity.label,
            "message": found.message,
            "why": found.why,
            "fix": found.advice,
            **({"chapter": found.chapter} if found.chapter is not None else {}),
            **({"place": _place(found.place)} if found.place is not None else {}),
        }
        for found in findings
    ]


def _place(place: Place) -> dict[str, Any]:
    fields = {
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "endColumn": place.end_column,
        "text": place.text,
        "offset": place.offset,
        "path": place.path,
    }
    return {name: value for name, value in fields.items() if value is not None}


def reading_fields(reading: Reading) -> dict[str, Any]:
    """The grade, and the lists to choose from where it is a doubt."""
    fields: dict[str, Any] = {"format": reading.format, "grade": reading.grade.value}
    if reading.candidates:
        fields["candidates"] = [
            {"pick": number, "why": candidate.why, "chapters": chapter_objects(candidate.chapters)}
            for number, candidate in enumerate(reading.candidates, 1)
        ]
    return fields


def store_objects(layout: Layout) -> list[dict[str, Any]]:
    """Each store of an audio file with its own list."""
    return [
        {
            "kind": store.kind,
            "label": store.label,
            "offset": store.offset,
            "chapters": chapter_objects(store.chapters),
        }
        for store in layout.stores
    ]


def error_object(error: ChaptagError) -> dict[str, Any]:
    """An error as one object, with what was found before it."""
    fields = {
        **schema("error"),
        "error": {
            "kind": type(error).__name__,
            "exitCode": error.exit_code,
            "message": error.message,
            "hint": error.hint,
            **({"place": _place(error.place)} if error.place is not None else {}),
        },
        "chapters": [],
        "findings": finding_objects(error.findings),
    }
    if isinstance(error, Rejected):
        fields["outcome"] = error.outcome
        if error.reading is not None:
            fields.update(reading_fields(error.reading))
    return fields


def usage_object(error: click.ClickException) -> dict[str, Any]:
    """A call that click could not parse, as one object."""
    return {
        **schema("error"),
        "error": {
            "kind": "UsageError",
            "exitCode": error.exit_code,
            "message": error.format_message(),
            "hint": "",
        },
        "chapters": [],
        "findings": [],
    }
