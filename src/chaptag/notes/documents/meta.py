"""Front matter: the metadata that stands before the text, and what it says about times."""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass

from chaptag.notes.document import Kind, Line, LineBuilder

__all__ = ["Meta", "read_meta"]

_FENCES = {
    "---": re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE),
    "+++": re.compile(r"^\+\+\+[ \t]*$", re.MULTILINE),
}
_PAIR = re.compile(r"""(-[ \t]+)?["']?([A-Za-z_][\w.-]{0,60})["']?[ \t]*[:=](?=[ \t]|$)[ \t]*(.*)$""")
_QUOTED = re.compile(r"""(["'])(.*)\1[ \t]*,?[ \t]*$""")
_DURATION = re.compile(r"(?:\w{0,40}_)?(?:duration|length|runtime|laenge|dauer)$", re.IGNORECASE)
_CLOCK = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):(\d{2})$")
_TIMES = re.compile(r"(?:start|begin|from|time|timestamp|timecode|at|ts|offset|starttime|start_time)$", re.IGNORECASE)
_TITLES = re.compile(r"(?:title|name|label|chapter|text|topic|heading)$", re.IGNORECASE)
_FLOW = re.compile(r"-[ \t]+\{[^{}]{1,2000}\}[ \t]*$")
_FLOW_PAIR = re.compile(r"""["']?([A-Za-z_]{1,40})["']?[ \t]*:[ \t]*(?:["']([^"']{0,1000})["']|([^,{}"']{1,1000}))""")
_LIMIT = 64 * 1024


@dataclass(slots=True)
class Meta:
    """The front matter of a text: how many lines it takes, and a duration in ms that it states."""

    lines: int = 0
    stated: tuple[int, int] | None = None
    _in_table: bool = False

    def line(self, raw: str, start: int) -> Line | None:
        """Read one line of it: a chapter's line, or the value of a key that tells a chapter's time or title."""
        body = raw.strip()
        if not body or body in {"---", "+++", "..."} or body[0] == "#":
            return None
        if body.startswith("[["):
            self._in_table = True
            return None
        at = start + raw.find(body)
        opens = body[0] == "-"
        if flow := _FLOW.match(body):
            return self._flow(flow, at)
        indent = at - start
        pair = _PAIR.match(body)
        if pair is not None:
            if not (indent or pair[1] or self._in_table) or not (_TIMES.match(pair[2]) or _TITLES.match(pair[2])):
                return None
            at += pair.start(3)
            body = pair[3]
        elif body.startswith("- "):
            inner = body[2:].lstrip()
            at += len(body) - len(inner)
            body = inner
        quoted = _QUOTED.match(body)
        if quoted is not None:
            at += 1
            body = quoted[2]
        builder = LineBuilder()
        builder.add(body, at)
        line = builder.build(Kind.META, indent=indent)
        line.opens = opens or pair is None
        return line

    def _flow(self, found: re.Match[str], at: int) -> Line | None:
        """Read a chapter on one line: ``- {start: "00:00", title: Intro}``."""
        pairs = {pair[1]: pair for pair in _FLOW_PAIR.finditer(found[0])}
        time = next((pair for key, pair in pairs.items() if _TIMES.match(key)), None)
        title = next((pair for key, pair in pairs.items() if _TITLES.match(key)), None)
        if time is None or title is None:
            return None
        builder = LineBuilder()
        for number, pair in enumerate((time, title)):
            group = 2 if pair[2] is not None else 3
            builder.add(" " if number else "", at + pair.start(group))
            builder.add(pair[group].strip(), at + pair.start(group))
        return builder.build(Kind.META)


def read_meta(source: str, starts: array[int]) -> Meta:
    """Find the front matter (YAML or TOML) at the top of a text."""
    fence = source[:3]
    ends = _FENCES.get(fence)
    if ends is None or source[3:].split("\n", 1)[0].strip():
        return Meta()
    closing = ends.search(source, starts[1] if len(starts) > 1 else len(source), _LIMIT)
    if closing is None:
        return Meta()
    meta = Meta()
    for number, start in enumerate(starts):
        if start > closing.start():
            break
        meta.lines = number + 1
        stop = starts[number + 1] if number + 1 < len(starts) else len(source)
        if meta.stated is None and (pair := _PAIR.match(source[start:stop].strip())) and _DURATION.match(pair[2]):
            value = pair[3].strip().strip("\"'")
            if clock := _CLOCK.match(value):
                hours, minutes, seconds = (int(part or 0) for part in clock.groups())
                spot = start + source[start:stop].find(value)
                meta.stated = (((hours * 60 + minutes) * 60 + seconds) * 1000, spot)
    return meta
