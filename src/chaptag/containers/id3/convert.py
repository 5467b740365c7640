"""A tag's frames in the other version: 2.4 to 2.3 and 2.3 to 2.4, every change of meaning reported.

Frames: ID3v2.4.0-changes, sections 3 and 4. What the new version merely does not list is kept: readers skip frames
that they do not know, and several (TSOP, TDRL …) are in use in both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from chaptag.containers.id3.frame import LARGEST_BODY, Extras, Frame, encode_header, inflate, split_extras
from chaptag.containers.id3.retext import downgrade_text, text_body, text_values, values_joined
from chaptag.containers.id3.synchsafe import deunsynchronise, write_synchsafe
from chaptag.model.errors import DamagedAudio, UnsupportedAudio
from chaptag.model.finding import Finding, finding
from chaptag.model.text import quote

if TYPE_CHECKING:
    from chaptag.containers.id3.tag import Tag

__all__ = ["Converted", "convert_frames"]

_AS_IT_IS = "Leave --id3 out: the tag keeps its version, and this frame, as it is."
_ONLY_24 = frozenset(
    ("ASPI", "EQU2", "RVA2", "SIGN", "TDEN", "TDRL", "TDTG", "TMOO", "TPRO", "TSOA", "TSOP", "TSOT", "TSST")
)
_ONLY_23 = frozenset(("EQUA", "RVAD", "TDAT", "TIME", "TRDA", "TSIZ", "TYER"))
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ](\d\d)(?::(\d\d)(:\d\d)?)?)?)?)?", re.ASCII)


@dataclass(slots=True)
class Converted:
    """The converted frames as bytes, and what changed."""

    data: bytes = b""
    findings: list[Finding] = field(default_factory=list)


def convert_frames(tag: Tag, frames: list[Frame], version: int) -> Converted:
    """Write `frames` of `tag` for the other `version`; what changes beyond sizes and flags is a finding each.

    Raises UnsupportedAudio where they are too large to hold in memory, DamagedAudio where one cannot be unpacked.
    """
    if sum(frame.size for frame in frames) > LARGEST_BODY:
        msg = f"a tag of more than {LARGEST_BODY >> 20} MiB cannot be converted"
        raise UnsupportedAudio(msg, hint="Leave out --id3: the tag keeps its version.")
    work = _Conversion(tag, version)
    for frame in frames:
        work.take(frame)
    return work.finish()


class _Conversion:
    """One tag on its way to the other version."""

    def __init__(self, tag: Tag, version: int) -> None:
        self.tag = tag
        self.version = version
        self.frames: list[bytes] = []
        self.people: list[str] = []
        self.dates: dict[str, str] = {}
        self.reencoded: list[str] = []
        self.findings: list[Finding] = []

    def take(self, frame: Frame) -> None:
        """Convert one frame; dates and people wait for `finish`, since several frames become one."""
        extras = self._unpacked(frame)
        if extras.method:  # encrypted: nobody knows what is in it
            self._say(frame, "is encrypted and kept as it is; 2.3 and 2.4 may read it differently")
            self._put(frame, extras)
        elif self.version == 3:
            self._down(frame, extras)
        else:
            self._up(frame, extras)

    def finish(self) -> Converted:
        """Write what several frames have become, and put all together."""
        if self.people:
            name = "IPLS" if self.version == 3 else "TIPL"
            text = "\0".join(self.people) + "\0"
            self._text(name, text)
        if self.dates:
            self._dates()
        if self.reencoded:
            names = ", ".join(dict.fromkeys(self.reencoded))
            place = self.tag.place(self.tag.header.offset)
            message = f"text that 2.3 cannot hold as UTF-8 becomes Latin-1 or UTF-16 in {names}"
            self.findings.append(finding("tag-converted", message, place=place))
        return Converted(b"".join(self.frames), self.findings)

    def _down(self, frame: Frame, extras: Extras) -> None:
        name, body = frame.name, extras.data
        if name == "SEEK":
            self._drop(frame, "its offset to another tag would be false")
        elif name == "TDRC" and (match := _DATE.match(_first(body))):
            year, month, day, hour, minute, second = match.groups()
            new = {"TYER": year}
            if month and day:
                new["TDAT"] = day + month
            if hour and minute:
                new["TIME"] = hour + minute
            for new_name, value in new.items():
                self._text(new_name, value)
            lost = " (the seconds go)" if second else " (the month goes)" if month and not day else ""
            lost += _others_go(body)
            self._say(frame, f"{quote(_first(body))} becomes " + ", ".join(f"{n} {v}" for n, v in new.items()) + lost)
        elif name == "TDOR" and (match := _DATE.match(_first(body))):
            self._text("TORY", match[1])
            self._say(frame, f"{quote(_first(body))} becomes TORY {match[1]}{_others_go(body)}")
        elif name in {"TIPL", "TMCL"}:
            self.people += text_values(body)
            self._say(frame, "becomes part of IPLS")
        else:
            if name in _ONLY_24:
                self._say(frame, "is kept, though 2.3 does not list it")
            new_body = downgrade_text(name, body)
            if new_body != body and (count := len(values_joined(name, body))) > 1:
                self._say(frame, f"{count} values become one, joined with slashes")
            if new_body != body and body[0] > 1:
                self.reencoded.append(name)
            self._put(frame, extras._replace(data=new_body))

    def _up(self, frame: Frame, extras: Extras) -> None:
        name, value = frame.name, _first(extras.data)
        size = {"TYER": 4, "TDAT": 4, "TIME": 4, "TORY": 4}.get(name)
        if size is not None and len(value) == size and value.isdigit() and name not in self.dates:
            self.dates[name] = value
            self._say(frame, f"{value} becomes part of {'TDOR' if name == 'TORY' else 'TDRC'}")
        elif name == "IPLS":
            self.people += text_values(extras.data)
            self._say(frame, "becomes TIPL")
        else:
            if name in _ONLY_23:
                self._say(frame, "is kept, though 2.4 does not list it")
            self._put(frame, extras)

    def _dates(self) -> None:
        dates = self.dates
        if "TORY" in dates:
            self._text("TDOR", dates["TORY"])
        if "TYER" in dates:
            stamp = dates["TYER"]
            if "TDAT" in dates:
                stamp += f"-{dates['TDAT'][2:]}-{dates['TDAT'][:2]}"
                if "TIME" in dates:
                    stamp += f"T{dates['TIME'][:2]}:{dates['TIME'][2:]}"
            self._text("TDRC", stamp)
        else:  # a day without a year is none in 2.4
            for name in ("TDAT", "TIME"):
                if name in dates:
                    self._text(name, dates[name])

    def _unpacked(self, frame: Frame) -> Extras:
        """Take a frame's body out of compression and unsynchronisation; an encrypted one stays compressed."""
        tag = self.tag
        extras = split_extras(tag.stored(frame), frame.flags, tag.version)
        if extras is None:
            msg = f"the {frame.name} frame is shorter than its flags say"
            raise DamagedAudio(msg, hint=_AS_IT_IS, place=tag.place(frame.offset))
        data = extras.data
        if extras.unsynchronised or tag.unsynchronised_frames:
            data = deunsynchronise(data)
        if extras.compressed and not extras.method:
            try:
                data, extras = inflate(data), extras._replace(compressed=False)
            except DamagedAudio as error:
                msg = f"the {frame.name} frame: {error.message}"
                raise DamagedAudio(msg, hint=_AS_IT_IS, place=tag.place(frame.offset)) from error
        return extras._replace(data=data)

    def _put(self, frame: Frame, extras: Extras) -> None:
        """Write a frame with the flags and the extra fields of the new version."""
        size = (extras.decoded_size or 0) if extras.compressed else None
        if self.version == 3:
            flags = (frame.flags & 0x7000) << 1
            flags |= bool(extras.method) << 6 | bool(extras.group) << 5 | extras.compressed << 7
            front = b"" if size is None else size.to_bytes(4, "big")
            front += extras.method + extras.group
        else:
            flags = (frame.flags & 0xE000) >> 1
            flags |= bool(extras.method) << 2 | bool(extras.group) << 6
            flags |= 0 if size is None else 0x09
            front = extras.group + extras.method + (b"" if size is None else write_synchsafe(size))
        body = front + extras.data
        self.frames.append(encode_header(frame.name, len(body), flags, self.version) + body)

    def _text(self, name: str, text: str) -> None:
        body = text_body(text)
        self.frames.append(encode_header(name, len(body), 0, self.version) + body)

    def _say(self, frame: Frame, what: str) -> None:
        place = self.tag.place(frame.offset)
        self.findings.append(finding("tag-converted", f"{frame.name}: {what}", place=place))

    def _drop(self, frame: Frame, why: str) -> None:
        place = self.tag.place(frame.offset)
        self.findings.append(finding("tag-frame-dropped", f"{frame.name} is left out: {why}", place=place))


def _first(body: bytes) -> str:
    """The first value of a text frame."""
    return next(iter(text_values(body)), "")


def _others_go(body: bytes) -> str:
    """Say that the values behind the first one are lost, where there are any."""
    count = sum(map(bool, text_values(body)[1:]))
    return f" ({count} more {'value goes' if count == 1 else 'values go'})" if count else ""
