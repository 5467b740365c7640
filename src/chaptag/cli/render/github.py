"""Findings as GitHub workflow commands: annotations at the file and line they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chaptag.model.errors import UsageError
from chaptag.model.finding import Finding, Place, Severity
from chaptag.model.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from chaptag.model.errors import ChaptagError
    from chaptag.workflow.verify import Verified

__all__ = ["github_annotations"]

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def github_annotations(results: Sequence[Verified]) -> Iterator[str]:
    """One line a finding or error; infos are left out."""
    for result in results:
        if result.error is not None:
            yield _error(result.error, result.name)
        for found in result.findings:
            if found.severity >= Severity.WARNING:
                yield _finding(found, result.name)


def _finding(found: Finding, name: str) -> str:
    properties = _properties(found.place, name, found.rule)
    return f"::{_COMMANDS[found.severity]} {properties}::{_data(_told(found.message, found.advice))}"


def _error(error: ChaptagError, name: str) -> str:
    # A call that cannot be carried out is about no file of its own: a list of all is no path.
    file = "" if isinstance(error, UsageError) else name
    return f"::error {_properties(error.place, file, type(error).__name__)}::{_data(_told(error.message, error.hint))}"


def _told(message: str, advice: str) -> str:
    """One text of what is wrong and what to do, with a stop between them."""
    return f"{message}{'' if message.endswith(('.', '!', '?')) or not advice else '.'} {advice}"


def _properties(place: Place | None, name: str, title: str) -> str:
    file = place.file if place is not None and place.file else name
    pairs = [("file", file)] if file else []
    if place is not None and place.line is not None:
        pairs.append(("line", str(place.line)))
        if place.column is not None:
            pairs.append(("col", str(place.column)))
    pairs.append(("title", title))
    return ",".join(f"{key}={_property(value)}" for key, value in pairs)


def _data(text: str) -> str:
    """Escape as the runner's toolkit does: percent first, then line ends."""
    shown = "\n".join(visible(line) for line in text.strip().split("\n"))
    return shown.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A").replace(":", "%3A").replace(",", "%2C")
