"""Preview: a page to look at, listen to and correct, before anything is written into the audio."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote as percent_encoded

from chaptag.audio.decode import decoder
from chaptag.audio.peaks import peaks
from chaptag.audio.thumbnail import thumbnail
from chaptag.checks.subject import Subject
from chaptag.model.chapter import ChapterList
from chaptag.model.duration import Duration
from chaptag.model.errors import AudioError, InputError, MissingExtra, Rejected, UsageError
from chaptag.model.finding import Finding, Place
from chaptag.model.normalise import Normalised, normalise
from chaptag.model.text import call
from chaptag.storage.write import write_new
from chaptag.workflow.carry import carry_over
from chaptag.workflow.chapters import check_reading, require_chapters
from chaptag.workflow.given import check_given, given_path
from chaptag.workflow.judging import judge
from chaptag.workflow.naming import misnamed, refuse_page_suffix
from chaptag.workflow.pairing import candidates, find_notes
from chaptag.workflow.plan import read_for
from chaptag.workflow.preview.page import build_page
from chaptag.workflow.settings import ReadOptions, RuleSettings
from chaptag.workflow.sources import Audio, PathLikeStr, Text, open_audio, read_text, refuse_swapped
from chaptag.workflow.storing import refuse_audio_as_output, refuse_input_as_output

__all__ = ["EMBED_LIMIT", "PreviewResult", "preview"]

EMBED_LIMIT = 20_000_000
"""The largest audio, in bytes, that a page may hold: it grows by a third, and a browser decodes it all at once."""

_PEAK_MS = 100
_MOST_PEAKS = 60_000
_TITLE_LIMIT = 300
_SMALL_PICTURE = 5000  # bytes; a page holds many of these
_OWN_PAGE = b'<meta name="generator" content="chaptag">'
_HEAD = 4096
_MEDIA_TYPES = {
    "mp3": "audio/mpeg",
    "mp4": "audio/mp4",
    "aac": "audio/aac",
    "flac": "audio/flac",
    "ogg": "audio/ogg",
    "wav": "audio/wav",
    "aiff": "audio/aiff",
}


@dataclass(frozen=True, slots=True)
class PreviewResult:
    """What was written. `waveform` says why the page has none, and is empty where it has one.

    `chapters` are those that the page shows: what tagging would write, or what the file holds where there are no
    notes (`notes` is then None).
    """

    output: str
    size: int
    audio: str
    notes: str | None
    chapters: ChapterList
    before: ChapterList
    duration: Duration
    findings: tuple[Finding, ...]
    waveform: str = ""


@dataclass(frozen=True, slots=True)
class _Subject:
    """What the page is about."""

    chapters: Normalised
    before: ChapterList
    duration: Duration
    findings: tuple[Finding, ...]
    notes: str | None


def preview(
    audio: PathLikeStr,
    notes: PathLikeStr | None = None,
    *,
    output: PathLikeStr | None = None,
    title: str | None = None,
    embed_audio: bool = False,
    overwrite: bool = False,
    reading: ReadOptions | None = None,
    rules: RuleSettings | None = None,
) -> PreviewResult:
    """Write a page for `audio` with the chapters of `notes`, or of the notes beside it, or those it holds already.

    `output` is ``STEM.preview.html`` beside the audio by default; a page that chaptag made is replaced, any other
    file only with `overwrite`. Findings do not forbid a page: it shows them. `embed_audio` puts the sound into the
    page, up to `EMBED_LIMIT` bytes. Without PyAV or ffmpeg the page has no waveform.

    Raises ChaptagError: Rejected where there are no chapters to show or the notes are in doubt, InputError,
    UsageError, StorageError.
    """
    check_given(reading, rules)
    output = given_path(output)
    if notes is not None:
        refuse_swapped(audio, notes, "preview")
    with open_audio(audio) as opened:
        target = _target(opened, output)
        refuse_input_as_output(target, audio, notes)
        refuse_audio_as_output(target)
        if embed_audio:
            _check_embedding(opened)
        subject = _subject(opened, notes, reading or ReadOptions(), rules or RuleSettings())
        drawn, known_title, waveform = _sound(opened, subject.duration.ms)
        page = build_page(
            title=title or known_title or Path(opened.name).stem,
            audio_href=_href(Path(opened.name), target),
            duration_ms=subject.duration.ms,
            chapters=_with_small_pictures(subject.chapters),
            findings=subject.findings,
            peaks=drawn,
            before=subject.before,
            embed=(_MEDIA_TYPES[opened.kind], opened.source.read(0, opened.source.size)) if embed_audio else None,
            audio_name=opened.name,
            notes_name=subject.notes or "",
        )
        data = page.encode("utf-8", "replace")
        del page
        written = write_new(target, data, overwrite=overwrite or _is_own_page(target))
        return PreviewResult(
            output=str(target),
            size=len(data),
            audio=opened.name,
            notes=subject.notes,
            chapters=ChapterList(subject.chapters.chapters),
            before=subject.before,
            duration=subject.duration,
            findings=(*subject.findings, *judge(written.findings, rules or RuleSettings())),
            waveform=waveform,
        )


def _subject(audio: Audio, notes: PathLikeStr | None, options: ReadOptions, rules: RuleSettings) -> _Subject:
    """Read what is there and what would be, with everything that there is to say about it."""
    text = _notes(audio, notes)
    before = audio.container.inspect(audio.source)
    reading, duration, measured = read_for(audio, text or before.chapters, options)
    if text is not None:
        require_chapters(reading, text.name, options)
    elif not before.chapters:
        raise Rejected(
            "holds no chapters, and no notes lie beside it: there is nothing to show",
            outcome="no-chapters",
            hint=f"Name the notes: {call('preview', audio.name, 'NOTES')}",
            place=Place(audio.name),
        )
    chapters, carried = carry_over(reading.chapters, before.chapters)
    after = normalise(chapters, duration.ms)
    if not after.chapters:
        raise Rejected(
            "no chapter lies within the audio",
            outcome="no-chapters",
            hint="Check that notes and audio belong together.",
            place=Place(text.name if text is not None else audio.name),
            findings=judge((*reading.findings, *after.findings), rules),
        )
    checked = check_reading(reading, Subject(chapters, duration))
    found = (*misnamed(audio), *reading.findings, *checked, *before.findings, *measured, *carried, *after.findings)
    return _Subject(
        after,
        before.chapters,
        duration,
        _renumbered(judge(found, rules), chapters, after),
        None if text is None else text.name,
    )


def _notes(audio: Audio, notes: PathLikeStr | None) -> Text | None:
    if notes is not None:
        return read_text(notes)
    return read_text(find_notes(audio.name, "preview")) if candidates(audio.name) else None


def _renumbered(findings: tuple[Finding, ...], read: ChapterList, shown: Normalised) -> tuple[Finding, ...]:
    """Let findings name chapters by their place on the page, where sorting and dropping have moved them."""
    places = {(chapter.start, chapter.hidden): number for number, chapter in enumerate(shown.chapters, 1)}
    new = {n: places.get((chapter.start, chapter.hidden)) for n, chapter in enumerate(read, 1)}
    return tuple(f if f.chapter is None else replace(f, chapter=new.get(f.chapter)) for f in findings)


def _sound(audio: Audio, duration_ms: int) -> tuple[list[int], str, str]:
    """Listen to the whole of it: peaks, the title that its tag says, and why there are none."""
    path = Path(audio.name)
    count = min(_MOST_PEAKS, max(1, duration_ms // _PEAK_MS))
    try:
        return list(peaks(path, count=count, duration_ms=duration_ms)), decoder(path).title()[:_TITLE_LIMIT].strip(), ""
    except (MissingExtra, AudioError) as error:
        return [], "", f"{error.message}. {error.hint}" if error.hint else error.message


def _with_small_pictures(chapters: Normalised) -> ChapterList:
    """Give the page thumbnails of the chapters' pictures; what is small, or cannot be made smaller, stays."""
    small: dict[bytes, bytes] = {}
    shown = []
    for chapter in chapters.chapters:
        data = chapter.image.data if chapter.image is not None else b""
        if chapter.image is not None and len(data) > _SMALL_PICTURE:
            if data not in small:
                small[data] = thumbnail(data) or data
            chapter = replace(chapter, image=replace(chapter.image, data=small[data]))  # noqa: PLW2901
        shown.append(chapter)
    return ChapterList.of(shown)


