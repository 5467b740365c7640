"""The chapters of a tag as a store, and every fact about them that some player trips over."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from chaptag.containers.id3.chap import NO_OFFSET, SUBFRAME_LIMIT, Chap, Toc, chapter_of, read_chap, read_toc
from chaptag.containers.id3.frame import LARGEST_BODY, Encrypted, Frame, decode_body
from chaptag.containers.id3.table import Listing, resolve
from chaptag.model.chapter import Chapter, ChapterList
from chaptag.model.errors import AudioError, UnsupportedAudio
from chaptag.model.finding import Finding, finding
from chaptag.model.layout import Store
from chaptag.model.text import count, quote
from chaptag.model.timestamp import format_time

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chaptag.containers.id3.tag import Tag

__all__ = ["CHAPTER_FRAMES", "Chapters", "read_chapters", "store_of"]

CHAPTER_FRAMES = frozenset(("CHAP", "CTOC"))


class Chapters(NamedTuple):
    """What a tag's CHAP and CTOC frames hold: the list as shown, the frames as read, what is wrong."""

    chapters: tuple[Chapter, ...]
    chaps: tuple[Chap, ...]
    listing: Listing
    findings: tuple[Finding, ...]


def store_of(tag: Tag) -> Store | None:
    """Make the store of a tag; None for a tag without chapter frames."""
    read = read_chapters(tag)
    if read is None:
        return None
    return Store("id3", f"{tag.label} CHAP/CTOC", ChapterList(read.chapters), tag.header.offset, read.findings)


def read_chapters(tag: Tag) -> Chapters | None:
    """Read the chapters of a tag; None where it has neither CHAP nor CTOC.

    Raises UnsupportedAudio where chapters hold more than `LARGEST_BODY` bytes of images.
    """
    frames = [frame for frame in tag.frames if frame.name in CHAPTER_FRAMES]
    if not frames:
        return None
    facts = _Facts(tag)
    chaps: list[Chap] = []
    tocs: list[Toc] = []
    if sum(frame.size for frame in frames) > LARGEST_BODY:
        msg = f"chapters of more than {LARGEST_BODY >> 20} MiB"
        raise UnsupportedAudio(msg, hint="Use smaller chapter images.", place=tag.place(frames[0].offset))
    room = LARGEST_BODY
    for frame in frames:
        body = facts.body(frame)
        if body is None:
            continue
        room -= len(body)
        if room < 0:
            msg = f"chapters that unpack to more than {LARGEST_BODY >> 20} MiB"
            raise UnsupportedAudio(msg, hint="Use smaller chapter images.", place=tag.place(frame.offset))
        chap = read_chap(body, tag.version, frame.offset) if frame.name == "CHAP" else None
        toc = read_toc(body, frame.offset) if frame.name == "CTOC" else None
        if chap is not None:
            chaps.append(chap)
        elif toc is not None:
            tocs.append(toc)
        else:
            facts.once("chapter-unreadable", f"a {frame.name} frame of {frame.size} bytes is too short", frame.offset)
    listing = resolve(chaps, tocs)
    facts.about_tables(listing, chaps, tocs)
    facts.about_chapters(chaps)
    return Chapters(_chapters(listing), tuple(chaps), listing, tuple(facts.findings))


def _chapters(listing: Listing) -> tuple[Chapter, ...]:
    shown = [chapter_of(chap, hidden=False) for chap in listing.shown]
    hidden = sorted((chapter_of(chap, hidden=True) for chap in listing.hidden), key=lambda chapter: chapter.start)
    result = shown + hidden
    if all(a.start <= b.start for a, b in zip(shown, shown[1:], strict=False)):
        result.sort(key=lambda chapter: chapter.start)  # stable: a hidden one stays behind its visible twin
    return tuple(result)


