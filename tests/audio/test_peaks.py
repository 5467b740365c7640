"""Peaks: loud where it is loud, as many as asked for, in flat memory."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from chaptag.audio.decoder import Decoder
from chaptag.audio.peaks import peaks
from tests.support.memory import PEAK_BYTES
from tests.support.sample import EPISODE
from tests.support.sound import burst, quiet, write_wav

Decoding = Callable[[Path], Decoder]


def test_they_are_loud_where_it_is_loud(decoding: Decoding, tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    duration = write_wav(path, [quiet(1000), burst(1000, amplitude=16000), quiet(1000), burst(1000, amplitude=4000)])
    got = peaks(path, count=8, duration_ms=duration)
    assert len(got) == 8
    assert max(got[0], got[5]) < 500
    assert got[2] > 12_000 > got[6] > 3000


def test_missing_sound_is_nought_and_too_much_is_not_drawn(decoding: Decoding, tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    write_wav(path, [burst(2000)])
    longer = peaks(path, count=10, duration_ms=4000)
    assert all(longer[:5])
    assert not any(longer[5:])
    assert all(peaks(path, count=10, duration_ms=500))


@pytest.mark.parametrize(("count", "duration", "expected"), [(5, 0, 0), (0, 1000, 0), (1000, 3, 24), (7, 100, 7)])
def test_never_more_than_there_are_samples(tmp_path: Path, count: int, duration: int, expected: int) -> None:
    path = tmp_path / "a.wav"
    write_wav(path, [burst(100)])
    assert len(peaks(path, count=count, duration_ms=duration)) == expected


def test_the_loudest_sample_there_is_fits(tmp_path: Path) -> None:
    from array import array

    path = tmp_path / "a.wav"
    duration = write_wav(path, [array("h", [-32768] * 16000)])
    assert max(peaks(path, count=4, duration_ms=duration)) <= 32768


def test_memory_stays_flat() -> None:
    """An hour of samples would be more than 50 MB; what one episode takes more than nothing is far below."""
    code = (
        f"{PEAK_BYTES}import sys\nfrom chaptag.audio.peaks import peaks\n"
        f"peaks({str(EPISODE)!r}, count=int(sys.argv[1]), duration_ms=int(sys.argv[2]))\n"
        "print(peak_bytes() // 1024)"
    )

    def kilobytes(*arguments: str) -> int:
        return int(subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, check=True).stdout)

    assert kilobytes("36000", "3492000") - kilobytes("10", "1000") < 20_000
