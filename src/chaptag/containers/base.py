"""What a container module offers; the registry names modules that satisfy this protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable

    from chaptag.model.duration import Measurement
    from chaptag.model.edit import Edit, Span
    from chaptag.model.layout import Layout
    from chaptag.model.normalise import Normalised
    from chaptag.model.options import WriteOptions
    from chaptag.model.source import ByteSource

__all__ = ["Container"]


class Container(Protocol):
    """The functions of a container module. All raise AudioError (or what is below it) and nothing else."""

    def inspect(self, source: ByteSource) -> Layout:
        """Read structure and chapters of every store, in O(tag)."""
        ...

    def measure(self, source: ByteSource, *, deep: bool = False) -> Measurement:
        """Find the true duration of the sound; `deep` counts even where a header is proven."""
        ...

    def edit(self, source: ByteSource, chapters: Normalised, options: WriteOptions) -> Edit:
        """Make the file hold exactly these chapters; no chapters means to take out those that are there.

        The answer is `Edit.nothing` where the file already holds them, soundly.
        """
        ...

    def payload(self, source: ByteSource) -> Iterable[Span]:
        """List the ranges that make up the sound alone, in order: what the payload hash is taken of."""
        ...
