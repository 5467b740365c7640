"""Feeds that carry chapters as such: ``psc:chapters``, or a ``podcast:chapters`` file that lies beside the feed."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from chaptag.formats.registry import load
from chaptag.model.finding import finding
from chaptag.notes.feed.fields import read_item
from chaptag.notes.feed.pick import pick_item
from chaptag.notes.feed.scan import scan_items
from chaptag.workflow.sources import Text, read_text

if TYPE_CHECKING:
    from chaptag.model.reading import Reading
    from chaptag.notes.feed.item import FeedNotes
    from chaptag.workflow.settings import ReadOptions

__all__ = ["feed_chapters"]


def feed_chapters(text: Text, options: ReadOptions, audio_name: str | None) -> Reading | None:
    """The marked-up chapters of the item that is meant; None where it has none and its prose is to be read.

    Raises NotesError where it is not clear which item is meant.
    """
    item = pick_item(text.data, name=text.name, item=options.item, audio_name=audio_name)
    name = f"{text.name}, item {item.item_number}"
    if item.psc_xml is not None:
        return _chosen(load("psc").loads(item.psc_xml, name=name), item, "psc:chapters")
    beside = _beside(text, item)
    if beside is not None:
        return _chosen(load("json").loads(beside.data, name=beside.name), item, f"podcast:chapters, {beside.name}")
    return None


def _beside(text: Text, item: FeedNotes) -> Text | None:
    """The file that the item's ``podcast:chapters`` names, where it lies in the feed's folder; nothing is fetched."""
    if item.chapters_url is None or text.path is None:
        return None
    name = _file_name(item.chapters_url)
    path = os.path.join(os.path.dirname(text.path), name)
    if not name or name.startswith(".") or "\0" in name or not os.path.isfile(path):
        return None
    # Hosts call every episode's file chapters.json: then the one beside the feed belongs to nobody knows whom.
    if sum(_file_name(raw.chapters_url) == name for raw in map(read_item, scan_items(text.data, text.name, []))) > 1:
        return None
    return read_text(path)


def _file_name(url: str | None) -> str:
    return PurePosixPath(unquote(urlsplit(url or "").path)).name


def _chosen(reading: Reading, item: FeedNotes, what: str) -> Reading:
    said = finding(
        "feed-chapters-taken", f"item {item.item_number}: the chapters are those of {what}, not of its notes"
    )
    return replace(reading, findings=(*item.findings, said, *reading.findings))
