"""What each command prints for programs: its result as one object."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chaptag.cli.render.objects import (
    error_object,
    reading_fields,
    schema,
    store_objects,
)
from chaptag.workflow.objects import chapter_objects, duration_object, finding_objects
from chaptag.workflow.read import AudioContents, NotesContents

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chaptag.model.reading import Explained
    from chaptag.workflow.convert import Converted
    from chaptag.workflow.preview.preview import PreviewResult
    from chaptag.workflow.remove import RemoveResult
    from chaptag.workflow.tag import TagResult
    from chaptag.workflow.verify import Verified

__all__ = [
    "config_object",
    "contents_object",
    "convert_object",
    "formats_object",
    "preview_object",
    "remove_object",
    "rules_object",
    "tag_object",
    "verify_object",
]


def tag_object(result: TagResult) -> dict[str, Any]:
    """``chaptag/tag/1``."""
    return {
        **schema("tag"),
        "outcome": result.outcome,
        "audio": result.audio,
        "output": result.output,
        "notes": result.notes,
        "grade": result.grade.value,
        "dryRun": result.dry_run,
        "sidecars": list(result.sidecars),
        "sidecarsUnchanged": list(result.sidecars_unchanged),
        "duration": duration_object(result.duration),
        "bytesKept": result.bytes_kept,
        "bytesNew": result.bytes_put,
        "chapters": chapter_objects(result.chapters),
        "before": chapter_objects(result.before),
        "findings": finding_objects(result.findings),
    }


def remove_object(result: RemoveResult) -> dict[str, Any]:
    """``chaptag/remove/1``."""
    return {
        **schema("remove"),
        "outcome": result.outcome,
        "audio": result.audio,
        "output": result.output,
        "dryRun": result.dry_run,
        "bytesKept": result.bytes_kept,
        "bytesNew": result.bytes_put,
        "before": chapter_objects(result.before),
        "findings": finding_objects(result.findings),
    }


def convert_object(result: Converted, source: str, output: str) -> dict[str, Any]:
    """``chaptag/convert/1``: what was written to a file; without one, standard output is the chapter file itself."""
    return {
        **schema("convert"),
        "source": source,
        "output": output,
        "format": result.format,
        "chapters": chapter_objects(result.chapters),
        "findings": finding_objects(result.findings),
    }


def config_object(rows: Sequence[tuple[str, Any, str]]) -> dict[str, Any]:
    """``chaptag/config/1``: each option that can be configured, its value, and where that comes from."""
    return {
        **schema("config"),
        "options": [{"name": name, "value": value, "origin": origin} for name, value, origin in rows],
    }


def formats_object() -> dict[str, Any]:
    """``chaptag/formats/1``: what can be read and written, and what each one loses."""
    from chaptag.containers.registry import CONTAINERS
    from chaptag.formats.registry import FORMATS

    return {
        **schema("formats"),
        "formats": [
            {
                "name": kind.name,
                "suffixes": list(kind.suffixes),
                "mediaType": kind.media_type,
                "reads": kind.reads,
                "writes": kind.writes,
                "loses": kind.loses,
            }
            for kind in FORMATS
        ],
        "containers": [
            {"name": kind.name, "suffixes": list(kind.suffixes), "chaptersIn": kind.stores, "loses": kind.loses}
            for kind in CONTAINERS
        ],
    }


def rules_object() -> dict[str, Any]:
    """``chaptag/rules/1``: the catalogue."""
    from chaptag.model.rules import FAMILIES

    return {
        **schema("rules"),
        "rules": [
            {
                "name": rule.name,
                "severity": rule.severity,
                "family": family,
                "reason": rule.reason,
                "fix": rule.fix,
            }
            for family, rules in FAMILIES
            for rule in rules
        ],
    }


def preview_object(result: PreviewResult) -> dict[str, Any]:
    """``chaptag/preview/1``."""
    return {
        **schema("preview"),
        "audio": result.audio,
        "output": result.output,
        "notes": result.notes,
        "size": result.size,
        "waveform": not result.waveform,
        "duration": duration_object(result.duration),
        "chapters": chapter_objects(result.chapters),
        "before": chapter_objects(result.before),
        "findings": finding_objects(result.findings),
    }


def contents_object(contents: AudioContents | NotesContents, *, explain: bool) -> dict[str, Any]:
    """``chaptag/show/1``."""
    fields = {**schema("show"), "source": contents.name}
    if isinstance(contents, AudioContents):
        fields |= {
            "container": contents.layout.container,
            "label": contents.layout.label,
            "size": contents.layout.size,
            "duration": duration_object(contents.duration),
            "details": dict(contents.layout.details),
            **({"audioSha256": contents.audio_hash} if contents.audio_hash else {}),
            "chapters": chapter_objects(contents.chapters),
            "stores": store_objects(contents.layout),
        }
    else:
        fields |= {**reading_fields(contents.reading), "chapters": chapter_objects(contents.chapters)}
        if explain:
            fields["explained"] = [_explained(line) for line in contents.reading.explained]
    return {**fields, "findings": finding_objects(contents.findings)}


def _explained(line: Explained) -> dict[str, Any]:
    return {
        "line": line.place.line,
        "column": line.place.column,
        "text": line.place.text,
        "chapter": line.taken,
        "why": line.why,
    }


def verify_object(result: Verified) -> dict[str, Any]:
    """``chaptag/verify/1``."""
    if result.error is not None:
        return error_object(result.error)
    return {
        **schema("verify"),
        "audio": result.audio,
        "notes": result.notes,
        "passed": result.passed,
        "duration": duration_object(result.duration),
        "chapters": chapter_objects(result.chapters),
        "findings": finding_objects(result.findings),
    }
