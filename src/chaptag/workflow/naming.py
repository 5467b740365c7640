"""Names against contents: what a suffix promises, and what a file holds or will hold."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from chaptag.containers.registry import CONTAINERS
from chaptag.formats.registry import FORMATS
from chaptag.model.errors import UsageError
from chaptag.model.finding import Finding, Place, finding
from chaptag.model.text import call, visible

if TYPE_CHECKING:
    from chaptag.containers.registry import ContainerKind
    from chaptag.workflow.sources import Audio

__all__ = ["called_audio", "misnamed", "refuse_other_suffix", "refuse_page_suffix"]

# What chapter files and notes are called.
_PAGES = frozenset({".htm", ".html"})
_TEXTS = frozenset({".htm", ".markdown", *(suffix for known in FORMATS for suffix in known.suffixes)})


def called_audio(name: str) -> bool:
    """Whether a name ends as that of an audio file does."""
    return name.lower().endswith(tuple(suffix for known in CONTAINERS for suffix in known.suffixes))


def misnamed(audio: Audio) -> tuple[Finding, ...]:
    """A finding where the file's suffix promises another container than its content holds."""
    stem, suffix = os.path.splitext(audio.name)
    own = _container(audio)
    if not _promises_another(suffix, audio):
        return ()
    return (
        finding(
            "misnamed",
            f"is called {suffix.lower()} and is {_a(own)} file",
            place=Place(audio.name),
            fix=f"Rename it to {os.path.basename(stem)}{own.suffixes[0]}.",
        ),
    )


def refuse_other_suffix(audio: Audio, output: str) -> None:
    """Raise UsageError for the name of a copy that promises another container, or text: sound is not converted.

    The suffix that the file has itself is its owner's choice, and stays.
    """
    stem, suffix = os.path.splitext(output)
    text = suffix.lower() in _TEXTS
    if suffix.lower() == os.path.splitext(audio.name)[1].lower() or not (text or _promises_another(suffix, audio)):
        return
    own = _container(audio)
    right = os.path.splitext(audio.name)[1]
    if right.lower() not in own.suffixes:
        right = own.suffixes[0]
    if text:
        raise UsageError(
            f"{output} would be {_a(own)} file called {suffix.lower()}: -o names the copy of the audio",
            hint=f"Name the copy {visible(stem + right)}. A chapter file comes with tag --sidecar json, "
            f"or from: {call('convert', 'NOTES', '--audio', audio.name, '-o', output)}",
        )
    raise UsageError(
        f"{output} would be {_a(own)} file called {suffix.lower()}: chaptag copies sound, it does not convert it",
        hint=f"Name the copy {visible(stem + right)}.",
    )


def refuse_page_suffix(output: str) -> None:
    """Raise UsageError for the name of a page that promises audio, notes or a chapter file."""
    stem, suffix = os.path.splitext(output)
    if suffix.lower() not in _PAGES and (suffix.lower() in _TEXTS or called_audio(output)):
        raise UsageError(
            f"{output} would be a page called {suffix.lower()}", hint=f"Name it {visible(stem)}.preview.html."
        )


def _promises_another(suffix: str, audio: Audio) -> bool:
    lower = suffix.lower()
    return lower not in _container(audio).suffixes and any(lower in known.suffixes for known in CONTAINERS)


def _container(audio: Audio) -> ContainerKind:
    return next(known for known in CONTAINERS if known.name == audio.kind)


def _a(kind: ContainerKind) -> str:
    return f"{'an' if kind.label[0] in 'AMO' else 'a'} {kind.label}"
