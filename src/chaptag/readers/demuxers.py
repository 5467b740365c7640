"""chaptag's containers under the names that libavformat gives its demuxers, to force the format of a file."""

from __future__ import annotations

__all__ = ["DEMUXERS"]

DEMUXERS = {
    "mp3": "mp3",
    "mp4": "mov",
    "aac": "aac",
    "wav": "wav",
    "aiff": "aiff",
    "flac": "flac",
    "ogg": "ogg",
    "matroska": "matroska",
}
