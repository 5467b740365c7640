"""Results as JSON objects: public API, each with its schema's name; chapters carry Podcasting 2.0 field names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chaptag.model.errors import ChaptagError, Rejected
from chaptag.workflow.objects import chapter_objects, finding_objects, place_object

if TYPE_CHECKING:
    import click

    from chaptag.model.layout import Layout
    from chaptag.model.reading import Reading

__all__ = [
    "error_object",
    "reading_fields",
    "schema",
    "store_objects",
    "usage_object",
]


def schema(command: str) -> dict[str, Any]:
    """The first field of every object."""
    return {"schema": f"chaptag/{command}/1"}


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
            **({"place": place_object(error.place)} if error.place is not None else {}),
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
    from chaptag.cli.render.findings import usage_hint

    return {
        **schema("error"),
        "error": {
            "kind": "UsageError",
            "exitCode": error.exit_code,
            "message": error.format_message(),
            "hint": usage_hint(error),
        },
        "chapters": [],
        "findings": [],
    }
