"""Severity settings, applied once to the findings of every layer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from chaptag.model.errors import ConfigError, Rejected
from chaptag.model.finding import Finding, Place, Severity
from chaptag.model.rules import RULES
from chaptag.model.text import count

if TYPE_CHECKING:
    from collections.abc import Iterable

    from chaptag.workflow.settings import RuleSettings

__all__ = ["check_rule_names", "judge", "placed", "reject_errors"]


def judge(findings: Iterable[Finding], settings: RuleSettings) -> tuple[Finding, ...]:
    """Drop what is ignored or not selected, set severities, and say each thing once."""
    severities = dict(settings.severities)
    judged: dict[Finding, None] = {}
    for found in findings:
        if found.rule in settings.ignore:
            continue
        severity = severities.get(found.rule, found.severity)
        if settings.select and found.rule not in settings.select and severity < Severity.ERROR:
            continue
        judged[found if severity == found.severity else replace(found, severity=severity)] = None
    return tuple(judged)


def placed(findings: Iterable[Finding], file: str) -> tuple[Finding, ...]:
    """Say of findings that know no place which file they are about."""
    return tuple(found if found.place is not None else replace(found, place=Place(file)) for found in findings)


def reject_errors(findings: tuple[Finding, ...], settings: RuleSettings, *, what: str) -> None:
    """Raise Rejected, with all the findings, where one is an error or reaches `fail_on`."""
    threshold = min(Severity.ERROR, settings.fail_on)
    stopping = [found for found in findings if found.severity >= threshold]
    if stopping:
        # Where the findings stand, above or below, is for whoever prints them.
        why = count(len(stopping), "finding")
        raise Rejected(f"{what}: nothing was written, because of {why}", findings=findings)


def check_rule_names(names: Iterable[str]) -> frozenset[str]:
    """Give the names back as a set; raises ConfigError, with the nearest name, for one that no rule has."""
    wanted = frozenset(names)
    for name in sorted(wanted - RULES.keys()):
        from difflib import get_close_matches

        near = get_close_matches(name, RULES, n=1)
        hint = f"Did you mean {near[0]}? " if near else ""
        raise ConfigError(f"there is no rule {name!r}", hint=f"{hint}chaptag verify --list-rules shows them all.")
    return wanted
