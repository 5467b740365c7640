"""Podcast feeds: RSS 2.0, RSS 1.0 and Atom, from bytes to the notes of one item.

``pick_item`` chooses the item and hands over its notes as markup; ``list_items`` says what there is;
``looks_like_feed`` is the cheap look at the first bytes.
"""

from __future__ import annotations

from chaptag.notes.feed.item import FeedItem, FeedNotes
from chaptag.notes.feed.pick import list_items, pick_item
from chaptag.notes.feed.prolog import looks_like_feed

__all__ = ["FeedItem", "FeedNotes", "list_items", "looks_like_feed", "pick_item"]
