"""One foreign file after another: tagged, verified, tagged again, stripped; nothing else in it may change."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import chaptag
from chaptag.containers.sniff import sniff
from chaptag.model.chapter import Chapter, ChapterList
from chaptag.model.errors import ChaptagError, StorageError
from chaptag.model.source import BytesSource

__all__ = ["Outcome", "try_all"]

_MUTAGEN_CHAPTERS = ("CHAP", "CTOC", "CHAPTER", "CUESHEET")
# What says nothing about other tags: names, sizes, dates of the file itself; chapters; where in the file things lie.
# The handlers of an MP4's tracks are left to the contract of the containers: exiftool shows one of two boxes.
_NO_TAGS = [
    "SourceFile",
    "ExifTool:",
    "File:",
    "System:",
    "Composite:",
    "Chapter",
    "TableOfContents",
    "Offset",
    "MediaDataSize",
    "ID3Size",
    "NextTrackID",
    "RIFFSize64",
    "Handler",
    "Warning",
    "Error",
    "CTOC",
]


@dataclass
class Outcome:
    """What became of one file: `word` is ``ok``, ``refused``, ``rejected`` or ``BROKEN``, `told` says more."""

    name: str
    kind: str
    word: str = "ok"
    told: str = ""
    seconds: float = 0.0
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _View:
    """A file as others see it."""

    mutagen: object
    sound: str | None
    packets: str | None
    exiftool: dict[str, Any]


def try_all(paths: Sequence[Path], scratch: Path) -> list[Outcome]:
    """Copy the files into `scratch` and try each; exiftool looks at all of them in one go, before and after."""
    copies = {}
    for number, path in enumerate(paths):
        folder = scratch / f"{number:04d}"
        folder.mkdir()
        copies[path] = Path(shutil.copy(path, folder / path.name))
    before = _exiftool(scratch)
    outcomes = []
    tagged: dict[Path, tuple[Outcome, _View]] = {}
    for path, copy in copies.items():
        outcome = Outcome(f"{path.parent.name}/{path.name}", _kind(path))
        outcomes.append(outcome)
        view = _View(_mutagen(copy), *_heard(copy), _without_chapter_tracks(copy, before.get(str(copy), {})))
        started = time.monotonic()
        _guarded(outcome, copy, lambda copy=copy, outcome=outcome: _tag(copy, outcome))  # type: ignore[misc]
        outcome.seconds = time.monotonic() - started
        if outcome.word == "ok":
            tagged[copy] = (outcome, view)
    _compare_all("after tag", tagged, scratch)
    for copy, (outcome, _) in tagged.items():
        started = time.monotonic()
        _guarded(outcome, copy, lambda copy=copy, outcome=outcome: _remove(copy, outcome))  # type: ignore[misc]
        outcome.seconds += time.monotonic() - started
    _compare_all("after remove", tagged, scratch)
    for outcome in outcomes:
        if outcome.problems:
            outcome.word, outcome.told = "BROKEN", "; ".join(outcome.problems)
    return outcomes


def _guarded(outcome: Outcome, path: Path, step: Callable[[], None]) -> None:
    """Carry out a step that either succeeds or refuses clearly; a refusal leaves the file and its folder alone."""
    before, beside = path.read_bytes(), {each.name for each in path.parent.iterdir()}
    try:
        step()
    except StorageError as error:
        outcome.problems.append(f"StorageError: {error}")
    except ChaptagError as error:
        outcome.word = "rejected" if error.exit_code == 1 else "refused"
        outcome.told = str(error.message)
        if not error.message:
            outcome.problems.append("a refusal that says nothing")
        if path.read_bytes() != before:
            outcome.problems.append("the file was changed by a call that refused")
    except Exception as error:  # noqa: BLE001 (that is what is looked for)
        outcome.problems.append(f"{type(error).__name__}: {error}")
    if {each.name for each in path.parent.iterdir()} != beside:
        outcome.problems.append("something was left beside the file")


def _tag(path: Path, outcome: Outcome) -> None:
    seen = chaptag.read(path, hash_audio=True, deep=True)
    if not isinstance(seen, chaptag.AudioContents) or seen.duration is None:
        outcome.word, outcome.told = "refused", "is not audio to chaptag"
        return
    end = max(seen.duration.ms, 1)
    starts = sorted({0, end // 3, 2 * end // 3} if end >= 3000 else {0})
    chapters = ChapterList.of(Chapter(start, f"Chapter {n} – Größe") for n, start in enumerate(starts, 1))
    first = chaptag.tag(path, chapters)
    after = chaptag.read(path, hash_audio=True)
    assert isinstance(after, chaptag.AudioContents)
    if after.audio_hash != seen.audio_hash:
        outcome.problems.append("the payload hash changed")
    if [(c.start, c.title) for c in after.chapters] != [(c.start, c.title) for c in first.chapters]:
        outcome.problems.append(f"read back {len(after.chapters)} chapters of {len(first.chapters)}, or others")
    data = path.read_bytes()
    if chaptag.tag(path, chapters).outcome != "unchanged" or path.read_bytes() != data:
        outcome.problems.append("the second tag was not unchanged")
    errors = [f.message for each in chaptag.verify(path) for f in each.findings if f.severity is chaptag.Severity.ERROR]
    if errors:
        outcome.told = "verify: " + "; ".join(errors)


def _remove(path: Path, outcome: Outcome) -> None:
    seen = chaptag.read(path, hash_audio=True)
    chaptag.remove(path)
    after = chaptag.read(path, hash_audio=True)
    assert isinstance(seen, chaptag.AudioContents)
    assert isinstance(after, chaptag.AudioContents)
    if after.audio_hash != seen.audio_hash:
        outcome.problems.append("the payload hash changed by remove")
    if any(store.chapters for store in after.layout.stores if store.editable):
        outcome.problems.append("chapters are left after remove")


def _kind(path: Path) -> str:
    kind = sniff(BytesSource(path.read_bytes()))
    return "unknown" if kind is None else kind.name


def _compare_all(when: str, files: dict[Path, tuple[Outcome, _View]], scratch: Path) -> None:
    seen = _exiftool(scratch)
    for path, (outcome, before) in files.items():
        if before.mutagen and (tags := _mutagen(path)) != before.mutagen:
            outcome.problems.append(f"{when}: mutagen sees {_difference(before.mutagen, tags)}")
        sound, packets = _heard(path) if before.packets or before.sound else (None, None)
        if before.packets is not None and packets != before.packets:
            outcome.problems.append(f"{when}: ffmpeg finds other packets")
        if before.sound is not None and sound != before.sound:
            if b"iTunSMPB" in path.read_bytes():  # ffmpeg heeds it only where there is a single track
                outcome.told = "beside a second track ffmpeg no longer cuts the encoder's delay (iTunSMPB)"
            else:
                outcome.problems.append(f"{when}: ffmpeg decodes other sound")
        after = _same_tracks(seen.get(str(path), {}), before.exiftool)
        if "Vorbis:Vendor" not in before.exiftool:  # the first comments of a FLAC file name their writer
            after.pop("Vorbis:Vendor", None)
        if after != before.exiftool:
            outcome.problems.append(f"{when}: exiftool sees {_difference(before.exiftool, after)}")


def _same_tracks(after: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    """Leave out the track that the chapters of an MP4 take: a group that was not there before."""
    groups = {key.partition(":")[0] for key in before}
    return {key: value for key, value in after.items() if key.partition(":")[0] in groups or "Track" not in key}


def _without_chapter_tracks(path: Path, row: dict[str, Any]) -> dict[str, Any]:
    """Leave out the tracks of text in a file that has its chapters in one."""
    try:
        seen = chaptag.read(path)
    except ChaptagError:
        return row
    if not isinstance(seen, chaptag.AudioContents) or all(s.kind != "text-track" for s in seen.layout.stores):
        return row
    gone = {key.partition(":")[0] for key in row if key.endswith(":OtherFormat")}
    return {key: value for key, value in row.items() if key.partition(":")[0] not in gone}


def _difference(before: object, after: object) -> str:
    if not isinstance(before, dict) or not isinstance(after, dict):
        return f"{before!r:.80} → {after!r:.80}"
    keys = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    return ", ".join(f"{key}: {before.get(key)!r:.60} → {after.get(key)!r:.60}" for key in keys[:4])


def _mutagen(path: Path) -> dict[str, str] | None:
    """The other tags as mutagen reads them; None where it cannot."""
    import mutagen
    from mutagen.id3 import ID3, ID3NoHeaderError

    try:
        opened = mutagen.File(path)
        tags = None if opened is None else opened.tags
    except Exception:  # noqa: BLE001 (mutagen raises all sorts on files that are broken on purpose)
        return None
    if isinstance(tags, ID3):
        try:
            tags = ID3(path, translate=False, load_v1=False) if path.suffix.lower() == ".mp3" else tags
        except (ID3NoHeaderError, mutagen.MutagenError):
            return {}
    if tags is None:
        return {} if opened is not None else None
    items = tags.items() if hasattr(tags, "items") else ()
    return {str(key): repr(value) for key, value in items if not str(key).upper().startswith(_MUTAGEN_CHAPTERS)}


_FFMPEG = ("ffmpeg", "-nostdin", "-v", "quiet")
_DECODED = ("-map", "0:a", "-t", "120", "-f", "md5")
_PACKETS = ("-map", "0:a", "-c", "copy", "-t", "120", "-f", "md5")


def _heard(path: Path) -> tuple[str | None, str | None]:
    """MD5 of the decoded sound of all audio streams, and of their packets; None where ffmpeg cannot tell."""
    whole = _run(*_FFMPEG, "-i", str(path), *_DECODED, "pipe:1", *_PACKETS, "pipe:2")
    if not whole.returncode:  # both in one go
        return whole.stdout.strip() or None, whole.stderr.strip() or None
    apart = [_run(*_FFMPEG, "-i", str(path), *options, "pipe:1").stdout.strip() for options in (_DECODED, _PACKETS)]
    return apart[0] or None, apart[1] or None


def _run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def _exiftool(folder: Path) -> dict[str, dict[str, Any]]:
    """Every tag that exiftool sees, by file, without those that say where things lie or what the chapters are."""
    command = ["exiftool", "-json", "-G1", "-r", "-n", "-api", "LargeFileSupport=1", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    rows = json.loads(done.stdout or "[]")
    return {
        row["SourceFile"]: {key: value for key, value in row.items() if not any(word in key for word in _NO_TAGS)}
        for row in rows
    }
