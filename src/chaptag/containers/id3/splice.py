"""Putting chapters into the tags at the start of a file: all other frames keep their bytes and their order."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from chaptag.containers.id3.assemble import assemble
from chaptag.containers.id3.chap import LINK_NAME, Chap
from chaptag.containers.id3.frame import LARGEST_BODY, Frame, encode_header
from chaptag.containers.id3.plan import Plan, plan_chapters
from chaptag.containers.id3.store import CHAPTER_FRAMES, Chapters, read_chapters
from chaptag.containers.id3.strings import decode_text, split_text
from chaptag.containers.id3.synchsafe import deunsynchronise
from chaptag.containers.id3.tag import EXPERIMENTAL, EXTENDED, UNSYNCHRONISED, Tag
from chaptag.model.edit import Keep, Piece, Put
from chaptag.model.errors import DamagedAudio, UnsupportedAudio
from chaptag.model.finding import Finding, finding
from chaptag.model.rules import RULES
from chaptag.model.text import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chaptag.model.chapter import Chapter
    from chaptag.model.options import WriteOptions

__all__ = ["Splice", "splice"]

_NEW_VERSION = 3
_CHECKSUM = 0x20  # in the flags of a 2.4 extended header
_UNSYNCHRONISED_FRAME = 0x02  # in the flags of a 2.4 frame
_OURS = frozenset(("TIT2", "WXXX", "APIC"))
_LINK_NAMES = frozenset(("", LINK_NAME, "url", "chapter link"))
_HARMLESS = frozenset(("chapter-hidden", "subframe-too-long"))


@dataclass(slots=True)
class Splice:
    """What takes the place of the tags: a part for each of them, or None where they stay as they are.

    One part more is a new tag, for chapters that no tag of old can take.
    """

    parts: list[list[Piece]] | None
    findings: list[Finding] = field(default_factory=list)

    @property
    def pieces(self) -> list[Piece] | None:
        """All parts, one after the other: tags that follow each other at the start of a file."""
        return None if self.parts is None else [piece for part in self.parts for piece in part]


def splice(tags: Sequence[Tag], chapters: Sequence[Chapter], options: WriteOptions) -> Splice:
    """Make the tags hold exactly these chapters, all of them in the first tag; none take out those that are there.

    Raises UnsupportedAudio for a 2.2 tag and for encrypted chapters, DamagedAudio for a tag that cannot be read to its
    end: nothing of it could be promised to stay.
    """
    read = [read_chapters(tag) for tag in tags]
    if not chapters and not any(read):
        return Splice(None)
    target = next((tag for tag in tags if not _is_empty(tag)), None)
    version = options.id3_version or (target.version if target is not None else _NEW_VERSION)
    if chapters and target is not None:
        _refuse_old(target)
    plan = plan_chapters(chapters, version, options)
    result = Splice(None, list(plan.findings))
    if chapters and target is not None and target.version == version and _holds_already(tags, read, target, plan):
        return result
    _refuse_encrypted(read)
    result.parts = []
    for tag, old in zip(tags, read, strict=True):
        if tag is target and chapters:
            result.parts.append(_rewritten(tag, plan, version, result.findings))
        elif old is not None:
            result.parts.append(_rewritten(tag, _NO_PLAN, tag.version, result.findings))
        else:
            result.parts.append([] if _is_empty(tag) else [Keep(tag.header.offset, tag.header.stop)])
    if target is None and chapters:
        result.parts.append(assemble([Put(plan.frames)], version, 0, None))
    if chapters:
        result.findings += _lost([chap for each in read if each for chap in each.chaps])
    return result


_NO_PLAN = Plan(b"", (), long=False, findings=())


def _is_empty(tag: Tag) -> bool:
    return tag.version > 2 and not tag.frames and tag.junk is None


def _holds_already(tags: Sequence[Tag], read: Sequence[Chapters | None], target: Tag, plan: Plan) -> bool:
    """Whether the target has exactly these chapters, in a form that every player reads, and no other tag has any."""
    holders = [(tag, old) for tag, old in zip(tags, read, strict=True) if old is not None]
    if len(holders) != 1 or holders[0][0] is not target or target.header.flags & UNSYNCHRONISED:
        return False
    old = holders[0][1]
    rules = {each.rule for each in old.findings}
    if rules - _HARMLESS or ("subframe-too-long" in rules and not plan.long):
        return False
    return old.chapters == plan.chapters


def _refuse_old(tag: Tag) -> None:
    if tag.version == 2:
        msg = "its tag is ID3v2.2, which has no chapters"
        raise UnsupportedAudio(msg, hint=RULES["tag-old"].fix, place=tag.place(tag.header.offset))


def _refuse_encrypted(read: Sequence[Chapters | None]) -> None:
    for old in read:
        for each in old.findings if old is not None else ():
            if each.rule == "chapter-encrypted":
                msg = "the file has encrypted chapters"
                raise UnsupportedAudio(msg, hint=each.advice, place=each.place)


def _rewritten(tag: Tag, plan: Plan, version: int, found: list[Finding]) -> list[Piece]:
    """Make a tag's new pieces: its other frames, and the plan's where the first chapter frame was, else at the end."""
    if tag.junk is not None:
        msg = f"{tag.area_stop - tag.junk:,} bytes of the ID3 tag are neither frame nor padding"
        raise DamagedAudio(msg, hint=RULES["tag-junk"].fix, place=tag.place(tag.junk))
    flags = 0
    body: list[Piece] = []
    if version != tag.version:
        from chaptag.containers.id3.convert import convert_frames

        converted = convert_frames(tag, [f for f in tag.frames if f.name not in CHAPTER_FRAMES], version)
        found += converted.findings
        return assemble([Put(converted.data), Put(plan.frames)], version, 0, tag)
    if tag.extended is not None:
        if version >= 4 and not tag.copied and not tag.area.read(tag.extended.start + 5, 1)[0] & _CHECKSUM:
            body.append(Keep(*tag.extended))
            flags |= EXTENDED
        else:
            found.append(_dropped(tag, "the extended header with its checksum or size of padding"))
    if tag.header.footer:
        found.append(_dropped(tag, "the footer"))
    if tag.unsynchronised_frames and sum(frame.size for frame in tag.frames) > LARGEST_BODY:
        msg = f"an unsynchronised tag of {tag.header.size:,} bytes; chaptag edits up to {LARGEST_BODY >> 20} MiB"
        raise UnsupportedAudio(msg, hint=RULES["tag-junk"].fix, place=tag.place(tag.header.offset))
    pending: list[Piece] = [Put(plan.frames)]
    for frame in tag.frames:
        if frame.name in CHAPTER_FRAMES:
            body += pending
            pending = []
        else:
            body += _kept(tag, frame)
    return assemble(body + pending, version, flags | tag.header.flags & EXPERIMENTAL, tag)


def _kept(tag: Tag, frame: Frame) -> list[Piece]:
    """Take over a frame; only sizes that are plain in 2.4, and unsynchronisation by the tag, are put right."""
    implied = tag.unsynchronised_frames and not frame.flags & _UNSYNCHRONISED_FRAME
    if not frame.plain and not implied and not tag.copied:
        return [Keep(frame.offset, frame.stop)]
    if not tag.copied and not implied:
        return [Put(encode_header(frame.name, frame.size, frame.flags, tag.version)), Keep(frame.body, frame.stop)]
    body = tag.stored(frame)
    if implied:
        body = deunsynchronise(body)
    flags = frame.flags & ~_UNSYNCHRONISED_FRAME if tag.version >= 4 else frame.flags
    return [Put(encode_header(frame.name, len(body), flags, tag.version) + body)]


def _dropped(tag: Tag, what: str) -> Finding:
    return finding("tag-feature-dropped", f"{what} of the {tag.label} tag goes", place=tag.place(tag.header.offset))


def _lost(chaps: Sequence[Chap]) -> list[Finding]:
    """Report what chapters of other programs held besides title, link and image."""
    lost: Counter[str] = Counter()
    for chap in chaps:
        seen: set[str] = set()
        for name, body, _, _ in chap.subframes:
            if name not in _OURS or (name != "TIT2" and name in seen):
                lost[name] += 1
            elif name == "WXXX" and _link_title(body) not in _LINK_NAMES:
                lost["the name of a link"] += 1
            seen.add(name)
    if not lost:
        return []
    what = ", ".join(f"{visible(name)} ({count})" for name, count in lost.most_common(10))
    message = f"the chapters that are replaced held more than title, link and image: {what}"
    return [finding("chapter-data-lost", message)]


def _link_title(body: bytes) -> str:
    return decode_text(body[0], split_text(body[0], body[1:])[0]).strip().lower() if body else ""
