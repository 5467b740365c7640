"""What CI servers ask of a JUnit report: the elements and attributes of Jenkins' xUnit schema (junit-10)."""

from __future__ import annotations

from xml.etree import ElementTree as ET

__all__ = ["check_junit"]

_NEEDED = {"testsuites": set(), "testsuite": {"name", "tests", "failures", "errors"}, "testcase": {"name"}}
_MAY_HAVE = {
    "testsuites": {"name", "time", "tests", "failures", "errors"},
    "testsuite": {"name", "tests", "failures", "errors", "skipped", "time", "timestamp", "hostname", "id", "package"},
    "testcase": {"name", "classname", "time", "group"},
    "failure": {"type", "message"},
    "error": {"type", "message"},
    "skipped": {"type", "message"},
    "system-out": set(),
    "system-err": set(),
}
_INSIDE = {
    "testsuites": {"testsuite"},
    "testsuite": {"testcase", "system-out", "system-err"},
    "testcase": {"failure", "error", "skipped", "system-out", "system-err"},
}


def check_junit(text: str) -> ET.Element:
    """Parse a report, assert that a server takes it and that it counts rightly; gives the root."""
    root = ET.fromstring(text)
    assert root.tag == "testsuites"
    for element in root.iter():
        assert _NEEDED.get(element.tag, set()) <= set(element.keys()) <= _MAY_HAVE[element.tag], element.tag
        assert {child.tag for child in element} <= _INSIDE.get(element.tag, set()), element.tag
    for suite in root.iter("testsuite"):
        found = (len(suite.findall("testcase")), len(suite.findall(".//failure")), len(suite.findall(".//error")))
        assert tuple(int(suite.get(name) or "-1") for name in ("tests", "failures", "errors")) == found
    return root
