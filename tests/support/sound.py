"""Sound made by code: tones as stand-ins for speech, with pauses whose places are known; no library needed."""

from __future__ import annotations

import math
import random
import wave
from array import array
from collections.abc import Iterable
from pathlib import Path

__all__ = ["RATE", "beat", "burst", "music", "quiet", "speech", "write_wav"]

RATE = 16000


def quiet(ms: int, *, noise: int = 0, seed: int = 1) -> array[int]:
    """Silence, or faint noise of this amplitude."""
    dice = random.Random(seed)
    return array("h", (dice.randint(-noise, noise) if noise else 0 for _ in range(ms * RATE // 1000)))


def burst(ms: int, *, pitch: float = 180.0, amplitude: int = 12000) -> array[int]:
    """A word: a tone with overtones that swells and fades within 10 ms."""
    count, edge = ms * RATE // 1000, RATE // 100
    sound = array("h")
    for at in range(count):
        swell = min(1.0, at / edge, (count - at) / edge)
        time = at / RATE
        wave_ = math.sin(math.tau * pitch * time) * 0.6 + math.sin(math.tau * pitch * 3.1 * time) * 0.4
        sound.append(int(amplitude * swell * wave_))
    return sound


def speech(ms: int, *, seed: int) -> array[int]:
    """Words of changing length and loudness, with gaps as inside a sentence; begins and ends with sound."""
    dice = random.Random(seed)
    sound = array("h")
    while len(sound) * 1000 // RATE < ms:
        if sound:
            sound.extend(quiet(dice.choice((40, 60, 90, 120, 180))))
        length = dice.choice((120, 180, 260, 340))
        sound.extend(burst(length, pitch=dice.uniform(110, 240), amplitude=dice.randint(6000, 14000)))
    return sound


def music(ms: int) -> array[int]:
    """Chords that breathe and never rest."""
    sound = array("h")
    for at in range(ms * RATE // 1000):
        time = at / RATE
        root = (220.0, 247.0, 196.0, 165.0)[int(time) % 4]
        tremolo = 0.75 + 0.25 * math.sin(math.tau * 4 * time)
        chord = sum(math.sin(math.tau * root * step * time) for step in (1, 1.25, 1.5)) / 3
        sound.append(int(11000 * tremolo * chord))
    return sound


def beat(ms: int, every: int) -> array[int]:
    """A drum that strikes each `every` ms, with silence between."""
    strike = burst(150, pitch=60.0, amplitude=20000)
    bar = strike + quiet(every - 150)
    return (bar * (ms // every + 1))[: ms * RATE // 1000]


def write_wav(path: Path, parts: Iterable[array[int]], *, rate: int = RATE) -> int:
    """Write the parts one after another as mono WAV; gives the duration in ms."""
    count = 0
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        for part in parts:
            file.writeframes(part.tobytes())
            count += len(part)
    return count * 1000 // rate
