"""Time code of editors, ``hh:mm:ss:ff``: counted frames, which are a time once the frame rate is known.

Source: SMPTE ST 12-1. The rates that go with 59.94 Hz are 1000/1001 of their nominal ones, so an hour of such time code
is 3.6 s longer than an hour, unless frames are dropped from the count: two (at 30, four at 60) in each minute but
every tenth.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["TIMECODE", "FrameRate"]

TIMECODE = r"(\d{1,4}):([0-5]\d):([0-5]\d)[:;.](\d\d)"
"""Hours, minutes, seconds, frames; a semicolon before the frames says that some are dropped."""

_CODE = re.compile(TIMECODE, re.ASCII)


@dataclass(frozen=True, slots=True)
class FrameRate:
    """`nominal` frames make a second of time code; `slow` says that they last 1001/1000 of one.

    A rate of 1 stands for one that nobody knows: it counts whole seconds.
    """

    nominal: int = 1
    slow: bool = False

    @classmethod
    def of(cls, fps: float | None) -> FrameRate:
        """Recognise 23.976, 29.97, 59.94 and their like."""
        if fps is None:
            return cls()
        nominal = max(round(fps), 1)
        return cls(nominal, slow=abs(fps - nominal * 1000 / 1001) < abs(fps - nominal))

    @property
    def resolution(self) -> int:
        """The length of a frame in ms, rounded up."""
        return self.ms(1) + (self.nominal > 1)

    def ms(self, frames: int) -> int:
        """Turn a count of frames into ms, rounded half up."""
        base = 1001 if self.slow else 1000
        return (2 * frames * base + self.nominal) // (2 * self.nominal)

    def frames(self, text: str, *, drop: bool = False) -> int | None:
        """Count the frames up to a time code; None where it is none at this rate."""
        match = _CODE.fullmatch(text)
        if match is None:
            return None
        hours, minutes, seconds, frames = map(int, match.groups())
        if self.nominal == 1:
            frames = 0
        if frames >= self.nominal:
            return None
        minutes += 60 * hours
        if (drop or ";" in text) and self.nominal % 30 == 0:
            frames -= self.nominal // 15 * (minutes - minutes // 10)
        return (minutes * 60 + seconds) * self.nominal + frames
