"""Verify: notes alone, audio alone, or one against the other; nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from os import fsdecode
from typing import TYPE_CHECKING

from chaptag.checks.comparison import compare
from chaptag.checks.platforms import check_platform
from chaptag.checks.profiles import PROFILES, Profile
from chaptag.checks.registry import run_checks
from chaptag.checks.subject import Subject
from chaptag.model.chapter import ChapterList
from chaptag.model.edit import EditedSource
from chaptag.model.errors import ChaptagError, Rejected, UsageError
from chaptag.model.finding import Finding, Place, Severity, finding, worst
from chaptag.model.normalise import normalise
from chaptag.model.options import WriteOptions
from chaptag.model.reading import Grade
from chaptag.model.rules.comparison import COMPARISON
from chaptag.model.text import call, count, did_you_mean
from chaptag.workflow.carry import carry_over
from chaptag.workflow.chapters import check_reading, read_chapters, require_chapters, stated_duration
from chaptag.workflow.given import check_given, given_names
from chaptag.workflow.hashing import payload_hash
from chaptag.workflow.judging import judge, placed
from chaptag.workflow.naming import called_audio, misnamed
from chaptag.workflow.pairing import candidates, find_notes, is_chapter_file
from chaptag.workflow.plan import read_for, with_origins
from chaptag.workflow.settings import ReadOptions, RuleSettings
from chaptag.workflow.sources import Audio, PathLikeStr, Text, is_audio, open_audio, read_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from chaptag.model.duration import Duration
    from chaptag.model.layout import Layout

__all__ = ["Verified", "verify"]

_DIFFERENCES = frozenset(rule.name for rule in COMPARISON)


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found about one file: `audio` alone, `notes` alone, or the two compared.

    `error` is set where the file could not be read at all.
    """

    audio: str | None
    notes: str | None
    passed: bool
    chapters: ChapterList
    duration: Duration | None
    findings: tuple[Finding, ...]
    error: ChaptagError | None = None

    @property
    def exit_code(self) -> int:
        """0 where all is well, 1 for findings that count, else the error's own."""
        return self.error.exit_code if self.error is not None else int(not self.passed)

    @property
    def name(self) -> str:
        """The file that the findings are about."""
        return self.audio or self.notes or ""


def verify(
    *files: PathLikeStr,
    reading: ReadOptions | None = None,
    writing: WriteOptions | None = None,
    rules: RuleSettings | None = None,
    tolerance: int | None = None,
    deep: bool = False,
    expect_audio: str | None = None,
    platforms: Sequence[str] = (),
    readers: Sequence[str] = (),
) -> tuple[Verified, ...]:
    """Verify each file: notes and chapter files alone, audio with the notes given or lying beside it.

    One audio and one notes file are compared with each other. `tolerance` (ms) defaults to the notes' own resolution.
    `expect_audio` is the payload hash that the sound must have. `platforms` are names of profiles to hold the chapters
    against. What is wrong is in each answer's findings, or in its
    error where the file could not be read; raises UsageError where it is not clear which file belongs to which.
    """
    check_given(reading, writing, rules)
    profiles = _profiles(given_names(platforms))
    job = _Job(
        reading or ReadOptions(),
        writing or WriteOptions(),
        rules or RuleSettings(),
        tolerance,
        deep,
        expect_audio,
        profiles,
        given_names(readers),
    )
    return tuple(job.run(audio, notes) for audio, notes in _pairs(files))


def _other_than_sidecar(audio: Audio, notes: Text, found: Sequence[Finding]) -> list[Finding]:
    """Say what differs where it is a chapter file that nobody named: it may be the older one of both."""
    if not is_chapter_file(notes.name, audio.name) or not any(each.rule in _DIFFERENCES for each in found):
        return []
    fix = f"If it is the older one, name the notes: {call('verify', audio.name, 'NOTES')}"
    message = f"{audio.name} was compared with this chapter file, which lies beside it"
    return [finding("sidecar-as-notes", message, place=Place(notes.name), fix=fix)]


def _profiles(names: Sequence[str]) -> tuple[Profile, ...]:
    known = {profile.name: profile for profile in PROFILES}
    for name in names:
        if name not in known:
            hint = did_you_mean(name, known) or f"Choose from: {', '.join(known)}."
            raise UsageError(f"there is no platform {name!r}", hint=hint)
    return tuple(known[name] for name in names)


def _pairs(files: Sequence[PathLikeStr]) -> Iterator[tuple[PathLikeStr | None, PathLikeStr | None]]:
    kinds = [(file, _sounds(file)) for file in files]
    audio = [file for file, sound in kinds if sound]
    texts = [file for file, sound in kinds if not sound]
    if len(audio) == 1 and len(texts) == 1:
        yield audio[0], texts[0]
        return
    if audio and texts:
        raise UsageError(
            f"{count(len(audio), 'audio file')} and {count(len(texts), 'notes file')}: which belongs to which?",
            hint="Give one audio and one notes file, or audio files whose notes lie beside them.",
        )
    yield from ((file, None) for file in audio)
    yield from ((None, file) for file in texts)


def _sounds(file: PathLikeStr) -> bool:
    """Whether a file is audio, or called so: an empty one, or one that cannot be read, is told of in its own answer."""
    if called_audio(fsdecode(file)):
        return True
    try:
        return is_audio(file)
    except ChaptagError:
        return False


