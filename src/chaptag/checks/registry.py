"""The checks that run over every list, as data: one line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chaptag.checks.attachments import check_attachments
from chaptag.checks.bounds import check_bounds
from chaptag.checks.ends import check_ends
from chaptag.checks.order import check_order
from chaptag.checks.spacing import check_spacing
from chaptag.checks.titles import check_titles

if TYPE_CHECKING:
    from chaptag.checks.subject import Check, Subject
    from chaptag.model.finding import Finding

__all__ = ["CHECKS", "run_checks"]

CHECKS: tuple[Check, ...] = (
    check_order,
    check_bounds,
    check_ends,
    check_spacing,
    check_titles,
    check_attachments,
)


def run_checks(subject: Subject) -> tuple[Finding, ...]:
    """Run every check; findings come in the order of the checks."""
    return tuple(found for check in CHECKS for found in check(subject))
