"""How chapters are to be written: the options that containers understand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["WriteOptions"]


@dataclass(frozen=True, slots=True)
class WriteOptions:
    """Options of writing; a container ignores what does not concern it.

    `id3_version`: ``None`` keeps the version of the tag that is there (2.3 for a new one), 3 or 4 converts it.
    `long_titles`: keep titles that some players cannot read instead of cutting them.
    """

    id3_version: Literal[3, 4] | None = None
    long_titles: bool = False
