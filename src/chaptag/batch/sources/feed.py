"""A feed and a folder of audio: each item with the file that its enclosure names, or its GUID."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from chaptag.batch.job import Job, Problem
from chaptag.containers.registry import CONTAINERS
from chaptag.model.text import call, quote
from chaptag.notes.feed.names import name_key
from chaptag.notes.feed.pick import list_items

__all__ = ["read_feed"]

_AUDIO = frozenset(suffix for kind in CONTAINERS for suffix in kind.suffixes)


def read_feed(data: bytes, feed: Path, audio_dir: Path) -> Iterator[Job | Problem]:
    """Yield a job for each audio file in `audio_dir` that exactly one item of the feed names.

    A file belongs to the item with an enclosure of its name (queries, tracking prefixes and percent signs aside), else
    to the one whose GUID is its stem. A name that several items use matches none of them.
    """
    items = list_items(data, str(feed))
    used = Counter(key for item in items for key in {name_key(name) for name in item.names})
    by_name = {name_key(name): item for item in items for name in item.names if used[name_key(name)] == 1}
    by_guid = {item.guid: item for item in items if item.guid}
    number = 0
    with os.scandir(audio_dir) as entries:
        files = sorted(entry.name for entry in entries if not entry.name.startswith(".") and entry.is_file())
    for name in files:
        path = audio_dir / name
        if path.suffix.lower() not in _AUDIO:
            continue
        item = by_name.get(name_key(name)) or by_guid.get(path.stem)
        if item is not None:
            number += 1
            options = (("item", f"#{item.number}"), ("notes-format", "feed"))
            yield Job(number, str(path), str(feed), options=options, origin=f"{feed}, item {item.number}")
        elif used[name_key(name)] > 1:
            several = f"{used[name_key(name)]} items of the feed have the enclosure {quote(name)}"
            yield Problem(str(path), several, "Name the item in a manifest.", fatal=False)
        else:
            shows = f"{call('show', str(feed))} lists them."
            yield Problem(str(path), f"no item of {feed} has it as its enclosure", shows, fatal=False)
