"""Peaks: how loud an episode is from its beginning to its end, for drawing; streamed in flat memory."""

from __future__ import annotations

from array import array
from pathlib import Path

from chaptag.audio.decode import decoder
from chaptag.audio.samples import FULL_SCALE, WIDTH, audioop

__all__ = ["peaks"]

_RATE = 8000  # a waveform shows no more


def peaks(path: str | Path, *, count: int, duration_ms: int) -> array[int]:
    """Give the loudest sample of each of `count` equal parts of the audio at `path`, 0 to 32768.

    `duration_ms` is the audio's true duration: what lies beyond it is not drawn, where sound is missing stands 0.
    Fewer parts come back where the audio has fewer samples. Raises MissingExtra without a decoder and AudioError where
    the file cannot be decoded.
    """
    total = duration_ms * _RATE // 1000
    count = min(count, total)
    result = array("H", bytes(2 * max(count, 0)))
    if count < 1:
        return result
    ops, at = audioop(), 0
    for piece in decoder(path).stream(_RATE):
        pcm, within = memoryview(piece), 0
        while within < len(pcm) and at < total:
            part = at * count // total
            until = -(-(part + 1) * total // count)  # the first sample of the next part
            take = min(len(pcm) - within, (until - at) * WIDTH)
            low, high = ops.minmax(pcm[within : within + take], WIDTH)
            result[part] = max(result[part], -low, min(high, FULL_SCALE))
            within, at = within + take, at + take // WIDTH
        if at >= total:
            break
    return result