class _Facts:
    """Collects findings, each kind once, with the place of the first case."""

    def __init__(self, tag: Tag) -> None:
        self.tag = tag
        self.findings: list[Finding] = []

    def add(self, rule: str, message: str, at: int) -> None:
        """Note one fact at an offset of the tag's area."""
        self.findings.append(finding(rule, message, place=self.tag.place(at)))

    def once(self, rule: str, message: str, at: int) -> None:
        """Note a fact unless one of its kind is noted already: a tag may have thousands of broken frames."""
        if not any(each.rule == rule for each in self.findings):
            self.add(rule, message, at)

    def body(self, frame: Frame) -> bytes | None:
        """Decode a frame's body, noting how it was packed; None where that is impossible."""
        tag = self.tag
        if frame.plain:
            self.once("size-not-synchsafe", f"the size of {frame.name} is written in plain 32 bits", frame.offset)
        if frame.flags & 0xFF:
            self.once("chapter-packed", f"{frame.name} is compressed, encrypted or has extra fields", frame.offset)
        try:
            return decode_body(tag.stored(frame), frame.flags, tag.version, unsynchronised=tag.unsynchronised_frames)
        except Encrypted:
            self.once("chapter-encrypted", f"a {frame.name} frame is encrypted", frame.offset)
        except AudioError as error:
            self.once("chapter-unreadable", f"{frame.name}: {error.message}", frame.offset)
        return None

    def about_tables(self, listing: Listing, chaps: Sequence[Chap], tocs: Sequence[Toc]) -> None:
        """Note what is wrong with the tables of contents."""
        root = listing.root
        if root is None:
            if chaps:
                self.add("toc-missing", f"{count(len(chaps), 'chapter')}, and no table of contents (CTOC)", chaps[0].at)
            return
        if not root.top_level:
            self.add("toc-not-top-level", f"the flags of CTOC {_name(root.name)} are 0x{root.flags:02x}", root.at)
        if not root.ordered:
            self.add("toc-not-ordered", f"the flags of CTOC {_name(root.name)} are 0x{root.flags:02x}", root.at)
        if listing.roots > 1:
            self.add("toc-several", f"{listing.roots} tables of contents call themselves top-level", root.at)
        if listing.dangling:
            names = ", ".join(_name(name) for name in listing.dangling[:5])
            self.add("toc-dangling", f"{_entries(len(listing.dangling))} without a chapter: {names}", root.at)
        wrong = next((toc for toc in tocs if len(toc.children) != toc.declared), None)
        if listing.uncounted:
            self.add("toc-count", f"{_entries(listing.uncounted)} more than the table's count says", root.at)
        elif wrong is not None:
            self.add("toc-count", f"{_entries(wrong.declared)} announced, {len(wrong.children)} there", wrong.at)
        if listing.hidden:
            titles = ", ".join(quote(chapter_of(chap, hidden=True).title) for chap in listing.hidden[:3])
            self.add(
                "chapter-hidden", f"{count(len(listing.hidden), 'chapter')} in no table: {titles}", listing.hidden[0].at
            )

    def about_chapters(self, chaps: Sequence[Chap]) -> None:
        """Note what is wrong with the chapters themselves, each kind once."""
        count = Counter(chap.name for chap in chaps)
        twice = [chap for chap in chaps if count[chap.name] > 1]
        self._some("chapter-id-twice", twice, "an element id that is not unique")
        late = [b for a, b in zip(chaps, chaps[1:], strict=False) if b.start < a.start]
        self._some("chapters-unordered", late, "an earlier start than the one before in the file")
        lying = [chap for chap in chaps if chap.offsets != (NO_OFFSET, NO_OFFSET)]
        self._some("byte-offsets", lying, "byte offsets beside the times")
        endless = [chap for chap in chaps if chap.end in {0, NO_OFFSET} or chap.end < chap.start]
        self._some("end-invalid", endless, "no valid end")
        if self.tag.version >= 4:
            long = [chap for chap in chaps if any(sub.size > SUBFRAME_LIMIT for sub in chap.subframes)]
            self._some("subframe-too-long", long, f"a sub-frame over {SUBFRAME_LIMIT} bytes in a 2.4 tag")
            plain = [chap for chap in chaps if any(sub.plain for sub in chap.subframes)]
            self._some("size-not-synchsafe", plain, "a sub-frame whose size is written in plain 32 bits")
        else:
            illegal = [chap for chap in chaps if any(s.name == "TIT2" and s.body[:1] > b"\1" for s in chap.subframes)]
            self._some("encoding-illegal", illegal, "a title in an encoding that ID3v2.3 does not have")

    def _some(self, rule: str, chaps: Sequence[Chap], what: str) -> None:
        if chaps and not any(each.rule == rule for each in self.findings):
            first = chaps[0]
            title = quote(chapter_of(first, hidden=False).title)
            self.add(
                rule,
                f"{count(len(chaps), 'chapter')} with {what}; the first is {title} at {format_time(first.start)}",
                first.at,
            )


def _entries(number: int) -> str:
    return f"{number:,} {'entry' if number == 1 else 'entries'}"


def _name(name: bytes) -> str:
    return quote(name.decode("latin-1"))
