"""Reading the chunks of a RIFF, RF64, BW64 or FORM file, with all that recorders leave wrong in their sizes.

Layouts: Microsoft Multimedia Programming Interface 1.0 (RIFF), EBU Tech 3306 and ITU-R BS.2088 (RF64, BW64 and
``ds64``), Electronic Arts Interchange File Format 85 (FORM).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from chaptag.model.duration import Duration, Measurement
from chaptag.model.edit import Span
from chaptag.model.errors import DamagedAudio
from chaptag.model.finding import Finding, Place, finding
from chaptag.model.source import ByteSource

__all__ = ["Chunk", "Form", "measured", "read_form"]

_UNKNOWN = 0xFFFFFFFF
_MOST_CHUNKS = 10_000
_MOST_SIZES = 1_000  # in the table of a ds64


class Chunk(NamedTuple):
    """One chunk: its header begins at `offset`, its `body` ends where the file does, `stop` includes the pad byte."""

    name: bytes
    offset: int
    body: Span
    stop: int


@dataclass(frozen=True, slots=True)
class Form:
    """The chunks of a file whose header stands at `base`; the last one, pad byte included, ends at `stop`.

    `ragged` is whether a chunk runs to the end of the file because its size is open or too large: nothing may be put
    behind it. `said` is the size of the whole as stated, None where it is open. `wide` is where a ds64 chunk holds that
    size, in 64 bits; None where the header does. `sound` is the first chunk that holds the sound.
    """

    source: ByteSource
    base: int
    order: Literal["little", "big"]
    chunks: tuple[Chunk, ...]
    sound: Chunk
    stop: int
    ragged: bool
    said: int | None
    wide: int | None
    findings: tuple[Finding, ...]

    def first(self, name: bytes) -> Chunk | None:
        """Find the first chunk of a name."""
        return next((chunk for chunk in self.chunks if chunk.name == name), None)

    @property
    def payload(self) -> tuple[Span, ...]:
        """The body of the chunk that holds the sound, unless that is empty."""
        body = self.sound.body
        return (body,) if body.start < body.stop else ()

    def body(self, name: bytes, limit: int) -> bytes:
        """Read the first `limit` bytes of a chunk; none where there is no such chunk."""
        chunk = self.first(name)
        return b"" if chunk is None else self.source.read(chunk.body.start, min(limit, _size(chunk.body)))


def read_form(source: ByteSource, base: int, sound: bytes) -> Form:
    """List the chunks; `sound` names the one that may be left open. Raises DamagedAudio where it is missing."""
    return _Reader(source, base, sound).read()


def measured(form: Form, duration: Duration | None, found: list[Finding], shape: str) -> Measurement:
    """Answer with the duration; raises DamagedAudio where there is none for want of the chunk `shape`."""
    if duration is None:
        msg = f"there is no {shape} chunk that says what the sound is"
        hint = "Pass --duration H:MM:SS, or export the file again."
        raise DamagedAudio(msg, hint=hint, place=Place(form.source.name))
    return Measurement(duration, tuple(found))


def _is_name(name: bytes) -> bool:
    return all(0x20 <= byte < 0x7F for byte in name)


def _size(span: Span) -> int:
    return span.stop - span.start


class _Reader:
    """One reading: `at` is where it stands, `limit` where the chunks should end."""

    def __init__(self, source: ByteSource, base: int, sound: bytes) -> None:
        self.source = source
        self.base = base
        self.sound = sound
        head = source.read(base, 12)
        self.order: Literal["little", "big"] = "big" if head[:4] == b"FORM" else "little"
        self.size = int.from_bytes(head[4:8], self.order)
        self.sizes: dict[bytes, int] = {}
        self.wide: int | None = None
        self.findings: list[Finding] = []
        self.chunks: list[Chunk] = []
        self.ragged = False
        self.at = base + 12
        if head[:4] in {b"RF64", b"BW64"}:
            self._read_ds64()
        self.known = self.size not in {0, _UNKNOWN} or self.wide is not None
        self.limit = min(base + 8 + self.size, source.size) if self.known else source.size

    def read(self) -> Form:
        while self.at + 8 <= self.limit and not self.ragged:
            name = self.source.read(self.at, 4)
            if not _is_name(name):
                break
            if len(self.chunks) == _MOST_CHUNKS:
                msg = f"more than {_MOST_CHUNKS:,} chunks"
                raise DamagedAudio(msg, hint="Export the file again.", place=self._place())
            self._read_chunk(name)
        sound = next((chunk for chunk in self.chunks if chunk.name == self.sound), None)
        if sound is None:
            msg = f"there is no sound in it (no {self.sound.decode('latin-1').strip()} chunk)"
            raise DamagedAudio(msg, hint="Check that the file is whole.", place=Place(self.source.name))
        stop = min(self.at, self.source.size)
        self._report_sizes(stop)
        return Form(
            self.source,
            self.base,
            self.order,
            tuple(self.chunks),
            sound,
            stop,
            self.ragged,
            self.size if self.known else None,
            self.wide,
            tuple(self.findings),
        )

    def _read_chunk(self, name: bytes) -> None:
        size = int.from_bytes(self.source.read(self.at + 4, 4), self.order)
        start, end = self.at + 8, self.source.size
        if size == _UNKNOWN:
            size = self.sizes.get(name, size)
        open_ = size == _UNKNOWN or (size == 0 and not (self.known and start < self.limit and self._is_chunk(start)))
        if name == self.sound and open_ and start < end:
            self.ragged = True
            self._say("hull-size-wrong", "the size of the sound is left open; it runs to the end of the file")
            stop = end
        elif start + size > end:
            self.ragged = True
            message = f"a chunk of {size:,} bytes, of which {max(0, end - start):,} are there"
            self._say("hull-cut-off", f"{name.decode('latin-1').strip()}: {message}")
            stop = end
        else:
            stop = start + size
        after = min(stop + (size & 1), end)
        self.chunks.append(Chunk(name, self.at, Span(start, stop), after))
        self.at = after
        if after > self.limit:  # the whole is said to be smaller than its parts
            self.limit = after if self.known else end

    def _is_chunk(self, at: int) -> bool:
        """Whether a whole chunk stands at `at`, or nothing at all: then a size of 0 before it means what it says."""
        head = self.source.read(at, 8)
        if len(head) < 8:
            return not head
        return _is_name(head[:4]) and at + 8 + int.from_bytes(head[4:], self.order) <= self.source.size

    def _read_ds64(self) -> None:
        """Take the real sizes from the chunk that must come first (EBU Tech 3306, section 3)."""
        head = self.source.read(self.at, 36)
        if head[:4] != b"ds64" or len(head) < 36:
            raise DamagedAudio(
                "an RF64 file without its ds64 chunk", hint="Export the file again.", place=self._place()
            )
        if self.size == _UNKNOWN:
            self.wide, self.size = self.at + 8, int.from_bytes(head[8:16], "little")
        self.sizes[b"data"] = int.from_bytes(head[16:24], "little")
        count = min(int.from_bytes(head[32:36], "little"), _MOST_SIZES)
        table = self.source.read(self.at + 36, 12 * count)
        for at in range(0, len(table) - 11, 12):
            self.sizes.setdefault(table[at : at + 4], int.from_bytes(table[at + 4 : at + 12], "little"))

    def _report_sizes(self, stop: int) -> None:
        if self.ragged:
            return
        said = self.base + 8 + self.size
        if not self.known or abs(said - stop) > 1:
            known = f"says {self.size:,}" if self.known else "leaves it open"
            self._say("hull-size-wrong", f"the chunks make {stop - self.base - 8:,} bytes, the header {known}")
        if stop < self.source.size:
            self.at = stop
            self._say("hull-junk", f"{self.source.size - stop:,} bytes after the last chunk")

    def _say(self, rule: str, message: str) -> None:
        self.findings.append(finding(rule, message, place=self._place()))

    def _place(self) -> Place:
        return Place(self.source.name, offset=self.at)
