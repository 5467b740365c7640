"""Links and images of chapters: whether a player can do anything with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chaptag.model.finding import Finding, finding
from chaptag.model.text import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chaptag.checks.subject import Subject

__all__ = ["check_attachments"]

_SCHEMES = ("http://", "https://")
_LARGE = 1 << 20
_MAGIC = {"image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n\x1a\n"}


def check_attachments(subject: Subject) -> Iterator[Finding]:
    """A link is an http address; an image is JPEG or PNG, says so rightly, and is not large."""
    for number, chapter in enumerate(subject.chapters, 1):
        url, image = chapter.url, chapter.image
        if url is not None and (not url.lower().startswith(_SCHEMES) or any(char.isspace() for char in url)):
            message = f"{quote(chapter.title)} has the link {quote(url, 200)}"
            yield finding("odd-link", message, place=chapter.origin, chapter=number)
        if image is None or image.url is not None:
            continue
        magic = _MAGIC.get(image.media_type.lower().replace("image/jpg", "image/jpeg"))
        if magic is None or not image.data.startswith(magic):
            message = f"the image of {quote(chapter.title)} is called {quote(image.media_type)} and is something else"
            yield finding("odd-image", message, place=chapter.origin, chapter=number)
        elif len(image.data) > _LARGE:
            message = f"the image of {quote(chapter.title)} has {len(image.data):,} bytes"
            yield finding("odd-image", message, place=chapter.origin, chapter=number)
