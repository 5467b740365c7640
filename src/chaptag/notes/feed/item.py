"""What a feed says about one episode."""

from __future__ import annotations

from dataclasses import dataclass

from chaptag.model.duration import Duration
from chaptag.model.finding import Finding

__all__ = ["FeedItem", "FeedNotes"]


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One item of a feed: `number` counts from 1 in the order of the feed, `line` is its source line.

    `urls` are those of its enclosures, `names` the file names in them, without tracking prefixes and queries.
    """

    number: int
    line: int
    title: str = ""
    guid: str = ""
    urls: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    duration: Duration | None = None


@dataclass(frozen=True, slots=True)
class FeedNotes:
    """The notes of one item.

    `html` is markup, whatever the feed held (plain text is marked up with line breaks), and starts in line `line`.
    `alternatives` are all fields that could be the notes, with their lines, in the order in which to try them; `html`
    is the first. `duration` is what the feed claims: a hint, since it may be that of another version of the audio.
    `psc_xml` is an embedded ``psc:chapters`` element, `chapters_url` the URL of ``podcast:chapters``.
    """

    html: str
    line: int
    title: str
    guid: str
    item_number: int
    enclosures: tuple[str, ...] = ()
    duration: Duration | None = None
    psc_xml: bytes | None = None
    chapters_url: str | None = None
    alternatives: tuple[tuple[str, int], ...] = ()
    findings: tuple[Finding, ...] = ()
