"""Convert: chapters from any source into any chapter format."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from chaptag.checks.subject import Subject
from chaptag.containers.registry import CONTAINERS
from chaptag.formats.registry import FORMATS, FormatKind, load, nearest
from chaptag.model.errors import Rejected, UsageError
from chaptag.model.finding import Finding, Place
from chaptag.model.reading import Reading
from chaptag.model.text import call
from chaptag.storage.write import leave, write_new
from chaptag.workflow.chapters import check_reading, read_chapters, require_chapters, stated_duration
from chaptag.workflow.given import check_given, given_path
from chaptag.workflow.judging import judge, reject_errors
from chaptag.workflow.plan import read_for
from chaptag.workflow.settings import ReadOptions, RuleSettings
from chaptag.workflow.sidecars import holds
from chaptag.workflow.sources import Audio, PathLikeStr, open_any, open_audio
from chaptag.workflow.storing import refuse_audio_as_output, refuse_input_as_output

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chaptag.model.chapter import ChapterList
    from chaptag.model.duration import Duration

__all__ = ["Converted", "convert", "list_containers", "list_formats"]


@dataclass(frozen=True, slots=True)
class Converted:
    """A chapter file as text, what it was made of, and what the format could not hold.

    `written` is False without an output, and where the output held this text already.
    """

    text: str
    format: str
    chapters: ChapterList
    findings: tuple[Finding, ...]
    written: bool = False


def convert(
    source: PathLikeStr,
    *,
    to: str | None = None,
    output: PathLikeStr | None = None,
    audio: PathLikeStr | None = None,
    overwrite: bool = False,
    reading: ReadOptions | None = None,
    rules: RuleSettings | None = None,
) -> Converted:
    """Read chapters from `source` (a path, or ``-``) and write them as the format `to`, or by `output`'s suffix.

    `audio` is the sound that the chapters are about: its duration settles doubtful times, and snapping listens to it.
    With `output` the text is also written to that file; one that holds it already is left as it is. Raises
    ChaptagError; a source without chapters, in doubt, or with findings that forbid it, is Rejected.
    """
    check_given(reading, rules)
    output = given_path(output)
    options, rules = reading or ReadOptions(), rules or RuleSettings()
    kind = _kind(to, output)
    refuse_input_as_output(output, source, audio)
    refuse_audio_as_output(output)
    name, held, duration = _reading(source, audio, options)
    chapters = held.chapters
    dumped = load(kind.name).dumps(chapters, duration=None if duration is None else duration.ms, title=None)
    found = judge((*held.findings, *check_reading(held, Subject(chapters, duration)), *dumped.findings), rules)
    reject_errors(found, rules, what=name)
    data = dumped.text.encode("utf-8", "surrogatepass")
    written = output is not None and not holds(output, data)
    if output is not None and written:
        found += write_new(output, data, overwrite=overwrite).findings
    elif output is not None:
        leave(output)
    return Converted(dumped.text, kind.name, chapters, judge(found, rules), written)


def _reading(
    source: PathLikeStr, audio: PathLikeStr | None, options: ReadOptions
) -> tuple[str, Reading, Duration | None]:
    """What to call a source, what it says, and the duration of the sound, if known."""
    with open_any(source) as opened:
        if isinstance(opened, Audio):
            held = opened.container.inspect(opened.source).chapters
            if not held:
                raise Rejected(
                    "holds no chapters",
                    outcome="no-chapters",
                    hint=f"Write some: {call('tag', opened.name, 'NOTES')}",
                    place=Place(opened.name),
                )
            reading, duration, found = read_for(opened, Reading(held, resolution=1), options)
            return opened.name, replace(reading, findings=(*reading.findings, *found)), duration
        text = opened
    if audio is None:
        if options.snap is not None:
            raise UsageError("--snap needs the audio", hint="Name it: chaptag convert NOTES --audio AUDIO --snap 2s")
        reading = read_chapters(text, None, options)
        require_chapters(reading, text.name, options)
        return text.name, reading, None if options.duration is None else stated_duration(options.duration)
    with open_audio(audio) as sound:
        reading, duration, found = read_for(sound, text, options)
    require_chapters(reading, text.name, options)
    return text.name, replace(reading, findings=(*reading.findings, *found)), duration


def _kind(to: str | None, output: str | None) -> FormatKind:
    writable = [kind for kind in FORMATS if kind.writes]
    names = ", ".join(kind.name for kind in writable)
    if output is not None:
        _refuse_sound(Path(output).suffix)
    if to is not None:
        for kind in writable:
            if kind.name == to.lower():
                return kind
        _refuse_sound(to)
        raise UsageError(f"there is no format {to!r} to write", hint=nearest(to, writable))
    name = "" if output is None else Path(output).name.lower()
    fitting = [kind for kind in writable if any(name.endswith(suffix) for suffix in kind.suffixes)]
    named = [kind for kind in fitting if name.endswith(f".{kind.name}")]
    if len(named or fitting) == 1:
        return (named or fitting)[0]
    several = ", ".join(kind.name for kind in fitting)
    raise UsageError(
        f"which format? {several} are all written as that" if fitting else "which format? No suffix says it",
        hint=f"Pass --to with one of: {several or names}.",
    )


def _refuse_sound(name: str) -> None:
    """Raise UsageError where audio is asked for."""
    suffix = f".{name.lower().removeprefix('.')}"
    if any(suffix in kind.suffixes for kind in CONTAINERS):
        raise UsageError(
            f"{suffix[1:]} is audio: convert writes chapter files, and does not convert sound",
            hint=f"To write chapters into audio: {call('tag', 'AUDIO', 'NOTES')}",
        )


def list_formats() -> list[str]:
    """One row a format: name, suffixes, media type, what it can do, what it loses."""
    rows = [("name", "suffixes", "media type", "reads", "writes", "loses")]
    rows += [
        (
            kind.name,
            " ".join(kind.suffixes),
            kind.media_type,
            "yes" if kind.reads else "no",
            "yes" if kind.writes else "no",
            kind.loses,
        )
        for kind in FORMATS
    ]
    return _aligned(rows)


def list_containers() -> list[str]:
    """One row a kind of audio file: name, suffixes, where its chapters are, what they lose."""
    rows = [("audio", "suffixes", "chapters in", "loses")]
    rows += [(kind.name, " ".join(kind.suffixes), kind.stores, kind.loses) for kind in CONTAINERS]
    return _aligned(rows)


def _aligned(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """Make lines of rows, with cells of one width but the last."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    return [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]]) for row in rows
    ]
