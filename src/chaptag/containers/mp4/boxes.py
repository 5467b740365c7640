"""MP4 boxes: the top level of a file read lazily, one box read whole, and boxes built.

A box is a 32-bit size, a type of four bytes, and a body (ISO/IEC 14496-12, 4.2). Size 1 means that a 64-bit size
follows the type, size 0 that the box reaches to the end of the file. Nothing here believes a size or a count before
it has been held against the bytes that are there.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from chaptag.model.errors import DamagedAudio, UnsupportedAudio
from chaptag.model.finding import Place
from chaptag.model.source import ByteSource

__all__ = ["MAX_MOOV", "Box", "TopLevel", "Tree", "box", "full_box", "read_tree", "show_type", "top_level"]

MAX_MOOV = 128 << 20
"""The largest `moov` that is read, in bytes: some 500 hours of sound, or cover art by the hundred."""

_ANEW = "Write the file anew first: ffmpeg -i IN.m4a -map 0 -c copy OUT.m4a"
_MAX_TOP = 10_000
_MAX_BOXES = 20_000
_MEDIA = frozenset({b"mdat", b"moov", b"moof"})


@dataclass(frozen=True, slots=True)
class Box:
    """The bytes ``[start, stop)`` of what it was read from; the body begins at `body`."""

    type: bytes
    start: int
    body: int
    stop: int
    to_end: bool = False
    parent: Box | None = field(default=None, compare=False, repr=False)

    @property
    def size(self) -> int:
        """Size in bytes, with the header."""
        return self.stop - self.start


class TopLevel(NamedTuple):
    """The boxes of a file in order; bytes from `end` on are not a box, and are kept as they are.

    Where a `moof` was met, reading stopped there: it says all that is needed about the file.
    """

    boxes: tuple[Box, ...]
    end: int

    def all(self, kind: bytes) -> tuple[Box, ...]:
        """The boxes of one type."""
        return tuple(each for each in self.boxes if each.type == kind)


def show_type(kind: bytes) -> str:
    """A box's type for messages."""
    return "'" + "".join(chr(byte) if 0x20 <= byte < 0x7F else f"\\x{byte:02x}" for byte in kind) + "'"


def top_level(source: ByteSource) -> TopLevel:
    """Read the headers of the boxes of a file; the bodies stay where they are.

    Raises DamagedAudio where a size cannot be right, UnsupportedAudio for more boxes than any real file has.
    """
    boxes: list[Box] = []
    seen: set[bytes] = set()
    at, size = 0, source.size
    while size - at >= 8:
        if len(boxes) == _MAX_TOP:
            msg = f"there are more than {_MAX_TOP} boxes at the top level"
            raise UnsupportedAudio(msg, hint=_ANEW, place=Place(source.name, offset=at))
        head = source.read(at, 16)
        each = _parse_header(head, at, size)
        if each is None:
            kind = head[4:8]
            if {b"moov", b"mdat"} <= seen and kind not in _MEDIA:
                break  # junk after the last box: a tag of another format, zeros
            raise _lie(source, at, head, kind)
        boxes.append(each)
        seen.add(each.type)
        if each.type == b"moof":
            break
        at = each.stop
    return TopLevel(tuple(boxes), boxes[-1].stop if boxes else 0)


def _parse_header(head: bytes, at: int, limit: int, parent: Box | None = None) -> Box | None:
    if len(head) < 8:
        return None
    size, kind = struct.unpack_from(">I4s", head)
    body, to_end = at + 8, False
    if size == 1:
        if len(head) < 16:
            return None
        (size,) = struct.unpack_from(">Q", head, 8)
        body = at + 16
    elif size == 0:
        if parent is not None or not all(0x20 <= byte < 0x7F for byte in kind):
            return None
        size, to_end = limit - at, True
    if at + size < body or at + size > limit:
        return None
    return Box(kind, at, body, at + size, to_end, parent)


def _lie(source: ByteSource, at: int, head: bytes, kind: bytes) -> DamagedAudio:
    size = int.from_bytes(head[:4], "big")
    if size == 1:
        size = int.from_bytes(head[8:16], "big")
    left = source.size - at
    place = Place(source.name, offset=at)
    if kind == b"mdat" and size > left:
        return DamagedAudio(
            f"the file is cut off: its sound should go on for {size - left} more bytes",
            hint="Get the whole file and try again.",
            place=place,
        )
    return DamagedAudio(
        f"box {show_type(kind)} claims {size} bytes, {left} are left in the file",
        hint="The file is damaged; export it again.",
        place=place,
    )


