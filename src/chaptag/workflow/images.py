"""Chapter images that lie elsewhere: beside the chapter file, or (only when asked) behind a URL."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from chaptag.formats.images import MAX_IMAGE, media_type
from chaptag.model.chapter import Chapter, ChapterList, Image
from chaptag.model.errors import ChaptagError
from chaptag.model.finding import Finding, finding
from chaptag.model.text import quote
from chaptag.storage.local import open_source

if TYPE_CHECKING:
    from collections.abc import Callable

    from chaptag.workflow.sources import Text

__all__ = ["fetch_images", "images_beside"]


def images_beside(text: Text) -> Callable[[str], Image | None]:
    """Make the function that turns a relative path of a chapter file into the picture.

    It answers None for anything but a regular JPEG or PNG file of at most 7 MiB inside the chapter file's folder,
    after symbolic links are resolved.
    """
    folder = None if text.path is None else os.path.realpath(os.path.dirname(text.path) or ".")

    def resolve(name: str) -> Image | None:
        if folder is None or "\0" in name or os.path.isabs(name):
            return None
        path = os.path.realpath(os.path.join(folder, name))
        if os.path.commonpath((folder, path)) != folder or not os.path.isfile(path):
            return None
        try:
            with open_source(path) as source:
                data = source.read(0, MAX_IMAGE + 1)
        except ChaptagError:
            return None
        kind = media_type(data)
        return None if kind is None or len(data) > MAX_IMAGE else Image(data, kind)

    return resolve


def fetch_images(
    chapters: ChapterList, download: Callable[[str], bytes] | None = None
) -> tuple[ChapterList, tuple[Finding, ...]]:
    """Replace images that are URLs by their bytes; what cannot be fetched stays a URL, with a finding.

    Each URL is fetched once. `download` is `chaptag.workflow.fetch.download` unless given.
    """
    if download is None:
        from chaptag.workflow import fetch

        download = fetch.download
    known: dict[str, Image | None] = {}
    found: list[Finding] = []
    result: list[Chapter] = []
    for number, chapter in enumerate(chapters, 1):
        url = chapter.image.url if chapter.image is not None else None
        if url is None:
            result.append(chapter)
            continue
        if url not in known:
            known[url] = _fetched(url, download, number, found)
        image = known[url]
        result.append(chapter if image is None else replace(chapter, image=image))
    return ChapterList.of(result), tuple(found)


def _fetched(url: str, download: Callable[[str], bytes], number: int, found: list[Finding]) -> Image | None:
    try:
        data = download(url)
    except (OSError, ValueError) as error:
        found.append(finding("image-not-fetched", f"{quote(url, 200)}: {error}", chapter=number))
        return None
    kind = media_type(data)
    if kind is None:
        found.append(finding("image-not-fetched", f"{quote(url, 200)} is neither JPEG nor PNG", chapter=number))
        return None
    return Image(data, kind)
