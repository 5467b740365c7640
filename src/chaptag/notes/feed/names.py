"""File names in enclosure URLs, past redirects, tracking prefixes and queries."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote

__all__ = ["file_name", "name_key", "stem_key"]

_AUDIO_NAME = re.compile(
    r"[^/?&=#]{1,200}\.(?:mp3|m4a|m4b|mp4|aac|ogg|oga|opus|flac|wav|aif|aiff|m4v|mov)$", re.IGNORECASE
)
_URL_LIMIT = 4096


def file_name(url: str) -> str:
    """Find the audio file's name in a URL; empty where it has none.

    A tracking prefix puts a host and a path in front, so the last part of the path is what counts; some hosts put
    the whole URL percent-encoded into the path, or the file's name into the query.
    """
    path, _, query = url.strip()[:_URL_LIMIT].partition("#")[0].partition("?")
    for _ in range(2):
        path = unquote(path)
    last = path.partition("?")[0].rstrip("/").rpartition("/")[2]
    if _AUDIO_NAME.search(last):
        return last
    for value in re.split("[&;]", query):
        name = unquote(unquote(value.partition("=")[2])).partition("?")[0].rpartition("/")[2]
        if _AUDIO_NAME.fullmatch(name):
            return name
    return last if ":" not in last else ""


def name_key(name: str) -> str:
    """Make two spellings of one file name equal: folder, case and Unicode form do not count."""
    last = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    return unicodedata.normalize("NFC", last).casefold().strip()


def stem_key(name: str) -> str:
    """Make the key of a name without its suffix: the same episode as MP3 and as M4A."""
    key = name_key(name)
    return key.rpartition(".")[0] or key
