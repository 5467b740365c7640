"""The payload hash: SHA-256 of the sound alone, whatever tags and chapters lie around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chaptag.workflow.sources import Audio

__all__ = ["payload_hash"]

_BLOCK = 1 << 20


def payload_hash(audio: Audio) -> str:
    """SHA-256, in hexadecimal, of the bytes that make up the sound, in order; reads in blocks of 1 MiB."""
    from hashlib import sha256

    digest = sha256()
    for start, stop in audio.container.payload(audio.source):
        for offset in range(start, stop, _BLOCK):
            digest.update(audio.source.read(offset, min(_BLOCK, stop - offset)))
    return digest.hexdigest()
