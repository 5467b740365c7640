"""Names against contents: a suffix that promises another container than the file holds."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from chaptag.containers.registry import CONTAINERS
from chaptag.model.finding import Finding, Place, finding

if TYPE_CHECKING:
    from chaptag.workflow.sources import Audio

__all__ = ["misnamed"]


def misnamed(audio: Audio) -> tuple[Finding, ...]:
    """A finding where the file's suffix promises another container than its content holds."""
    stem, suffix = os.path.splitext(audio.name)
    own = next(known for known in CONTAINERS if known.name == audio.kind)
    if suffix.lower() in own.suffixes or not any(suffix.lower() in known.suffixes for known in CONTAINERS):
        return ()
    return (
        finding(
            "misnamed",
            f"is called {suffix.lower()} and is {'an' if own.label[0] in 'AMO' else 'a'} {own.label} file",
            place=Place(audio.name),
            fix=f"Rename it to {os.path.basename(stem)}{own.suffixes[0]}.",
        ),
    )
