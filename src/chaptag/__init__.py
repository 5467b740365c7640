r"""chaptag: show notes in, chapters out.

    import chaptag

    reading = chaptag.parse_notes("00:00 Welcome\n00:32 Interview", duration=1800)
    result = chaptag.tag("episode.mp3", reading, output="tagged.mp3")
    print(result.outcome, [(chapter.start, chapter.title) for chapter in result.chapters])

A str is always a path, never notes; bytes and Path are paths, too. Times are whole milliseconds, but for the seconds
of `parse_notes`. Every function raises `ChaptagError` (see `chaptag.model.errors` for the tree) and leaves files as
they were when it does. The functions are loaded when first used, so that importing the package costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from chaptag._version import __version__

if TYPE_CHECKING:
    from chaptag.model.chapter import Chapter, ChapterList, Image
    from chaptag.model.duration import Duration
    from chaptag.model.errors import (
        AudioError,
        ChangedMeanwhile,
        ChaptagError,
        ConfigError,
        DamagedAudio,
        InputError,
        MissingExtra,
        NotesError,
        Rejected,
        StorageError,
        UnsupportedAudio,
        UsageError,
    )
    from chaptag.model.finding import Finding, Place, Severity
    from chaptag.model.options import WriteOptions
    from chaptag.model.reading import Grade, Reading
    from chaptag.model.retime import Cut, Insertion
    from chaptag.workflow.chapters import parse_notes
    from chaptag.workflow.convert import Converted, convert
    from chaptag.workflow.preview.preview import PreviewResult, preview
    from chaptag.workflow.read import AudioContents, NotesContents, read
    from chaptag.workflow.remove import RemoveResult, remove
    from chaptag.workflow.settings import ReadOptions, RuleSettings, StoreOptions
    from chaptag.workflow.tag import TagResult, tag
    from chaptag.workflow.verify import Verified, verify

__all__ = [
    "AudioContents",
    "AudioError",
    "ChangedMeanwhile",
    "ChaptagError",
    "Chapter",
    "ChapterList",
    "ConfigError",
    "Converted",
    "Cut",
    "DamagedAudio",
    "Duration",
    "Finding",
    "Grade",
    "Image",
    "InputError",
    "Insertion",
    "MissingExtra",
    "NotesContents",
    "NotesError",
    "Place",
    "PreviewResult",
    "ReadOptions",
    "Reading",
    "Rejected",
    "RemoveResult",
    "RuleSettings",
    "Severity",
    "StorageError",
    "StoreOptions",
    "TagResult",
    "UnsupportedAudio",
    "UsageError",
    "Verified",
    "WriteOptions",
    "__version__",
    "convert",
    "parse_notes",
    "preview",
    "read",
    "remove",
    "tag",
    "verify",
]

_HOMES = {
    "model.chapter": ("Chapter", "ChapterList", "Image"),
    "model.duration": ("Duration",),
    "model.errors": (
        "AudioError",
        "ChangedMeanwhile",
        "ChaptagError",
        "ConfigError",
        "DamagedAudio",
        "InputError",
        "MissingExtra",
        "NotesError",
        "Rejected",
        "StorageError",
        "UnsupportedAudio",
        "UsageError",
    ),
    "model.finding": ("Finding", "Place", "Severity"),
    "model.options": ("WriteOptions",),
    "model.reading": ("Grade", "Reading"),
    "model.retime": ("Cut", "Insertion"),
    "workflow.chapters": ("parse_notes",),
    "workflow.convert": ("Converted", "convert"),
    "workflow.preview.preview": ("PreviewResult", "preview"),
    "workflow.read": ("AudioContents", "NotesContents", "read"),
    "workflow.remove": ("RemoveResult", "remove"),
    "workflow.settings": ("ReadOptions", "RuleSettings", "StoreOptions"),
    "workflow.tag": ("TagResult", "tag"),
    "workflow.verify": ("Verified", "verify"),
}


def __getattr__(name: str) -> object:
    from importlib import import_module

    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"chaptag.{module}"), name)
    msg = f"module 'chaptag' has no attribute {name!r}"
    raise AttributeError(msg)


def __dir__() -> list[str]:
    return __all__
