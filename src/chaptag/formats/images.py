"""Chapter images as chapter files carry them: an http(s) address, a data URI (RFC 2397), or a path for the caller."""

from __future__ import annotations

import binascii
from base64 import b64encode
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from chaptag.formats.base import ImageResolver
from chaptag.formats.intake import link_of
from chaptag.model.chapter import Image

if TYPE_CHECKING:
    from chaptag.formats.intake import Intake
    from chaptag.formats.jsonfile import Node

__all__ = ["MAX_IMAGE", "UnusableImage", "image_of", "image_text", "media_type", "read_image"]

MAX_IMAGE = 7 * 1024 * 1024
"""Bytes of a picture; in base64 it stays below the longest attribute that an XML parser takes (10 MB)."""


class UnusableImage(ValueError):
    """A picture that cannot be taken over; the text says why."""


def media_type(data: bytes) -> str | None:
    """Recognise JPEG and PNG by their first bytes."""
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    return "image/png" if data.startswith(b"\x89PNG\r\n\x1a\n") else None


def read_image(text: str, resolve: ImageResolver | None) -> Image | None:
    """Turn what a chapter file says of an image into one; None for nothing said.

    Raises UnusableImage for a data URI that is no JPEG or PNG of at most `MAX_IMAGE` bytes, and for a path that
    `resolve` does not turn into a picture.
    """
    text = text.strip()
    if not text:
        return None
    if text[:5].lower() == "data:":
        return _from_data_uri(text)
    if (link := link_of(text)) is not None:
        return Image(url=link)
    if text[:7].lower() in {"http://", "https:/"}:
        raise UnusableImage("it is not an address")
    image = resolve(text) if resolve is not None else None
    if image is None:
        raise UnusableImage("it is a path, and there is no such JPEG or PNG beside the chapter file")
    return image


def image_of(node: Node, intake: Intake, resolve: ImageResolver | None) -> Image | None:
    """Read an image's address, data URI or path in a JSON file; what cannot be used is left out with a finding."""
    try:
        return read_image(node.text(), resolve)
    except UnusableImage as problem:
        intake.note("image-left-out", f"{node.path} is left out: {problem}", node.place)
        return None


def image_text(image: Image) -> str:
    """Write an image into a chapter file: its bytes as a data URI, else its address."""
    if image.data:
        kind = media_type(image.data) or image.media_type or "application/octet-stream"
        return f"data:{kind};base64,{b64encode(image.data).decode('ascii')}"
    return image.url or ""


def _from_data_uri(text: str) -> Image:
    header, comma, body = text.partition(",")
    if not comma:
        raise UnusableImage("the data URI has no comma")
    if len(body) > 3 * MAX_IMAGE:
        raise UnusableImage(f"the data URI is larger than {MAX_IMAGE // 2**20} MiB")
    if header.lower().endswith(";base64"):
        try:
            data = binascii.a2b_base64("".join(body.split()))
        except ValueError as error:
            raise UnusableImage(f"the data URI is not base64: {error}") from error
    else:
        data = unquote_to_bytes(body)
    kind = media_type(data)
    if kind is None:
        raise UnusableImage("the data URI is neither a JPEG nor a PNG")
    if len(data) > MAX_IMAGE:
        raise UnusableImage(f"the picture has {len(data):,} bytes; the limit is {MAX_IMAGE:,}")
    return Image(data, kind)