class Tree:
    """One box read whole, with all that is in it. Positions count from the start of that box."""

    def __init__(self, data: bytes, base: int, name: str) -> None:
        self.data = data
        self.base = base
        self.name = name
        root = _parse_header(data[:16], 0, len(data))
        if root is None:
            raise self.damaged(0, "a box's size is not the size it had a moment ago")
        self.root = root
        self._children: dict[Box, tuple[Box, ...]] = {}
        self._seen = 0

    def damaged(self, at: int, message: str) -> DamagedAudio:
        """Make the error that says what is wrong at position `at`."""
        return DamagedAudio(message, hint="The file is damaged; export it again.", place=self.place(at))

    def place(self, at: int) -> Place:
        """Where position `at` is in the file."""
        return Place(self.name, offset=self.base + at)

    def children(self, parent: Box, skip: int = 0) -> tuple[Box, ...]:
        """The boxes in the body of `parent`, behind `skip` bytes of its own fields.

        A zero size, or fewer than eight bytes, end the list: QuickTime closes `udta` with four zero bytes. Raises
        DamagedAudio where a size leads out of the parent.
        """
        known = self._children.get(parent)
        if known is None:
            known = self._children[parent] = tuple(self._walk(parent, skip))
            self._seen += len(known)
        return known

    def _walk(self, parent: Box, skip: int) -> Iterator[Box]:
        at, count = parent.body + skip, self._seen
        while parent.stop - at >= 8:
            head = self.data[at : min(at + 16, parent.stop)]
            if head[:4] == b"\0\0\0\0":
                return
            each = _parse_header(head, at, parent.stop, parent)
            count += 1
            if each is None:
                what = (
                    f"box {show_type(head[4:8])} claims more bytes than {show_type(parent.type)}, where it is, has left"
                )
                raise self.damaged(at, what)
            if count > _MAX_BOXES:
                raise self.damaged(at, f"{show_type(self.root.type)} holds more than {_MAX_BOXES} boxes")
            yield each
            at = each.stop

    def all(self, parent: Box, kind: bytes) -> tuple[Box, ...]:
        """The children of one type."""
        return tuple(each for each in self.children(parent) if each.type == kind)

    def find(self, parent: Box, *path: bytes) -> Box | None:
        """The first box down the path, or None."""
        at: Box | None = parent
        for kind in path:
            if at is None:
                return None
            at = next((each for each in self.children(at) if each.type == kind), None)
        return at

    def need(self, parent: Box, *path: bytes) -> Box:
        """The first box down the path; raises DamagedAudio where there is none."""
        at = parent
        for kind in path:
            found = self.find(at, kind)
            if found is None:
                raise self.damaged(at.start, f"{show_type(at.type)} has no {show_type(kind)}")
            at = found
        return at

    def body(self, each: Box) -> bytes:
        """The body's bytes."""
        return self.data[each.body : each.stop]

    def unpack(self, layout: str, each: Box, at: int = 0) -> tuple[int, ...]:
        """Unpack big-endian numbers `at` bytes into the body; raises DamagedAudio where the box is too short."""
        layout = ">" + layout
        if each.body + at + struct.calcsize(layout) > each.stop:
            raise self.damaged(each.start, f"box {show_type(each.type)} is too short: {each.size} bytes")
        return struct.unpack_from(layout, self.data, each.body + at)

    def u32(self, each: Box, at: int = 0) -> int:
        """One 32-bit number `at` bytes into the body."""
        return self.unpack("I", each, at)[0]


def read_tree(source: ByteSource, each: Box) -> Tree:
    """Read one box whole; raises UnsupportedAudio for one larger than `MAX_MOOV`."""
    if each.size > MAX_MOOV:
        msg = f"box {show_type(each.type)} has {each.size} bytes; chaptag reads up to {MAX_MOOV}"
        raise UnsupportedAudio(msg, hint=_ANEW, place=Place(source.name, offset=each.start))
    data = source.read(each.start, each.size)
    if len(data) != each.size:
        msg = f"box {show_type(each.type)} should have {each.size} bytes, {len(data)} could be read"
        raise DamagedAudio(msg, hint="Fetch or export the file again.", place=Place(source.name, offset=each.start))
    return Tree(data, each.start, source.name)


def box(kind: bytes, *parts: bytes) -> bytes:
    """Build a box, with a 64-bit size only where it must be."""
    size = 8 + sum(map(len, parts))
    if size > 0xFFFFFFFF:
        return b"".join((struct.pack(">I4sQ", 1, kind, size + 8), *parts))
    return b"".join((struct.pack(">I4s", size, kind), *parts))


def full_box(kind: bytes, *parts: bytes, version: int = 0, flags: int = 0) -> bytes:
    """Build a box that begins with a version and flags."""
    return box(kind, struct.pack(">I", version << 24 | flags), *parts)
