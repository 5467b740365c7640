"""The recipe of `episode.mp3`: speech with a pause at each chapter of `show-notes.txt`, and `pauses.json`, the truth.

Needs espeak-ng, sox and lame. The same versions of the three give the same bytes; `--check` says whether they do.

    python samples/make.py             # writes episode.mp3 and pauses.json beside this file
    python samples/make.py --check     # makes them elsewhere and compares
"""

from __future__ import annotations

import argparse
import array
import hashlib
import json
import re
import struct
import subprocess
import sys
import tempfile
import wave
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

__all__ = ["Pause", "main", "plan"]

HERE = Path(__file__).resolve().parent
RATE = 8000  # samples per second; MPEG-2.5 Layer III at about 8 kbit/s keeps an hour below 4 MB
DURATION_MS = (58 * 60 + 12) * 1000
BREATH_MS = 280  # between two sentences; every pause at a chapter is longer than four of them
PAUSE_MS = 1300
FADE = RATE // 200  # 5 ms, so that no cut clicks

# What is said between the chapters. Two voices take turns; every sentence says something that is true of the sample.
SENTENCES = (
    "This recording was made by a machine, so that nobody has to give an hour of their voice.",
    "You are listening to a sample episode, and you may share it with anyone you like.",
    "A pause comes before every chapter, as it does when people take a breath and turn a page.",
    "The notes say whole seconds, and the pause ends a little later than that.",
    "Nobody presses the button on the exact second, and nobody should have to.",
    "So tell me, how far did you run this week?",
    "Ten kilometres on Monday, rest on Tuesday, and hills for the remainder.",
    "Hills are honest, they never tell you that you are faster than you are.",
    "I keep a small diary, with the weather, the shoes, and how the legs felt.",
    "A good coach hears the difference between tired and injured.",
    "The easy days have to be easy, or else the hard days will not be hard.",
    "On the last lap you can hear your own feet, and nothing else.",
    "We started together, and most of us finished together as well.",
    "Listeners skip ahead more often than we like to think.",
    "Give them a list of chapters, and they stay for the part that they came for.",
    "The map on the screen shows where we are, and how much is left.",
    "I once missed a train because a podcast had no chapters and I looked for the good part.",
    "Let us go back to the beginning for a moment.",
    "There is a bench at the top of the hill, and the view is worth the climb.",
    "Rain is only a problem while you are still indoors.",
    "That is a lovely thought, and I shall write it down.",
    "My grandmother walked further in a day than I run in two.",
    "Some people count the miles, others count the birds.",
    "Both of them come home with a number and a smile.",
    "We will talk about shoes later, because we always talk about shoes.",
    "The clock is not your enemy, it is only very consistent.",
    "If you can speak in whole sentences, you are going slowly enough.",
    "And if you can sing, you may go a little faster.",
    "Questions have come in from all over the world, thank you for each of them.",
    "One letter asks what to eat before a long run, and the answer is something dull.",
    "Another one asks how to begin, and the answer is outside the door.",
    "Write to us, and please tell us where you were when you listened.",
    "I have heard that the second winter is easier than the first.",
    "You learn which gloves are warm, and which friends get up at six.",
    "Most of training is patience with a timetable.",
    "There was a dog on the track, and the dog won.",
    "Let us leave that there, and move on to the next thing.",
    "Wait.",
    "I agree.",
    "Tell me more about that.",
    "That took years to learn.",
    "It depends on the day.",
)
VOICES = (("en-us", 44, 158), ("en-gb", 62, 150))  # voice, pitch, words a minute
FAREWELL = "That was the sample episode. Thank you for listening, and goodbye."


class Pause(NamedTuple):
    """Silence before the chapter called `title`, which the notes put at `noted` ms; `end` is where speech sets in."""

    chapter: int
    title: str
    noted: int
    start: int
    end: int


def plan() -> list[tuple[int, str]]:
    """Read the chapters of the show notes: start in ms, title."""
    lines = re.findall(r"^(\d\d):(\d\d): (.+)$", (HERE / "show-notes.txt").read_text("utf-8"), re.MULTILINE)
    return [((int(minutes) * 60 + int(seconds)) * 1000, title) for minutes, seconds, title in lines]


def speech_start(index: int, noted: int) -> int:
    """Say where speech sets in after the noted second: 140 to 880 ms later, differently for each chapter."""
    return noted + 140 + (index * 370) % 741


