"""What a decoder is: the two ways in which chaptag asks for sound, and what it lets a decoder open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

__all__ = ["DEMUXERS", "PREROLL_MS", "Decoder", "Window"]

Window = tuple[int, int]
"""``[start, stop)`` in ms from the beginning of the audio."""

DEMUXERS = ("mp3", "aac", "mov", "flac", "ogg", "wav", "w64", "aiff", "caf", "matroska")
"""The containers that a decoder may open; a playlist that calls itself an MP3 must not fetch other files."""

PREROLL_MS = 500
"""How long before a window decoding begins: the first frames after a jump lack what came before them."""


class Decoder(Protocol):
    """Decodes one audio file to 16-bit mono samples."""

    def windows(self, spans: Iterable[Window], rate: int) -> Iterator[bytes]:
        """Yield the samples of each window, in order; fewer only where the audio ends.

        Raises AudioError where the file cannot be decoded.
        """
        ...

    def stream(self, rate: int) -> Iterator[bytes]:
        """Yield the samples of the whole audio, from the beginning, in small pieces.

        Raises AudioError where the file cannot be decoded.
        """
        ...

    def title(self) -> str:
        """Give the title that the file's tag says; empty without one.

        Raises AudioError where the file cannot be opened.
        """
        ...
