"""What a caller in Python may hand over and the command line cannot: refused in words, before anything is read."""

from __future__ import annotations

from math import isfinite
from os import fsdecode
from typing import TYPE_CHECKING

from chaptag.model.chapter import Chapter, ChapterList
from chaptag.model.errors import UsageError
from chaptag.model.finding import Severity
from chaptag.model.options import WriteOptions
from chaptag.model.reading import Reading
from chaptag.model.text import quote, visible
from chaptag.workflow.settings import ReadOptions, RuleSettings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chaptag.workflow.configfile import PathLikeStr

__all__ = ["check_given", "given_names", "given_path", "given_seconds"]


def check_given(*values: object) -> None:
    """Raise UsageError for options, rules, chapters or readings that hold what makes no sense; pass over the rest."""
    for value in values:
        if isinstance(value, ReadOptions):
            _check_reading(value)
        elif isinstance(value, RuleSettings):
            _check_rules(value)
        elif isinstance(value, WriteOptions):
            if value.id3_version not in {None, 3, 4}:
                raise UsageError(f"id3_version is 3, 4 or None, not {value.id3_version!r}")
        elif isinstance(value, ChapterList):
            _check_chapters(value)
        elif isinstance(value, Reading):
            _check_chapters(value.chapters)
        elif isinstance(value, (list, tuple)) and any(isinstance(each, Chapter) for each in value):
            raise UsageError(
                f"chapters come as a ChapterList, not as a {type(value).__name__}",
                hint="Write chaptag.ChapterList.of(chapters).",
            )


def given_path(path: PathLikeStr | None) -> str | None:
    """Give the path of an output as text, whatever it came as; raises UsageError for what no system takes."""
    if path is None:
        return None
    text = fsdecode(path)
    if "\0" in text:
        raise UsageError(f"{visible(text)} is not a path: it holds a NUL character", hint="Choose another name.")
    return text


def given_names(names: Sequence[str]) -> tuple[str, ...]:
    """Give a sequence of names; a single text is one."""
    return (names,) if isinstance(names, str) else tuple(names)


def given_seconds(duration: float) -> int:
    """Give a length in seconds as milliseconds; raises UsageError for what is none."""
    if not isfinite(duration * 1000) or duration < 0:
        raise UsageError(f"{duration} is not a duration in seconds", hint="Leave it out where it is not known.")
    return round(duration * 1000)


def _check_reading(options: ReadOptions) -> None:
    _check_whole("offset", options.offset)
    for name, value, least in (
        ("duration", options.duration, 0),
        ("snap", options.snap, 0),
        ("pick", options.pick, 1),
        ("depth", options.depth, 1),
    ):
        if value is not None:
            _check_whole(name, value)
            if value < least:
                raise UsageError(f"{name} is {value}; it is {least} or more")
    if options.fps is not None and not 1 <= options.fps <= 1000:  # nan is not, either
        raise UsageError(f"fps is {options.fps}; it is from 1 to 1000")
    for part in options.insertions:
        _check_whole("an insertion", part.at, part.length, least=0)
    for cut in options.cuts:
        _check_whole("a cut", cut.start, cut.stop, least=0)


def _check_rules(rules: RuleSettings) -> None:
    for name, value in (("ignore", rules.ignore), ("select", rules.select)):
        if isinstance(value, str):
            raise UsageError(
                f"{name} is a set of names, not the text {value!r}", hint=f"Write {name}=frozenset({{{value!r}}})."
            )
    if rules.ignore or rules.select or rules.severities:
        from chaptag.workflow.judging import check_rule_names

        check_rule_names((*rules.ignore, *rules.select, *(rule for rule, _ in rules.severities)))
    for level in (rules.fail_on, *(level for _, level in rules.severities)):
        if not isinstance(level, Severity):
            raise UsageError(
                f"{level!r} is no Severity", hint="Write Severity.ERROR, Severity.WARNING or Severity.INFO."
            )


def _check_chapters(chapters: ChapterList) -> None:
    for number, chapter in enumerate(chapters, 1):
        if not isinstance(chapter.title, str):
            raise UsageError(f"chapter {number} has the title {chapter.title!r}", hint='A title is a str; "" is none.')
        ends = () if chapter.end is None else (chapter.end,)
        _check_whole(f"chapter {number}, {quote(chapter.title)},", chapter.start, *ends)


def _check_whole(what: str, *times: int, least: int | None = None) -> None:
    for time in times:
        if not isinstance(time, int):
            raise UsageError(
                f"{what} has {time!r}; times are whole milliseconds", hint="Round it: round(seconds * 1000)."
            )
        if least is not None and time < least:
            raise UsageError(f"{what} has {time}; it is {least} or more")