class Speaker:
    """Sentences as samples, spoken once each."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.spoken: dict[tuple[str, int], array.array[int]] = {}

    def say(self, text: str, voice: int) -> array.array[int]:
        """Speak `text`: 16-bit samples at `RATE`, without the silence around it."""
        if (text, voice) not in self.spoken:
            name, pitch, speed = VOICES[voice]
            raw, cut = self.folder / "raw.wav", self.folder / "cut.wav"
            run("espeak-ng", "-v", name, "-p", str(pitch), "-s", str(speed), "-w", str(raw), text)
            edge = ["silence", "1", "0.01", "0.5%", "reverse"]
            run(
                "sox",
                "-D",
                str(raw),
                "-r",
                str(RATE),
                "-b",
                "16",
                "-c",
                "1",
                str(cut),
                *edge,
                *edge,
                "gain",
                "-n",
                "-3",
            )
            with wave.open(str(cut)) as file:
                self.spoken[text, voice] = faded(array.array("h", file.readframes(file.getnframes())))
        return self.spoken[text, voice]


def faded(samples: array.array[int]) -> array.array[int]:
    """Fade the first and last 5 ms."""
    for at in range(min(FADE, len(samples))):
        samples[at] = samples[at] * at // FADE
        samples[-1 - at] = samples[-1 - at] * at // FADE
    return samples


def talk(speaker: Speaker, turn: int, room: int) -> Iterator[array.array[int]]:
    """Yield sentences and breaths that fill at most `room` samples, and nearly all of it."""
    breath = samples_of(BREATH_MS)
    last = -1
    while True:
        ahead = [(turn * 17 + step) % len(SENTENCES) for step in range(len(SENTENCES))]
        spoken = [(index, speaker.say(SENTENCES[index], turn % 2)) for index in ahead if index != last]
        fitting = [(index, said) for index, said in spoken if breath + len(said) <= room]
        if not fitting:
            return
        # Far from the pause the next sentence in turn; near it the one that leaves the least room.
        near = room < samples_of(12_000)
        last, said = max(fitting, key=lambda pair: len(pair[1])) if near else fitting[0]
        yield array.array("h", bytes(2 * breath))
        yield said
        room -= breath + len(said)
        turn += 1


def assemble(speaker: Speaker) -> tuple[array.array[int], list[Pause]]:
    """Put the whole episode together: samples, and the pauses as they really are."""
    chapters = plan()
    starts = [speech_start(index, noted) for index, (noted, _) in enumerate(chapters)]
    farewell = speaker.say(FAREWELL, 0)
    limits = [noted - PAUSE_MS + 400 for noted, _ in chapters[1:]]
    limits.append(DURATION_MS - 2000 - len(farewell) * 1000 // RATE)
    sound: array.array[int] = array.array("h")
    pauses = []
    for index, ((noted, title), start, limit) in enumerate(zip(chapters, starts, limits, strict=True)):
        pauses.append(Pause(index + 1, title, noted, len(sound) * 1000 // RATE, start))
        sound.frombytes(bytes(2 * (samples_of(start) - len(sound))))
        sound.extend(speaker.say(f"{title}.", 0))
        for piece in talk(speaker, index + 1, samples_of(limit) - len(sound)):
            sound.extend(piece)
    sound.frombytes(bytes(2 * samples_of(500)))
    sound.extend(farewell)
    sound.frombytes(bytes(2 * (samples_of(DURATION_MS) - len(sound))))
    return sound, pauses


def samples_of(ms: int) -> int:
    """Count the samples of a time in ms."""
    return ms * RATE // 1000


def cover() -> bytes:
    """Draw the cover, a PNG of 300 by 300: one bar for each chapter, as long as the chapter."""
    starts = [start for start, _ in plan()] + [DURATION_MS]
    lengths = [end - start for start, end in zip(starts, starts[1:], strict=False)]
    rows = []
    for y in range(300):
        bar, within = divmod(y - 30, 16)
        length = lengths[bar] * 240 // max(lengths) if 0 <= bar < len(lengths) and within < 11 else 0
        rows.append(b"\0" + bytes(30) + bytes([1]) * length + bytes(270 - length))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 300, 300, 8, 3, 0, 0, 0)
    palette = bytes([24, 42, 66, 255, 183, 77])
    return b"".join(
        [
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", header),
            chunk(b"PLTE", palette),
            chunk(b"IDAT", zlib.compress(b"".join(rows), 9)),
            chunk(b"IEND", b""),
        ]
    )


def encode(speech: Path, target: Path, folder: Path) -> None:
    """Encode with a faint room noise and a small ID3v2.3 tag: title, artist, album, year, genre, comment, cover."""
    noise, mixed, picture = folder / "noise.wav", folder / "mixed.wav", folder / "cover.png"
    picture.write_bytes(cover())
    form = ["-r", str(RATE), "-c", "1", "-b", "16"]
    run("sox", "-R", "-D", "-n", *form, str(noise), "synth", str(DURATION_MS / 1000), "pinknoise", "gain", "-62")
    run("sox", "-D", "-m", "-v", "1", str(speech), "-v", "1", str(noise), *form, str(mixed))
    tag = {
        "--tt": "Running fast, together",
        "--ta": "The Sample Show",
        "--tl": "The Sample Show",
        "--ty": "2024",
        "--tn": "7",
        "--tg": "Podcast",
        "--tc": "Generated speech; chapters come from show-notes.txt",
        "--ti": str(picture),
    }
    options = [word for pair in tag.items() for word in pair]
    run(
        "lame",
        "--quiet",
        "-m",
        "m",
        "-V",
        "9",
        "-B",
        "8",
        "--id3v2-only",
        "--id3v2-latin1",
        *options,
        str(mixed),
        str(target),
    )


def run(*command: str) -> None:
    """Run a program; its own words are shown where it fails."""
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)


def make(folder: Path) -> None:
    """Write `episode.mp3` and `pauses.json` into `folder`."""
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        sound, pauses = assemble(Speaker(work))
        with wave.open(str(work / "speech.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(sound.tobytes())
        encode(work / "speech.wav", folder / "episode.mp3", work)
    truth = {"duration": DURATION_MS, "pauses": [pause._asdict() for pause in pauses]}
    (folder / "pauses.json").write_text(json.dumps(truth, indent=1, ensure_ascii=False) + "\n", "utf-8", newline="\n")


def main(arguments: list[str] | None = None) -> int:
    """Make the sample, or check that this machine's programs make the same one."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="compare with the files that are here; write nothing")
    if not parser.parse_args(arguments).check:
        make(HERE)
        return 0
    with tempfile.TemporaryDirectory() as elsewhere:
        make(Path(elsewhere))
        same = True
        for name in ("episode.mp3", "pauses.json"):
            old, new = ((folder / name).read_bytes() for folder in (HERE, Path(elsewhere)))
            same &= old == new
            print(f"{name}: {'the same' if old == new else 'DIFFERENT'}, sha256 {hashlib.sha256(new).hexdigest()}")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
