"""Sound as 16-bit mono samples: pydub and audioop, imported late and quietly, and the level of each short frame."""

from __future__ import annotations

import math
import warnings
from functools import lru_cache
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydub import AudioSegment

__all__ = ["FULL_SCALE", "WIDTH", "audioop", "levels", "segment"]

WIDTH = 2  # bytes per sample
FULL_SCALE = 32768
_SILENCE_DB = -120.0


@lru_cache(maxsize=1)
def _pydub() -> ModuleType:
    """Import pydub without its warnings: about a missing ffmpeg, about audioop's age, about its own regexes."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pydub
        import pydub.utils
    return pydub  # type: ignore[no-any-return]


def audioop() -> ModuleType:
    """Give the module that computes on samples: the standard library's until Python 3.12, ``audioop-lts`` after."""
    return _pydub().utils.audioop  # type: ignore[no-any-return]


def segment(pcm: bytes, rate: int) -> AudioSegment:
    """Wrap 16-bit mono samples as a pydub `AudioSegment`; a torn last sample is dropped."""
    whole = len(pcm) - len(pcm) % WIDTH
    return _pydub().AudioSegment(data=pcm[:whole], sample_width=WIDTH, frame_rate=rate, channels=1)


def levels(sound: AudioSegment, step_ms: int) -> list[float]:
    """Measure the level of each whole frame of `step_ms`, in dB below full scale; -120 where nothing sounds.

    A constant offset of the recording is no sound and does not count.
    """
    ops, size = audioop(), sound.frame_rate * step_ms // 1000 * WIDTH
    pcm = memoryview(sound.raw_data)
    result: list[float] = []
    for at in range(0, len(pcm) - size + 1, size):
        frame = pcm[at : at + size]
        power = ops.rms(frame, WIDTH) ** 2 - ops.avg(frame, WIDTH) ** 2
        result.append(max(_SILENCE_DB, 10 * math.log10(power / FULL_SCALE**2)) if power > 0 else _SILENCE_DB)
    return result
