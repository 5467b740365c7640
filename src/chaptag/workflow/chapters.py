"""From a text to the chapters that are meant: read by notes or a format, shifted, with an intro, graded."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from chaptag.checks.registry import run_checks
from chaptag.model.chapter import Chapter, ChapterList
from chaptag.model.duration import Duration
from chaptag.model.errors import Rejected, UsageError, no_such_list
from chaptag.model.finding import Finding, Place, Severity, finding
from chaptag.model.reading import Grade, Reading
from chaptag.model.text import call, quote
from chaptag.model.timestamp import format_time
from chaptag.workflow.given import check_given, given_seconds
from chaptag.workflow.settings import ReadOptions
from chaptag.workflow.sources import Text

if TYPE_CHECKING:
    from chaptag.checks.subject import Subject

__all__ = ["adjusted", "check_reading", "parse_notes", "picked", "read_chapters", "require_chapters", "stated_duration"]

_HEAD = 1 << 16
_TIMES = {
    0: "no line holds a time like 00:32",
    1: "one line holds a time, and one time alone is no list of chapters",
}
_DOCUMENTS = ("text", "markdown", "html", "feed")


def parse_notes(text: str, duration: float | None = None, *, options: ReadOptions | None = None) -> Reading:
    """Read chapters from notes that are at hand as text (plain, Markdown, HTML, a feed or a chapter file).

    `duration` is the audio's length in seconds, where it is known: it settles times that can be read in two ways.
    Raises NotesError for what is not text, UsageError for options or a duration that make no sense.
    """
    check_given(options)
    known = None if duration is None else stated_duration(given_seconds(duration))
    return read_chapters(Text(text.encode("utf-8", "surrogatepass"), "<notes>", None), known, options or ReadOptions())


def stated_duration(ms: int) -> Duration:
    """A duration that somebody says the audio has."""
    return Duration(ms * 1_000_000, "stated", "it was stated, not measured", exact=False)


def read_chapters(
    text: Text, duration: Duration | None, options: ReadOptions, *, audio_name: str | None = None
) -> Reading:
    """Read a text as what it is: a chapter file of a known format, else notes or a feed.

    `duration` comes from the audio; without it `options.duration` stands in. The answer may hold no chapters.
    """
    if duration is None and options.duration is not None:
        duration = stated_duration(options.duration)
    return adjusted(_of_another_episode(_read(text, duration, options, audio_name), duration), options)


def _of_another_episode(reading: Reading, duration: Duration | None) -> Reading:
    """Take the one list of a doubt that only its times beyond the end have caused: the checks have the better words."""
    if reading.grade is not Grade.DOUBT or len(reading.candidates) != 1 or duration is None:
        return reading
    chapters = reading.candidates[0].chapters
    beyond = sum(chapter.start >= duration.ms for chapter in chapters)
    if not chapters or beyond * 5 < len(chapters):
        return reading
    findings = tuple(found for found in reading.findings if found.rule != "doubtful-list")
    return replace(reading, chapters=chapters, grade=Grade.GUESS, findings=findings, candidates=())


def _read(text: Text, duration: Duration | None, options: ReadOptions, audio_name: str | None) -> Reading:
    wanted = options.notes_format
    if wanted not in _DOCUMENTS:
        reading = _read_format(text, options)
        if reading is not None:
            return reading
    if wanted == "feed" or (wanted is None and _is_feed(text.data)):
        from chaptag.workflow.feeds import feed_chapters

        reading = feed_chapters(text, options, audio_name)
        if reading is not None:
            return reading
    from chaptag.notes.options import NotesOptions
    from chaptag.notes.read import read_notes

    return read_notes(
        text.data,
        name=text.name,
        kind=wanted,
        duration=duration,
        options=NotesOptions(
            item=options.item,
            audio_name=audio_name,
            pick=options.pick,
            depth=options.depth,
            strict=options.strict,
            fps=options.fps,
        ),
    )


def _is_feed(data: bytes) -> bool:
    head = data[:_HEAD]
    if not any(tag in head.replace(b"\0", b"") for tag in (b"<rss", b"<feed", b"<rdf:RDF", b"<RDF")):
        return False
    from chaptag.notes.feed.prolog import looks_like_feed

    return looks_like_feed(head)


def _read_format(text: Text, options: ReadOptions) -> Reading | None:
    """Read a chapter file; None where the text is none."""
    from chaptag.formats import registry

    known = {kind.name: kind for kind in registry.FORMATS if kind.reads}
    wanted = options.notes_format
    if wanted is not None and wanted not in known:
        raise UsageError(
            f"there is no notes format {wanted!r}",
            hint=f"Choose one of: {', '.join((*_DOCUMENTS, *known))}.",
        )
    kind = known[wanted] if wanted is not None else registry.detect(text.data, text.name)
    if kind is None:
        return None
    from chaptag.workflow.images import images_beside

    reading = registry.load(kind.name).loads(text.data, name=text.name, resolve=images_beside(text), fps=options.fps)
    return picked(reading, options.pick)


def picked(reading: Reading, pick: int | None) -> Reading:
    """Take the list with the number `pick` (from 1) of a doubtful reading; any other reading stays as it is.

    Raises UsageError for a number that no list has.
    """
    if pick is None or reading.grade is not Grade.DOUBT:
        return reading
    if pick > len(reading.candidates):
        raise no_such_list(pick, len(reading.candidates))
    chosen = reading.candidates[pick - 1].chapters
    findings = tuple(found for found in reading.findings if found.severity < Severity.ERROR)
    return replace(reading, chapters=chosen, grade=Grade.GUESS, findings=findings, candidates=())


def adjusted(reading: Reading, options: ReadOptions) -> Reading:
    """Apply the options that move times or add an intro."""
    chapters, found = reading.chapters, list(reading.findings)
    if chapters and (options.offset or options.insertions or options.cuts):
        chapters = _retimed(chapters, options, found)
    if options.fetch and chapters:
        from chaptag.workflow.images import fetch_images

        chapters, more = fetch_images(chapters)
        found += more
    if options.intro is not None and chapters:
        chapters = _with_intro(chapters, options.intro, found)
    if chapters is reading.chapters:
        return reading
    return replace(reading, chapters=chapters, findings=tuple(found))


def _retimed(chapters: ChapterList, options: ReadOptions, found: list[Finding]) -> ChapterList:
    from chaptag.model.retime import retime

    try:
        chapters, more = retime(chapters, offset=options.offset, insertions=options.insertions, cuts=options.cuts)
    except ValueError as error:
        raise UsageError(str(error), hint="Put the parts into one --insert or --cut.") from error
    # Starts below 0 are for the checks to report: they see them wherever they come from.
    found.extend(each for each in more if each.rule != "negative-start")
    return chapters


def _with_intro(chapters: ChapterList, title: str, found: list[Finding]) -> ChapterList:
    first = min((chapter.start for chapter in chapters.visible), default=0)
    if first <= 0:
        return chapters
    found.append(finding("intro-added", f"{quote(title)} is added at 00:00; the notes begin at {format_time(first)}"))
    return ChapterList((Chapter(0, title), *chapters))


def check_reading(reading: Reading, subject: Subject) -> tuple[Finding, ...]:
    """Check a list that was read; what its reader has reported already, in its own words, is not said twice."""
    said = {found.rule for found in reading.findings}
    known = {"not-ascending"} if "times-out-of-order" in said else set()
    return tuple(found for found in run_checks(subject) if found.rule not in known)


def _way_out(reading: Reading, name: str) -> str:
    """What to do about a doubt, where its finding has not said it."""
    if not reading.candidates:
        return f"See why: {call('show', name, '--explain')}"
    said = any(found.rule == "doubtful-list" for found in reading.findings)
    return "" if said else "Pass --pick N to take the list with that number."


def require_chapters(reading: Reading, name: str, options: ReadOptions) -> None:
    """Raise Rejected where nothing may be written: a doubt, no chapters, or a guess with ``--strict``."""
    if reading.grade is Grade.DOUBT:
        raise Rejected(
            f"the notes can be read in {len(reading.candidates)} ways; none was chosen"
            if len(reading.candidates) > 1
            else "the chapters are in doubt; nothing was written",
            outcome="needs-review",
            reading=reading,
            hint=_way_out(reading, name),
            place=Place(name),
            findings=reading.findings,
        )
    if not reading.chapters:
        times = sum(not line.taken for line in reading.explained)
        why = _TIMES.get(times, f"{times} lines hold times, but none is a chapter")
        if reading.format not in _DOCUMENTS:
            why = "the list is empty"
        raise Rejected(
            f"no chapters found; {why}",
            outcome="no-chapters",
            reading=reading,
            hint=f"See why: {call('show', name, '--explain')}"
            if times
            else "A chapter is a line with a time and a title: 00:32 Interview",
            place=Place(name),
            findings=reading.findings,
        )
    if options.strict and reading.grade is Grade.GUESS:
        raise Rejected(
            "the chapters hold guesses, which --strict refuses",
            outcome="needs-review",
            reading=reading,
            hint=f"See them: {call('show', name)}",
            place=Place(name),
            findings=reading.findings,
        )