@dataclass(frozen=True, slots=True)
class _Job:
    reading: ReadOptions
    writing: WriteOptions
    rules: RuleSettings
    tolerance: int | None
    deep: bool
    expect_audio: str | None
    profiles: tuple[Profile, ...]
    readers: tuple[str, ...]

    def run(self, audio: PathLikeStr | None, notes: PathLikeStr | None) -> Verified:
        try:
            return self._run(audio, notes)
        except ChaptagError as error:
            names = [None if file is None else fsdecode(file) for file in (audio, notes)]
            return Verified(names[0], names[1], False, ChapterList(), None, judge(error.findings, self.rules), error)

    def _run(self, audio: PathLikeStr | None, notes: PathLikeStr | None) -> Verified:
        paired = notes is None and audio is not None and bool(candidates(audio))
        if paired and audio is not None:
            notes = find_notes(audio, "verify")
        text = None if notes is None else read_text(notes)
        if audio is None:
            return self._notes_alone(text if text is not None else read_text("-"))
        with open_audio(audio) as opened:
            layout = opened.container.inspect(opened.source)
            if text is None:
                measurement = opened.container.measure(opened.source, deep=self.deep)
                duration, found = measurement.duration, list(measurement.findings)
                if not layout.chapters:
                    fix = f"Write them: {call('tag', opened.name, 'NOTES')}"
                    found.append(finding("no-chapters", "holds no chapters", place=Place(opened.name), fix=fix))
            else:
                duration, found = self._compared(opened, layout, text)
                if paired:
                    found += _other_than_sidecar(opened, text, found)
            found += [*misnamed(opened), *layout.findings]
            found += [each for store in layout.stores for each in store.findings]
            subject = Subject(layout.chapters, duration)
            found += run_checks(subject)
            found += [each for profile in self.profiles for each in check_platform(profile, subject, layout)]
            found = list(placed(found, opened.name))
            found += self._hash_findings(opened)
            if self.readers:
                from chaptag.workflow.outside import compare_outside

                found += [each for name in self.readers for each in compare_outside(name, opened, layout)]
            return self._verdict(opened.name, text.name if text else None, layout.chapters, duration, found)

    def _stated(self) -> Duration | None:
        return None if self.reading.duration is None else stated_duration(self.reading.duration)

    def _notes_alone(self, text: Text) -> Verified:
        reading = read_chapters(text, None, self.reading)
        found = list(reading.findings)
        try:
            require_chapters(reading, text.name, self.reading)
        except Rejected as error:
            # A doubt is a finding of its own already.
            if reading.grade is not Grade.DOUBT:
                found.append(finding("no-chapters", error.message, place=error.place, fix=error.hint))
        subject = Subject(reading.chapters, self._stated())
        found += check_reading(reading, subject)
        found += [each for profile in self.profiles for each in check_platform(profile, subject)]
        return self._verdict(None, text.name, reading.chapters, None, found)

    def _compared(self, audio: Audio, layout: Layout, text: Text) -> tuple[Duration, list[Finding]]:
        """Compare each store with what `tag` would make it hold, so that only real differences count."""
        reading, duration, measured = read_for(audio, text, self.reading, deep=self.deep)
        require_chapters(reading, text.name, self.reading)
        found = [*reading.findings, *measured]
        found += check_reading(reading, Subject(reading.chapters, duration))
        chapters, _ = carry_over(reading.chapters, layout.chapters)
        wanted = normalise(chapters, duration.ms)
        edit = audio.container.edit(audio.source, wanted, self.writing)
        tolerance = reading.resolution - 1 if self.tolerance is None else self.tolerance
        ideal = layout if edit.unchanged else audio.container.inspect(EditedSource(audio.source, edit))
        if not layout.chapters:
            refused = worst(judge(found, self.rules)) is Severity.ERROR
            fix = (
                "Correct the notes first: as they are, tag refuses them."
                if refused
                else f"Write them: {call('tag', audio.name, text.path or 'NOTES')}"
            )
            found.append(finding("no-chapters", "the audio holds no chapters", place=Place(audio.name), fix=fix))
            return duration, found
        held = {store.kind: store for store in layout.stores}
        for store in ideal.stores:
            if store.chapters and store.kind in held:
                expected = with_origins(store.chapters, wanted.chapters)
                found += compare(
                    held[store.kind].chapters.chapters,
                    expected.chapters,
                    tolerance=tolerance,
                    store=store.label,
                    offset=self._offset(),
                )
        return duration, found

    def _offset(self) -> int | None:
        """How far the notes were moved, if they were moved by an offset alone."""
        options = self.reading
        return None if options.insertions or options.cuts or options.snap is not None else options.offset

    def _hash_findings(self, audio: Audio) -> list[Finding]:
        if self.expect_audio is None:
            return []
        actual = payload_hash(audio)
        if actual == self.expect_audio.lower().removeprefix("sha256:"):
            return []
        return [
            finding("other-audio", f"the sound's SHA-256 is {actual}, not {self.expect_audio}", place=Place(audio.name))
        ]

    def _verdict(
        self,
        audio: str | None,
        notes: str | None,
        chapters: ChapterList,
        duration: Duration | None,
        found: list[Finding],
    ) -> Verified:
        judged = judge(found, self.rules)
        return Verified(audio, notes, not self.rules.failed(judged), chapters, duration, judged)
