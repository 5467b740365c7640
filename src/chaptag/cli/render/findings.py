"""Findings and errors as text, like a good compiler's: place, what, the line with a caret, what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from chaptag.model.errors import ChaptagError, Rejected
from chaptag.model.finding import Finding, Place, Severity
from chaptag.model.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["render_error", "render_findings", "render_usage", "usage_hint"]

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
# A line longer than this is cut around the spot that the caret shows.
_LINE = 100
_CARETS = 60
_LEAST = 10


def render_findings(
    findings: Iterable[Finding], verbosity: int, *, colour: bool, columns: int | None = None
) -> Iterator[str]:
    """Render what the verbosity shows: −1 errors, 0 warnings too, 1 infos too, and why.

    Why a rule matters, and what it always advises, is said at its first finding. Lines of notes are cut to `columns`,
    so that the caret stands under its spot.
    """
    said: set[str] = set()
    least = {-1: Severity.ERROR, 0: Severity.WARNING}.get(verbosity, Severity.INFO)
    for found in findings:
        if found.severity >= least:
            first = found.rule not in said
            said.add(found.rule)
            yield "\n".join(_lines(found, first=first, why=verbosity > 0, colour=colour, columns=columns))


def _lines(found: Finding, *, first: bool, why: bool, colour: bool, columns: int | None) -> Iterator[str]:
    label = _style(found.severity.label, _COLOURS[found.severity], colour=colour)
    place = f"{visible(str(found.place))}: " if found.place is not None and str(found.place) else ""
    yield f"{place}{label}: {_safe(found.message)} [{found.rule}]"
    if found.place is not None:
        yield from _excerpt(found.place, colour=colour, columns=columns)
    if why and first:
        yield f"  why: {found.why}"
    if found.advice != "Nothing to do." and (first or found.fix is not None):
        yield f"  help: {_safe(_sentence(found.advice))}"


def _excerpt(place: Place, *, colour: bool, columns: int | None) -> Iterator[str]:
    """The source line and a caret under the spot; both cut to what fits, control characters made visible."""
    if place.text is None or place.line is None:
        return
    gutter = f"{place.line:>5} | "
    before, spot, after = _cut(place, _LINE)
    if columns is not None:
        # What is cut counts characters, which may take two columns each, or ten where they are escapes.
        limit = _LINE
        while limit > _LEAST and len(gutter) + _width(before + spot + after) > columns:
            limit -= _LEAST
            before, spot, after = _cut(place, limit)
    yield f"{gutter}{before}{spot}{after}".rstrip()
    if place.column is not None:
        padding = " " * (len(gutter) - 2) + "| " + " " * _width(before)
        yield padding + _style("^" * min(max(_width(spot), 1), _CARETS), "green", colour=colour)


def _cut(place: Place, limit: int) -> tuple[str, str, str]:
    """A line of notes before, at and after the spot: `limit` characters of it, and dots where there is more."""
    text = place.text or ""
    start = (place.column or 1) - 1
    stop = max((place.end_column or start + 2) - 1, start + 1)
    first = max(0, start - limit // 2) if stop > limit else 0
    last = first + limit
    spot = text[start : min(stop, max(last, start + 1))]
    before = ("…" if first else "") + visible(text[first:start])
    return before, visible(spot), visible(text[start + len(spot) : last]).rstrip() + ("…" if len(text) > last else "")


def render_error(error: ChaptagError, *, colour: bool) -> str:
    """An error: where, what, and what to do; a doubt shows the lists to choose from."""
    place = f"{visible(str(error.place))}: " if error.place is not None and str(error.place) else ""
    lines = [f"{_style('error', 'red', colour=colour)}: {place}{_safe(error.message)}"]
    if isinstance(error, Rejected) and error.reading is not None:
        from chaptag.cli.render.tables import render_candidates

        lines += render_candidates(error.reading)
    if error.hint:
        lines.append("  help: " + _safe(_sentence(error.hint)).replace("\n", "\n        "))
    return "\n".join(lines)


def render_usage(error: click.ClickException, *, colour: bool) -> str:
    """What click says about a call, in our form, with the command's own help one step away."""
    hint = usage_hint(error)
    said = f"{_style('error', 'red', colour=colour)}: {_safe(error.format_message())}"
    return f"{said}\n  help: {hint}" if hint else said


def usage_hint(error: click.ClickException) -> str:
    """How a call that click refuses is made, or where that is told; empty where click says it itself."""
    context = getattr(error, "ctx", None)
    if not isinstance(context, click.Context) or "help:" in error.format_message():
        return ""
    if isinstance(error, click.MissingParameter):
        return context.get_usage().removeprefix("Usage: ")
    return f"{context.command_path} --help shows the usage"


def _sentence(text: str) -> str:
    return text if text.startswith(("chaptag", "ffmpeg")) else text[:1].upper() + text[1:]


def _safe(text: str) -> str:
    """A message of several lines, each made visible; what strangers wrote is quoted in it already."""
    return "\n".join(visible(line) for line in text.split("\n"))


def _style(text: str, fg: str, *, colour: bool) -> str:
    return click.style(text, fg=fg, bold=True) if colour else text


def _width(text: str) -> int:
    if text.isascii():
        return len(text)
    from wcwidth import wcswidth

    return max(wcswidth(text), 0)