def _target(audio: Audio, output: str | None) -> Path:
    own = Path(audio.name)
    if output is None:
        return own.with_name(f"{own.stem}.preview.html")
    refuse_page_suffix(output)
    target = Path(output)
    if target.name == f"{own.stem}.html" and target.parent.absolute() == own.parent.absolute():
        better = str(target.with_name(f"{own.stem}.preview.html"))
        raise UsageError(
            f"{target} would be taken for the notes of {own.name} from then on",
            hint=f"Name it otherwise: {call('preview', audio.name, '-o', better)}",
        )
    return target


def _is_own_page(target: Path) -> bool:
    """Whether chaptag made the file: a page may always be made anew."""
    try:
        with target.open("rb") as file:
            return _OWN_PAGE in file.read(_HEAD)
    except OSError:
        return False


def _check_embedding(audio: Audio) -> None:
    if audio.source.size > EMBED_LIMIT:
        raise UsageError(
            f"{audio.name} has {audio.source.size / 1e6:.0f} MB, a page holds at most {EMBED_LIMIT / 1e6:.0f} MB",
            hint="Leave --embed-audio out and keep page and audio together.",
        )
    if audio.kind not in _MEDIA_TYPES:
        raise InputError(f"{audio.name} is of a kind that pages cannot hold", hint="Leave --embed-audio out.")


def _href(audio: Path, page: Path) -> str:
    """Address the audio from the page: relative, so that both can move together."""
    try:
        relative = os.path.relpath(audio.absolute(), page.absolute().parent)
    except ValueError:  # another drive
        return audio.absolute().as_uri()
    path = percent_encoded(os.fsencode(Path(relative).as_posix()))
    return path if "/" in path or ":" not in path else f"./{path}"
