"""Decoding with PyAV (the extra ``audio``): one open file, jumps inside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

from chaptag.audio.decoder import DEMUXERS, PREROLL_MS, Window
from chaptag.audio.samples import WIDTH
from chaptag.model.errors import AudioError

__all__ = ["LibavDecoder"]

_US_PER_MS = 1000  # PyAV seeks in microseconds, we count in milliseconds
_BAD_PACKETS = 1000  # so many in a row are no glitch


class LibavDecoder:
    """Decodes `path` with PyAV; raises ImportError where that is not installed."""

    def __init__(self, path: Path) -> None:
        import av

        self._av: Any = av
        self._path = path

    def windows(self, spans: Iterable[Window], rate: int) -> Iterator[bytes]:
        """Yield the samples of each window, in order; fewer only where the audio ends."""
        with self._opened() as (container, stream):
            origin = container.start_time or 0
            for start, stop in spans:
                if start <= PREROLL_MS:  # a jump to the very beginning would lose the first frame
                    with self._opened() as (fresh, its_stream):
                        yield self._cut(fresh, its_stream, start, stop, rate)
                    continue
                try:
                    container.seek((start - PREROLL_MS) * _US_PER_MS + origin)
                except self._av.FFmpegError:  # beyond the end
                    yield b""
                    continue
                yield self._cut(container, stream, start, stop, rate)

    def stream(self, rate: int) -> Iterator[bytes]:
        """Yield the samples of the whole audio, from the beginning, in small pieces."""
        with self._opened() as (container, stream):
            yield from self._converted(self._frames(container, stream), rate)

    def title(self) -> str:
        """Give the title that the file's tag says; empty without one."""
        with self._opened() as (container, stream):
            title = str(container.metadata.get("title") or stream.metadata.get("title") or "")
            return title.encode("utf-8", "surrogateescape").decode("utf-8", "replace")

    def _cut(self, container: Any, stream: Any, start: int, stop: int, rate: int) -> bytes:
        """Decode from where the file now stands to `stop`, and cut ``[start, stop)`` out of it."""
        frames = self._frames(container, stream)
        first = next(frames, None)
        if first is None:
            return b""
        at_ms = 1000 * float(first.pts * first.time_base) - (container.start_time or 0) / _US_PER_MS
        skip = round((start - at_ms) * rate / 1000)
        need = skip + (stop - start) * rate // 1000
        parts, have = [], 0
        for piece in self._converted(chain([first], frames), rate):
            if have >= need:
                break
            parts.append(piece)
            have += len(piece) // WIDTH
        if need <= 0:
            return b""
        pcm = b"".join(parts)
        if skip < 0:  # the audio begins, or goes on after a gap, inside the window
            pcm, need, skip = bytes(-skip * WIDTH) + pcm, need - skip, 0
        return pcm[skip * WIDTH : need * WIDTH]

    def _converted(self, frames: Iterable[Any], rate: int) -> Iterator[bytes]:
        """Bring frames to one form; what was put together from several files may change its own on the way."""
        resampler, form = None, None
        for frame in frames:
            new_form = (frame.format.name, frame.layout.name, frame.sample_rate)
            if resampler is None or new_form != form:
                if resampler is not None:
                    yield from _samples(resampler.resample(None))
                resampler = self._av.AudioResampler(format="s16", layout="mono", rate=rate, frame_size=4096)
                form = new_form
            yield from _samples(resampler.resample(frame))
        if resampler is not None:
            yield from _samples(resampler.resample(None))

    def _frames(self, container: Any, stream: Any) -> Iterator[Any]:
        """Decode frame by frame; a packet that cannot be decoded is passed over, as players do."""
        bad = 0
        for packet in container.demux(stream):
            try:
                frames = packet.decode()
            except self._av.InvalidDataError as error:
                bad += 1
                if bad > _BAD_PACKETS:
                    raise _undecodable(self._path, error) from error
                continue
            for frame in frames:
                bad = 0
                if frame.pts is not None:
                    yield frame

    @contextmanager
    def _opened(self) -> Iterator[tuple[Any, Any]]:
        options = {"protocol_whitelist": "file", "format_whitelist": ",".join(DEMUXERS)}
        try:
            with self._av.open(f"file:{self._path}", options=options, **_lenient(self._av)) as container:
                if not container.streams.audio:
                    msg = f"{self._path.name} holds no sound"
                    raise AudioError(msg)
                yield container, container.streams.audio[0]
        except (self._av.FFmpegError, OSError) as error:
            raise _undecodable(self._path, error) from error


def _lenient(av: Any) -> dict[str, str]:
    """Keep a tag that is not UTF-8 from making the sound unreadable; from version 19 on PyAV does so by itself."""
    return {"metadata_errors": "surrogateescape"} if int(av.__version__.partition(".")[0]) < 19 else {}


def _samples(frames: list[Any]) -> Iterator[bytes]:
    for frame in frames:
        yield bytes(memoryview(frame.planes[0])[: frame.samples * WIDTH])


def _undecodable(path: Path, error: Exception) -> AudioError:
    return AudioError(
        f"{path.name} cannot be decoded: {getattr(error, 'strerror', None) or error}",
        hint="Play it in any player: where that fails too, export it again.",
    )
