"""Decoding with a system ffmpeg: one process a window, the jump before the input, a few at a time."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from chaptag.audio.decoder import DEMUXERS, Window
from chaptag.audio.samples import WIDTH
from chaptag.model.errors import AudioError
from chaptag.model.text import visible

__all__ = ["FfmpegDecoder"]

_AT_ONCE = min(4, os.cpu_count() or 1)
_PATIENCE_S = 60
_PIECE = 1 << 16


class FfmpegDecoder:
    """Decodes `path` with the ffmpeg on the search path; raises FileNotFoundError where there is none."""

    def __init__(self, path: Path) -> None:
        program = shutil.which("ffmpeg")
        if program is None:
            raise FileNotFoundError("ffmpeg")
        self._program = program
        self._path = path

    def windows(self, spans: Iterable[Window], rate: int) -> Iterator[bytes]:
        """Yield the samples of each window, in order; fewer only where the audio ends."""
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            waiting: deque[Future[bytes]] = deque()
            try:
                for start, stop in spans:
                    waiting.append(pool.submit(self._window, start, stop, rate))
                    if len(waiting) > _AT_ONCE:
                        yield waiting.popleft().result()
                while waiting:
                    yield waiting.popleft().result()
            finally:
                for each in waiting:
                    each.cancel()

    def stream(self, rate: int) -> Iterator[bytes]:
        """Yield the samples of the whole audio, from the beginning, in small pieces."""
        with tempfile.TemporaryFile() as complaints:  # a pipe that nobody empties would fill up and stop it
            with subprocess.Popen(  # noqa: S603  an argument list, the path behind "file:"
                self._command(rate, [], []), stdout=subprocess.PIPE, stderr=complaints, stdin=subprocess.DEVNULL
            ) as process:
                sounded = False
                try:
                    while process.stdout is not None and (piece := process.stdout.read(_PIECE)):
                        sounded = True
                        yield piece
                finally:
                    process.kill()
            if not sounded:
                complaints.seek(0)
                raise self._undecodable(complaints.read(_PIECE))

    def title(self) -> str:
        """Give the title that the file's tag says; empty without one."""
        command = [*self._input([], []), "-f", "ffmetadata", "pipe:1"]
        for line in self._run(command).decode("utf-8", "replace").splitlines():
            if line.startswith("["):  # chapters begin, and they have titles, too
                break
            name, _, value = line.partition("=")
            if name.lower() == "title":
                return re.sub(r"\\(.)", r"\1", value)
        return ""

    def _window(self, start: int, stop: int, rate: int) -> bytes:
        jump = ["-ss", f"{start / 1000:.3f}"] if start else []  # to jump to 0 would lose the first frame
        command = self._command(rate, jump, ["-t", f"{(stop - start) / 1000:.3f}"])
        return self._run(command)[: (stop - start) * rate // 1000 * WIDTH]

    def _run(self, command: list[str]) -> bytes:
        try:
            done = subprocess.run(  # noqa: S603  an argument list, the path behind "file:"
                command, capture_output=True, stdin=subprocess.DEVNULL, timeout=_PATIENCE_S, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise self._undecodable(b"it takes too long") from error
        if done.returncode != 0 and not done.stdout:
            raise self._undecodable(done.stderr)
        return done.stdout

    def _command(self, rate: int, before: list[str], after: list[str]) -> list[str]:
        return [*self._input(before, after), "-map", "0:a:0", "-ac", "1", "-ar", str(rate), "-f", "s16le", "pipe:1"]

    def _input(self, before: list[str], after: list[str]) -> list[str]:
        quiet = ["-nostdin", "-hide_banner", "-loglevel", "error"]
        limits = ["-protocol_whitelist", "file", "-format_whitelist", ",".join(DEMUXERS)]
        return [self._program, *quiet, *limits, *before, "-i", f"file:{self._path}", *after]

    def _undecodable(self, complaint: bytes) -> AudioError:
        lines = complaint.decode("utf-8", "replace").strip().splitlines()
        why = visible(lines[-1]) if lines else "ffmpeg says nothing about it"
        return AudioError(
            f"{self._path.name} cannot be decoded: {why}",
            hint="Play it in any player: where that fails too, export it again.",
        )
