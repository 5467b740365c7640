"""Verified files as JUnit XML: one test case a file, for the CI servers that show it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from chaptag.cli.render.findings import render_error, render_findings
from chaptag.model.finding import Severity
from chaptag.model.text import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chaptag.model.finding import Finding
    from chaptag.workflow.verify import Verified

__all__ = ["junit_xml"]

# What XML 1.0 forbids and `visible` leaves: noncharacters.
_FORBIDDEN = re.compile("[\ufffe\uffff]")


def junit_xml(results: Sequence[Verified], fail_on: Severity) -> str:
    """The whole report; files that could not be read are errors, findings from `fail_on` on are failures."""
    failed = sum(result.error is None and not result.passed for result in results)
    errors = sum(result.error is not None for result in results)
    counts = f'tests="{len(results)}" failures="{failed}" errors="{errors}"'
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<testsuites name="chaptag verify" {counts}>',
        f'  <testsuite name="chaptag verify" {counts}>',
    ]
    for result in results:
        lines += _case(result, fail_on)
    lines += ["  </testsuite>", "</testsuites>"]
    return "\n".join(lines)


def _case(result: Verified, fail_on: Severity) -> list[str]:
    opening = f'    <testcase classname="chaptag" name={_attribute(result.name)}'
    failing = [found for found in result.findings if found.severity >= fail_on]
    others = [found for found in result.findings if found.severity < fail_on]
    inner: list[str] = []
    if result.error is not None:
        found = [each for each in result.error.findings if each.severity is Severity.ERROR]
        text = "\n".join([*render_findings(found, 0, colour=False), render_error(result.error, colour=False)])
        inner.append(_element("error", result.error.message, type(result.error).__name__, text))
    elif failing:
        message = f"{len(failing)} findings" if len(failing) > 1 else failing[0].message
        kinds = ", ".join(dict.fromkeys(found.rule for found in failing))
        inner.append(_element("failure", message, kinds, _all(failing)))
    if others:
        inner.append(f"      <system-out>{_text(_all(others))}</system-out>")
    return [f"{opening}>", *inner, "    </testcase>"] if inner else [f"{opening}/>"]


def _element(name: str, message: str, kind: str, text: str) -> str:
    return f"      <{name} message={_attribute(message)} type={_attribute(kind)}>{_text(text)}</{name}>"


def _all(findings: Sequence[Finding]) -> str:
    return "\n".join(render_findings(findings, 1, colour=False))


def _attribute(text: str) -> str:
    return quoteattr(_FORBIDDEN.sub("\ufffd", visible(text)))


def _text(text: str) -> str:
    return escape(_FORBIDDEN.sub("\ufffd", "\n".join(visible(line) for line in text.split("\n"))))
