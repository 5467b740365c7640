"""What is said of a list that was read: how its times were read, what was left out, what else there is."""

from __future__ import annotations

from collections.abc import Iterator

from chaptag.model.finding import Finding, finding
from chaptag.model.text import count, quote
from chaptag.model.timestamp import format_time
from chaptag.notes.assembly.choose import Choice
from chaptag.notes.assembly.hint import Hint
from chaptag.notes.assembly.survey import Survey
from chaptag.notes.assembly.ways import Way
from chaptag.notes.options import NotesOptions

__all__ = ["doubt", "list_findings", "other_findings", "read_findings"]


def doubt(ways: list[Way], why: str, *, known: bool) -> Finding:
    """Say why nothing is taken, and how to take it; the length of the audio may help where it is not `known`."""
    first = ways[0].chapters
    because = f": {why}" if why else ""
    if len(ways) == 1:
        message = f"there is a list of {count(len(first), 'time')}, and no telling whether it is right{because}"
    else:
        lists = len({id(way.listing) for way in ways}) == len(ways)
        what = f"there are {len(ways)} lists of times" if lists else f"there are {len(ways)} ways to read the times"
        message = f"{what}, and no telling which is right{because}"
    picks = [f"--pick {number}" for number in range(1, len(ways) + 1)]
    take = " or ".join([", ".join(picks[:-1]), picks[-1]] if len(picks) > 1 else picks)
    length = "" if known else ", or give the audio's length with --duration"
    return finding(
        "doubtful-list",
        message,
        place=first[0].origin if first else None,
        fix=f"Take {'one' if len(ways) > 1 else 'it'} with {take}{length}.",
    )


def read_findings(way: Way, seen: Survey, hint: Hint | None) -> Iterator[Finding]:
    """Say how the times were read, where that is not as written."""
    values, entries = way.values, way.listing.run.entries
    if values.way in {"hours", "small", "wrap"}:
        entry, start = entries[values.since], values.starts[values.since]
        shown = seen.spelled(entry.line, entry.token)
        last = entries[-1]
        if values.way == "wrap":
            before = format_time(values.starts[values.since - 1])
            message = f"{shown} comes after {before}: it is read as {format_time(start)}"
        else:
            shown = seen.spelled(last.line, last.token)
            what = "hours and minutes" if values.way == "hours" else "minutes and seconds"
            message = f"all times are read as {what}: {shown} is {format_time(values.starts[-1], hours=True)}"
        yield finding("reread-times", message, place=seen.place(entry.line, entry.token))
        if hint is not None and values.way != "wrap":
            yield finding("stated-duration", f"so read by a stated duration: {hint.because}", place=hint.place)
    for index, (entry, start) in enumerate(zip(entries, values.starts, strict=True)):
        if entry.inner:
            shown = seen.spelled(entry.line, entry.token)
            yield finding(
                "guessed-list",
                f"{shown} stands inside the title of another chapter; it is taken for a chapter of its own",
                place=seen.place(entry.line, entry.token),
                fix="Give it a line of its own, or take it out of the title.",
                chapter=index + 1,
            )
        repair = values.repair is not None and values.repair.index == index
        if not repair and not entry.mended:
            continue
        meant = format_time(start, hours=len(entry.token.parts) > 2 or values.way in {"hours", "wrap"} or None)
        shown = seen.spelled(entry.line, entry.token)
        yield finding(
            "mistyped-time",
            f"{shown} does not fit between its neighbours: did you mean {meant}? It is read so"
            if repair
            else f"{shown} is not written as the other times are: did you mean {meant}? It is read so",
            place=seen.place(entry.line, entry.token),
            fix=f"Write {meant} if that is right.",
            chapter=index + 1,
        )


def list_findings(way: Way, choice: Choice, seen: Survey, options: NotesOptions) -> Iterator[Finding]:
    """Say what is odd about a list, and which lines among its own were left out."""
    entries, starts = way.listing.run.entries, way.values.starts
    framed = next((entry for entry in entries if entry.token.frames is not None), None)
    if framed is not None and not options.fps:
        yield finding(
            "frames-ignored",
            "the times have frames, and no frame rate is known: they are read to the second",
            place=seen.place(framed.line, framed.token),
        )
    for index, entry in enumerate(entries if way.values.repair is None and way.values.way == "plain" else ()):
        if entry.token.odd:
            meant = format_time(starts[index])
            yield finding(
                "mistyped-time",
                f"{seen.spelled(entry.line, entry.token)} counts more than 59 seconds or minutes: "
                f"it is mistyped, or {meant}",
                place=seen.place(entry.line, entry.token),
                fix=f"Write {meant} if that is right.",
                chapter=index + 1,
            )
    at = next((at for at in range(1, len(starts)) if starts[at] < starts[at - 1]), None)
    over = choice.duration is not None and at is not None and starts[at - 1] > choice.duration
    if at is not None and over:
        title = quote(way.listing.titles[at - 1].text)
        yield finding(
            "times-out-of-order",
            f"{title} at {format_time(starts[at - 1])} comes after the end of the audio and before "
            f"{format_time(starts[at])}: it is mistyped",
            place=seen.place(entries[at - 1].line, entries[at - 1].token),
            chapter=at,
        )
    elif at is not None:
        yield finding(
            "times-out-of-order",
            f"{quote(way.listing.titles[at].text)} at {format_time(starts[at])} comes after "
            f"{format_time(starts[at - 1])}: one of the two may be mistyped",
            place=seen.place(entries[at].line, entries[at].token),
            chapter=at + 1,
        )
    for lost in choice.lost if way.listing is choice.best else ():
        yield finding(
            "left-out",
            f"{seen.spelled(lost.line, lost)} {lost.why}; {lost.left}",
            place=seen.place(lost.line, lost),
        )
    for remark in choice.remarks if way.listing is choice.best else ():
        title, start = quote(way.listing.titles[remark.index].text), format_time(starts[remark.index])
        other = f"this line has {seen.spelled(remark.line, remark.token)}"
        if remark.leads is not None:
            other = f"its link leads to {format_time(remark.leads * 1000)}"
        yield finding(
            "contradicted-time",
            f"the list has {title} at {start}, and {other}; the list counts",
            place=seen.place(remark.line, remark.token),
            chapter=remark.index + 1,
        )


def other_findings(way: Way, ways: list[Way], choice: Choice, seen: Survey) -> Iterator[Finding]:
    """Say which other lists the notes hold."""
    for number, other in enumerate(ways, 1):
        if other.listing is way.listing:
            continue
        first = other.listing.run.entries[0]
        yield finding(
            "second-list",
            f"there is another list of {count(len(other.listing.run.entries), 'time')}; it is left out",
            place=seen.place(first.line, first.token),
            fix=f"Take it with --pick {number}, or remove it from the notes.",
        )
    for repeated in choice.repeated[:1] if way.listing is choice.best else ():
        first = repeated.run.entries[0]
        taken = way.listing.run.entries[0]
        which = "the first one counts"
        if first.line < taken.line:
            which = f"the one from line {seen.place(taken.line, taken.token).line} on counts"
        yield finding(
            "repeated-list",
            f"the list stands here once more with {count(len(repeated.run.entries), 'time')}; {which}",
            place=seen.place(first.line, first.token),
        )
