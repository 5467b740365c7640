"""Where speech rests: pauses in a row of levels, by what is loud and what is quiet right there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["STEP_MS", "Pause", "find_pauses"]

STEP_MS = 10
"""The length of the frames whose levels are looked at, in ms."""

_SHORTEST_MS = 300  # a stop consonant is silent for 150 ms at most, a phrase ends with more
_BLIP_MS = 40  # a click in a pause does not end it, a word is longer
_DEPTH_DB = 32.0  # a pause is this far below speech,
_ABOVE_FLOOR_DB = 8.0  # or just above the noise where that is louder,
_LEAST_DEPTH_DB = 15.0  # but never nearer to speech than this: music breathes that much
_ONSET_DB = 6.0  # speech sets in where the level first rises this far above the pause itself,
_ONSET_REACH_MS = 80  # looked for no further back than a soft consonant lasts
_FADE_DB, _DEEP_DB = 5.0, 45.0  # a tone that dies away falls this much in what would be a pause, and is not as deep
_BEATS, _BEAT_TOLERANCE = 4, 0.25  # so many gaps are a rhythm where they are this alike
_DISTINCT_MS = 600  # a gap that is longer needs not be longer than all the others, too


@dataclass(frozen=True, slots=True)
class Pause:
    """Quiet from `start` to `end`, in ms from the beginning of what was listened to."""

    start: int
    end: int

    @property
    def length(self) -> int:
        """How long it is quiet, in ms."""
        return self.end - self.start


def find_pauses(levels: Sequence[float]) -> tuple[Pause, ...]:
    """Find the pauses in the levels (dB) of frames of `STEP_MS`; `end` is where sound sets in again.

    Quiet that lasts until the end of the row is no pause: nobody knows where it ends. A tone that dies away is none,
    and neither are the gaps of a rhythm.
    """
    if not levels:
        return ()
    ordered = sorted(levels)
    floor, loud = ordered[len(ordered) // 20], ordered[len(ordered) * 9 // 10]
    threshold = min(max(floor + _ABOVE_FLOOR_DB, loud - _DEPTH_DB), loud - _LEAST_DEPTH_DB)
    runs = _joined([run for run in _runs(levels, threshold) if run[1] - run[0] > 1])
    found = [
        Pause(start * STEP_MS, _onset(levels, start, stop) * STEP_MS)
        for start, stop in runs
        if stop < len(levels)
        and (stop - start) * STEP_MS >= _SHORTEST_MS
        and not _fades(levels[start:stop], loud - _DEEP_DB)
    ]
    return () if _is_beat(found) else tuple(found)


def _runs(levels: Sequence[float], threshold: float) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    start: int | None = None
    for index, level in enumerate([*levels, threshold]):
        if level < threshold and start is None:
            start = index
        elif level >= threshold and start is not None:
            runs.append((start, index))
            start = None
    return runs


def _joined(runs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, stop in runs:
        if joined and (start - joined[-1][1]) * STEP_MS <= _BLIP_MS:
            joined[-1] = (joined[-1][0], stop)
        else:
            joined.append((start, stop))
    return joined


def _onset(levels: Sequence[float], start: int, stop: int) -> int:
    """Go back from where it is loud to where it began to rise: the soft beginning of a word belongs to the word."""
    quiet = sorted(levels[start:stop])[(stop - start) // 2]
    onset = stop
    while onset - 1 > max(start, stop - _ONSET_REACH_MS // STEP_MS) and levels[onset - 1] > quiet + _ONSET_DB:
        onset -= 1
    return onset


def _fades(quiet: Sequence[float], deep: float) -> bool:
    third = len(quiet) // 3
    first, last = (sorted(part)[third // 2] for part in (quiet[:third], quiet[-third:]))
    return last > deep and first - last > _FADE_DB


def _is_beat(pauses: Sequence[Pause]) -> bool:
    """Tell a rhythm from speech: several short gaps of one length, or gaps of one length at one distance."""
    if len(pauses) < _BEATS:
        return False
    ends = [pause.end for pause in pauses]
    steps = [after - before for before, after in zip(ends, ends[1:], strict=False)]
    lengths = sorted(pause.length for pause in pauses[1:])  # the first one may have begun before we listened
    if lengths[-1] < _DISTINCT_MS and lengths[-1] <= lengths[len(lengths) // 2] * (1 + _BEAT_TOLERANCE):
        return True
    return all(max(each) - min(each) <= _BEAT_TOLERANCE * max(each) for each in (steps, lengths))
