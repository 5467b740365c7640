"""From a document to a reading: the choice is graded, and everything that was decided is said."""

from __future__ import annotations

from dataclasses import replace

from chaptag.model.chapter import ChapterList
from chaptag.model.errors import NotesError, no_such_list
from chaptag.model.finding import Finding, Place, Severity, finding
from chaptag.model.reading import Candidate, Grade, Reading
from chaptag.model.timestamp import format_time
from chaptag.notes.assembly.choose import Choice, choose
from chaptag.notes.assembly.explain import explained
from chaptag.notes.assembly.hint import Hint
from chaptag.notes.assembly.listing import Context, Listing
from chaptag.notes.assembly.said import doubt, list_findings, other_findings, read_findings
from chaptag.notes.assembly.survey import Survey, survey
from chaptag.notes.assembly.transcript import is_transcript, transcript_like
from chaptag.notes.assembly.turns import turns
from chaptag.notes.assembly.ways import Way, ways_of
from chaptag.notes.assembly.wraps import Wraps
from chaptag.notes.document import Document
from chaptag.notes.options import NotesOptions

__all__ = ["Hint", "assemble"]

_CLOSE = 1.0
_COVERED, _APART = 0.9, 0.05
"""Whose last chapter starts in the last tenth of the audio fits it; one that ends sooner by a twentieth does not."""


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
    choice = choose(Context(seen, Wraps(seen), duration, None if hint is None else hint.ms, options.fps, turns(seen)))
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
    grade, why = _grade(choice, best)
    ways = ways_of(choice, best, seen, options.depth)
    if options.pick is not None:
        return _picked(choice, ways, options.pick, seen, options)
    taken = next(way for way in ways if way.listing is best)
    findings = [*read_findings(taken, seen, hint), *list_findings(taken, choice, seen, options)]
    if grade is not Grade.DOUBT:
        findings += other_findings(taken, ways, choice, seen)
    if grade is Grade.GUESS and not any(each.severity >= Severity.WARNING for each in findings):
        first = best.run.entries[0]
        reason = why if best.verdict.grade is Grade.GUESS else "another list has much the same times"
        message = f"these {len(best.run.entries)} times are taken for chapters: {reason}"
        findings.append(finding("guessed-list", message, place=seen.place(first.line, first.token)))
    if grade is Grade.GUESS and options.strict:
        grade, why = Grade.DOUBT, f"strict: {why}"
    if grade is Grade.DOUBT:
        findings.insert(0, doubt(ways, why, known=choice.duration is not None))
    candidates = [Candidate(ChapterList(way.chapters), way.why) for way in ways]
    return Reading(
        ChapterList(() if grade is Grade.DOUBT else taken.chapters),
        grade,
        seen.document.format,
        tuple(findings),
        tuple(candidates) if grade is Grade.DOUBT or len(candidates) > 1 else (),
        explained(seen, choice),
        taken.resolution,
    )


def _grade(choice: Choice, best: Listing) -> tuple[Grade, str]:
    """Weigh the best list against what else there is in the notes; no reason is its own where lists rival."""
    grade, why = best.verdict.grade or Grade.DOUBT, best.verdict.why
    if grade is Grade.DOUBT:
        return grade, why
    if len(choice.lost) >= len(best.run.entries):
        return Grade.DOUBT, "as many times would be left out as taken"
    rivals = [other for other in choice.others if other.verdict.grade is not Grade.DOUBT]
    if any(_equals(other, best, choice.duration) for other in rivals):
        return Grade.DOUBT, ""
    if choice.remarks:
        return Grade.GUESS, "a remark or a link gives another time for one of the chapters"
    if rivals or choice.lost or any(_differs(other, best) for other in choice.repeated):
        return Grade.GUESS, why
    return grade, why


def _equals(other: Listing, best: Listing, duration: int | None) -> bool:
    """Whether another list may as well be that of the audio."""
    if other.old > best.old:
        return False
    if other.verdict.score < best.verdict.score - _CLOSE or min(best.values.starts) == 0 < min(other.values.starts):
        return False
    if best.begins < other.begins and max(other.lines) < max(best.lines):
        return False  # one inside the other: the index of another recording
    if duration is None:
        return True
    last, rival = max(best.values.starts), max(other.values.starts)
    return last < _COVERED * duration or rival > last - _APART * duration


def _differs(other: Listing, best: Listing) -> bool:
    """Whether a list with much the same times has others too, or would have come first with fewer."""
    extra = not set(best.values.starts).issuperset(other.values.starts)
    return extra or (other.begins < best.begins and len(other.titles) != len(best.titles))


def _picked(choice: Choice, ways: list[Way], pick: int, seen: Survey, options: NotesOptions) -> Reading:
    if not 1 <= pick <= len(ways):
        raise no_such_list(pick, len(ways), Place(seen.document.name))
    way = ways[pick - 1]
    return Reading(
        ChapterList(way.chapters),
        Grade.SURE,
        seen.document.format,
        (
            *read_findings(way, seen, None),
            *list_findings(way, choice, seen, options),
            *other_findings(way, ways, choice, seen),
        ),
        tuple(Candidate(ChapterList(each.chapters), each.why) for each in ways),
        explained(seen, choice if way.listing is choice.best else replace(choice, best=way.listing, lost=())),
        way.resolution,
    )
