"""Pictures of chapters: each one once in the page, within a budget."""

from __future__ import annotations

import base64

from chaptag.model.chapter import Chapter
from chaptag.workflow.preview.markup import element, text

__all__ = ["Gallery"]

_MAGIC = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"GIF8", "image/gif"))
_SIDE = 64


class Gallery:
    """Hands out uses of pictures and keeps what `defs` must hold; at most `budget` bytes of them."""

    def __init__(self, budget: int) -> None:
        self._room = budget
        self._pictures: dict[bytes, str] = {}

    def show(self, chapter: Chapter) -> str:
        """Show the chapter's picture, or name it where it is too large or no picture that browsers know."""
        data = chapter.image.data if chapter.image is not None else b""
        if not data:
            return ""
        media_type = next((kind for magic, kind in _MAGIC if data.startswith(magic)), None)
        if media_type is None or (data not in self._pictures and len(data) > self._room):
            return element("span", f"picture, {max(1, len(data) // 1000)} kB", class_="chip")
        if data not in self._pictures:
            self._room -= len(data)
            source = f"data:{media_type};base64,{base64.b64encode(data).decode('ascii')}"
            self._pictures[data] = (
                f'<image id="p{len(self._pictures)}" width="{_SIDE}" height="{_SIDE}" '
                f'preserveAspectRatio="xMidYMid slice" href="{source}"/>'
            )
        number = list(self._pictures).index(data)
        label = f"Picture of {chapter.title}" if chapter.title else "Picture"
        return (
            f'<svg class="picture" viewBox="0 0 {_SIDE} {_SIDE}" role="img" aria-label="{text(label)}">'
            f'<use href="#p{number}"/></svg>'
        )

    def defs(self) -> str:
        """Write the pictures themselves, for the top of the page."""
        if not self._pictures:
            return ""
        pictures = "".join(self._pictures.values())
        return f'<svg class="unseen" width="0" height="0" aria-hidden="true"><defs>{pictures}</defs></svg>'
