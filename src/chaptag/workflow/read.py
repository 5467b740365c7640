"""Read: what chaptag sees in notes, feeds, chapter files and audio."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from chaptag.checks.registry import run_checks
from chaptag.checks.subject import Subject
from chaptag.model.errors import InputError, NotesError, UsageError
from chaptag.model.finding import Place
from chaptag.model.text import call
from chaptag.workflow.given import check_given
from chaptag.workflow.judging import judge, placed
from chaptag.workflow.naming import called_audio, misnamed
from chaptag.workflow.settings import ReadOptions, RuleSettings
from chaptag.workflow.sources import Audio, PathLikeStr, Text, open_any

if TYPE_CHECKING:
    from chaptag.model.chapter import ChapterList
    from chaptag.model.duration import Duration
    from chaptag.model.finding import Finding
    from chaptag.model.layout import Layout
    from chaptag.model.reading import Reading

__all__ = ["AudioContents", "NotesContents", "read"]


class AudioContents(NamedTuple):
    """What an audio file holds. `duration` is None where only a walk through the audio could tell (`deep`)."""

    name: str
    layout: Layout
    duration: Duration | None
    findings: tuple[Finding, ...]
    audio_hash: str | None = None

    @property
    def chapters(self) -> ChapterList:
        """The list that a player shows."""
        return self.layout.chapters


class NotesContents(NamedTuple):
    """What notes, a feed or a chapter file say, as understood."""

    name: str
    reading: Reading
    findings: tuple[Finding, ...]

    @property
    def chapters(self) -> ChapterList:
        """The chapters as understood; none where they are in doubt."""
        return self.reading.chapters


def read(
    source: PathLikeStr | Text,
    *,
    reading: ReadOptions | None = None,
    rules: RuleSettings | None = None,
    deep: bool = False,
    hash_audio: bool = False,
) -> AudioContents | NotesContents:
    """Read chapters out of anything: a path, or ``-`` for text on standard input.

    Of audio only the tag is read; `deep` measures the sound as well, `hash_audio` takes its SHA-256. Raises
    InputError for what cannot be read; notes without chapters are no error here.
    """
    check_given(reading, rules)
    options, rules = reading or ReadOptions(), rules or RuleSettings()
    with open_any(source) as opened:
        if isinstance(opened, Audio):
            return _read_audio(opened, rules, deep=deep, hash_audio=hash_audio)
        from chaptag.workflow.chapters import check_reading, read_chapters, stated_duration

        if options.snap is not None:
            raise UsageError(
                "--snap needs the audio", hint=call("tag", "AUDIO", opened.name, "--snap", "2s", "--dry-run")
            )
        try:
            found = read_chapters(opened, None, options)
        except NotesError as error:
            if opened.path is None or not called_audio(opened.path):
                raise
            raise InputError(
                "is called like audio, and is neither audio that chaptag knows nor text",
                hint="The export or download may have failed; fetch it again.",
                place=Place(opened.name),
            ) from error
    known = None if options.duration is None else stated_duration(options.duration)
    findings = judge((*found.findings, *check_reading(found, Subject(found.chapters, known))), rules)
    return NotesContents(opened.name, replace(found, findings=findings), findings)


def _read_audio(audio: Audio, rules: RuleSettings, *, deep: bool, hash_audio: bool) -> AudioContents:
    layout = audio.container.inspect(audio.source)
    duration: Duration | None = layout.duration
    measured: tuple[Finding, ...] = ()
    if deep:
        measurement = audio.container.measure(audio.source, deep=True)
        duration, measured = measurement.duration, measurement.findings
    stores = [found for store in layout.stores for found in store.findings]
    checked = run_checks(Subject(layout.chapters, duration)) if layout.chapters else ()
    digest = None
    if hash_audio:
        from chaptag.workflow.hashing import payload_hash

        digest = payload_hash(audio)
    return AudioContents(
        audio.name,
        layout,
        duration,
        judge(placed((*misnamed(audio), *layout.findings, *stores, *measured, *checked), audio.name), rules),
        digest,
    )
