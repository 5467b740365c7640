"""The waveform as one SVG path, and its fine values for the close-up as text."""

from __future__ import annotations

import base64
import math
from collections.abc import Callable, Sequence

__all__ = ["COLUMNS", "HEIGHT", "fine", "outline", "ticks"]

COLUMNS = 800
"""The width of the drawing's coordinate system; the page stretches it."""
HEIGHT = 100
_LOUDEST_SHARE = 0.995  # one slammed door does not make an hour look quiet
_TICK_STEPS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400)
_MOST_TICKS = 8


def outline(peaks: Sequence[int], *, loudest: bool = True) -> str:
    """Draw the peaks (0 to 32768) as a closed path around the middle line: the loudest of each column, or the mean."""
    columns = _columns(_scaled(peaks), COLUMNS, max if loudest else _mean)
    if not columns:
        return ""
    middle, step = HEIGHT / 2, COLUMNS / len(columns)
    half = [max(0.6, value * (middle - 2)) for value in columns]
    upper = [f"{index * step:g},{middle - value:.1f}" for index, value in enumerate(half)]
    lower = [f"{index * step:g},{middle + value:.1f}" for index, value in reversed(list(enumerate(half)))]
    return f"M{' '.join(upper)} {COLUMNS},{middle - half[-1]:.1f} {COLUMNS},{middle + half[-1]:.1f} {' '.join(lower)}Z"


def fine(peaks: Sequence[int]) -> str:
    """Write the peaks as base64, one byte each, 0 to 255."""
    return base64.b64encode(bytes(round(value * 255) for value in _scaled(peaks))).decode("ascii")


def ticks(duration_ms: int) -> list[int]:
    """Choose the times (ms) that the ruler shows: at most eight, at round distances, never at the very end."""
    seconds = duration_ms / 1000
    step = next(
        (s for s in _TICK_STEPS_S if seconds / s <= _MOST_TICKS), 3600 * math.ceil(seconds / 3600 / _MOST_TICKS)
    )
    return [at * 1000 for at in range(0, math.ceil(seconds), step) if at * 1000 <= duration_ms * 0.97]


def _scaled(peaks: Sequence[int]) -> list[float]:
    """Scale to 0..1 by what is loud in this episode; quiet speech stays visible beside loud music."""
    if not peaks:
        return []
    loud = sorted(peaks)[int((len(peaks) - 1) * _LOUDEST_SHARE)] or 1
    return [min(1.0, value / loud) ** 0.8 for value in peaks]


def _columns(values: Sequence[float], count: int, sum_up: Callable[[Sequence[float]], float]) -> list[float]:
    count = min(count, len(values))
    return [sum_up(values[index * len(values) // count : (index + 1) * len(values) // count]) for index in range(count)]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
