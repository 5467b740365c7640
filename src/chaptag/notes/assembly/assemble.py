"""From a document to a reading: the choice is graded, and everything that was decided is said."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from chaptag.model.chapter import ChapterList
from chaptag.model.errors import NotesError, no_such_list
from chaptag.model.finding import Finding, Place, Severity, finding
from chaptag.model.reading import Candidate, Explained, Grade, Reading
from chaptag.model.text import quote
from chaptag.model.timestamp import format_time
from chaptag.notes.assembly.choose import Choice, choose
from chaptag.notes.assembly.depth import limited
from chaptag.notes.assembly.explain import explained
from chaptag.notes.assembly.listing import Context, Listing
from chaptag.notes.assembly.survey import Survey, survey
from chaptag.notes.assembly.transcript import is_transcript, transcript_like
from chaptag.notes.assembly.wraps import Wraps
from chaptag.notes.document import Document
from chaptag.notes.options import NotesOptions

__all__ = ["Hint", "assemble"]

_MAX_CANDIDATES = 4


class Hint(NamedTuple):
    """A duration in ms that notes or feed state; it may be that of another version of the audio."""

    ms: int
    because: str
    place: Place | None = None


def assemble(document: Document, duration: int | None, options: NotesOptions, hint: Hint | None = None) -> Reading:
    """Find the list of chapters in a document.

    `duration` in ms is that of the audio, `hint` a weaker one. Raises NotesError where `options.pick` names a candidate
    that there is not.
    """
    seen = survey(document)
    if is_transcript(seen):
        why = explained(seen, Choice(None), "a cue of subtitles")
        return Reading(ChapterList(), Grade.SURE, document.format, (_transcript(seen),), (), why)
    if hint is None and document.stated is not None:
        ms, at = document.stated
        hint = Hint(ms, f"the front matter states {format_time(ms)}", document.place(at, at + 1))
    choice = choose(Context(seen, Wraps(seen), duration, None if hint is None else hint.ms, options.fps))
    if choice.best is None:
        spoken = any(transcript_like(each.verdict) for each in choice.all)
        found = (_transcript(seen),) if spoken else ()
        if options.pick is not None:
            msg = "no list of chapters was found in these notes, so there is nothing to pick from"
            raise NotesError(msg, hint="Leave --pick out.", place=Place(document.name))
        return Reading(ChapterList(), Grade.SURE, document.format, found, (), explained(seen, choice))
    return _graded(choice, choice.best, seen, options, hint if duration is None else None)


def _transcript(seen: Survey) -> Finding:
    index = next(iter(seen.tokens))
    return finding(
        "transcript",
        "this is a transcript: its times say when each sentence was spoken",
        place=seen.place(index, seen.tokens[index][0]),
    )


def _graded(choice: Choice, best: Listing, seen: Survey, options: NotesOptions, hint: Hint | None) -> Reading:
    grade = best.verdict.grade or Grade.DOUBT
    findings = [*_read_findings(best, seen, hint), *_list_findings(choice, best, seen, options)]
    rivals = [other for other in choice.others if other.verdict.grade is not Grade.DOUBT]
    why = best.verdict.why
    if grade is Grade.SURE and (rivals or choice.strays or any(_differs(other, best) for other in choice.repeated)):
        grade = Grade.GUESS
    if rivals and grade is not Grade.DOUBT and rivals[0].verdict.score > best.verdict.score + 1.0:
        grade, why = Grade.DOUBT, "there are two lists, and neither is clearly the one"
    if grade is Grade.GUESS and not any(each.severity >= Severity.WARNING for each in findings):
        first = best.run.entries[0]
        reason = why if best.verdict.grade is Grade.GUESS else "another list has much the same times"
        message = f"these {len(best.run.entries)} times are taken for chapters: {reason}"
        findings.append(finding("guessed-list", message, place=seen.place(first.line, first.token)))
    chapters = limited(best, best.chapters(seen), seen.lines, options.depth)
    candidates = [Candidate(ChapterList(chapters), why)]
    if best.values.rival is not None:
        rival = best.chapters(seen, best.values.rival)
        candidates.append(Candidate(ChapterList(rival), "the same times read the other way"))
    if best.other_titles:
        beside = best.chapters(seen, titles=best.other_titles)
        candidates.append(Candidate(ChapterList(beside), "the same times with the titles on their other side"))
    candidates.extend(
        Candidate(ChapterList(other.chapters(seen)), other.verdict.why) for other in choice.others[:_MAX_CANDIDATES]
    )
    if options.pick is not None:
        return _picked(candidates, options.pick, seen, findings, explained(seen, choice))
    if grade is Grade.GUESS and options.strict:
        grade, why = Grade.DOUBT, f"strict: {why}"
    if grade is Grade.DOUBT:
        findings.insert(0, _doubt(candidates, why))
        chapters = ()
    elif len(candidates) == 1:
        candidates = []
    return Reading(
        ChapterList(chapters),
        grade,
        seen.document.format,
        tuple(findings),
        tuple(candidates),
        explained(seen, choice),
        _resolution(best),
    )


def _differs(other: Listing, best: Listing) -> bool:
    """Whether a list with much the same times has others too, or would have come first with fewer."""
    extra = not set(best.values.starts).issuperset(other.values.starts)
    return extra or (other.run.entries[0].line < best.run.entries[0].line and len(other.titles) != len(best.titles))


def _resolution(best: Listing) -> int:
    return 1 if any(start % 1000 for start in best.values.starts) else 1000


def _picked(
    candidates: list[Candidate], pick: int, seen: Survey, findings: list[Finding], why: tuple[Explained, ...]
) -> Reading:
    if not 1 <= pick <= len(candidates):
        raise no_such_list(pick, len(candidates), Place(seen.document.name))
    return Reading(
        candidates[pick - 1].chapters, Grade.SURE, seen.document.format, tuple(findings), tuple(candidates), why
    )


def _doubt(candidates: list[Candidate], why: str) -> Finding:
    first = candidates[0].chapters
    many = f"{len(candidates)} plausible lists" if len(candidates) > 1 else f"a list of {len(first)} times"
    ways = " or ".join(f"--pick {number}" for number in range(1, len(candidates) + 1))
    return finding(
        "doubtful-list",
        f"{many}, and no telling whether it is right: {why}",
        place=first[0].origin if first else None,
        fix=f"Take one with {ways}, or give the audio's length with --duration.",
    )


def _read_findings(best: Listing, seen: Survey, hint: Hint | None) -> Iterator[Finding]:
    """Say how the times were read, where that is not as written."""
    values, entries = best.values, best.run.entries
    if values.way in {"hours", "small", "wrap"}:
        entry, start = entries[values.since], values.starts[values.since]
        shown = seen.lines[entry.line].text[entry.token.start : entry.token.stop].strip()
        last = entries[-1]
        if values.way == "wrap":
            before = format_time(values.starts[values.since - 1])
            message = f"{quote(shown)} comes after {before}: it is read as {format_time(start)}"
        else:
            shown = seen.lines[last.line].text[last.token.start : last.token.stop].strip()
            what = "hours and minutes" if values.way == "hours" else "minutes and seconds"
            message = f"all times are read as {what}: {quote(shown)} is {format_time(values.starts[-1], hours=True)}"
        yield finding("reread-times", message, place=seen.place(entry.line, entry.token))
        if hint is not None and values.way != "wrap":
            yield finding("stated-duration", f"so read by a stated duration: {hint.because}", place=hint.place)
    if values.repair is not None:
        entry = entries[values.repair.index]
        shown = seen.lines[entry.line].text[entry.token.start : entry.token.stop].strip()
        meant = format_time(values.repair.start, hours=len(entry.token.parts) > 2 or None)
        yield finding(
            "mistyped-time",
            f"{quote(shown)} does not fit between its neighbours: did you mean {meant}? It is read so",
            place=seen.place(entry.line, entry.token),
            fix=f"Write {meant} if that is right.",
            chapter=values.repair.index + 1,
        )


def _list_findings(choice: Choice, best: Listing, seen: Survey, options: NotesOptions) -> Iterator[Finding]:
    """Say what else stands in the notes, and what makes the list a guess."""
    if any(entry.token.frames is not None for entry in best.run.entries) and not options.fps:
        entry = next(entry for entry in best.run.entries if entry.token.frames is not None)
        yield finding(
            "frames-ignored",
            "the times have frames, and no frame rate is known: they are read to the second",
            place=seen.place(entry.line, entry.token),
        )
    falls = [at for at in range(1, len(best.values.starts)) if best.values.starts[at] < best.values.starts[at - 1]]
    for at in falls[:1]:
        entry = best.run.entries[at]
        yield finding(
            "times-out-of-order",
            f"{quote(best.titles[at].text)} at {format_time(best.values.starts[at])} comes after "
            f"{format_time(best.values.starts[at - 1])}: one of the two may be mistyped",
            place=seen.place(entry.line, entry.token),
            chapter=at + 1,
        )
    for stray in choice.strays[:1]:
        yield finding(
            "left-out",
            f"the time {format_time(stray.ms)} stands among the chapters and fits nowhere; it is left out",
            place=seen.place(stray.line, stray.token),
        )
    for other in choice.others[:1]:
        first = other.run.entries[0]
        yield finding(
            "second-list",
            f"there is another list of {len(other.run.entries)} times; it is left out",
            place=seen.place(first.line, first.token),
        )
    for other in choice.repeated[:1]:
        first = other.run.entries[0]
        yield finding(
            "repeated-list",
            f"the list stands here once more with {len(other.run.entries)} times; the first one counts",
            place=seen.place(first.line, first.token),
        )
