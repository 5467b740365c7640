"""Values as JSON objects, for output, reports and journals: public API; chapters carry Podcasting 2.0 field names."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from chaptag.model.chapter import Chapter, Image
    from chaptag.model.duration import Duration
    from chaptag.model.finding import Finding, Place

__all__ = ["chapter_objects", "duration_object", "finding_objects", "place_object"]


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
            **({"place": place_object(found.place)} if found.place is not None else {}),
        }
        for found in findings
    ]


def place_object(place: Place) -> dict[str, Any]:
    """A place; only what is known."""
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
