"""Windows and streams of decoded sound: the right samples, from either decoder, and nothing else opened."""

from __future__ import annotations

import subprocess
import sys
from array import array
from collections.abc import Callable
from pathlib import Path

import pytest

from chaptag.audio.decode import decoder, windows
from chaptag.audio.decoder import Decoder
from chaptag.model.errors import AudioError, MissingExtra
from tests.support.sound import burst, quiet, write_wav
from tests.support.tools import require_tool

Decoding = Callable[[Path], Decoder]


def first_sound(pcm: bytes, rate: int) -> float:
    """Where it becomes loud, in ms."""
    samples = array("h", pcm)
    return next(at for at, value in enumerate(samples) if abs(value) > 2000) * 1000 / rate


@pytest.fixture
def bursts(tmp_path: Path) -> Path:
    """Ten seconds, a word at the beginning of each."""
    path = tmp_path / "bursts.wav"
    write_wav(path, [part for _ in range(10) for part in (burst(300), quiet(700))])
    return path


def test_a_window_holds_what_is_there(decoding: Decoding, bursts: Path) -> None:
    (pcm,) = decoding(bursts).windows([(3500, 5500)], 16000)
    assert len(pcm) == 2 * 2 * 16000
    assert first_sound(pcm, 16000) == pytest.approx(500, abs=5)


def test_windows_come_in_the_order_asked_for_and_end_with_the_audio(decoding: Decoding, bursts: Path) -> None:
    got = list(windows(bursts, [(8000, 8500), (0, 250), (9500, 12000), (20_000, 21_000)], rate=8000))
    assert [len(sound) for sound in got[:2]] == [500, 250]
    assert 490 <= len(got[2]) <= 510
    assert len(got[3]) == 0
    assert got[0].dBFS > -30 > got[2].dBFS


def test_every_container_keeps_its_times(decoding: Decoding, bursts: Path, tmp_path: Path) -> None:
    """A window of an encoded file lies where it lay before encoding, encoder delays and all."""
    require_tool("ffmpeg")
    for suffix in ("mp3", "m4a", "flac", "ogg", "aiff"):
        path = tmp_path / f"bursts.{suffix}"
        subprocess.run(["ffmpeg", "-v", "error", "-i", bursts, path], check=True, stdin=subprocess.DEVNULL)
        for start in (0, 400, 2500, 7450):
            (pcm,) = decoding(path).windows([(start, start + 1800)], 16000)
            assert first_sound(pcm, 16000) == pytest.approx(-start % 1000, abs=25), (suffix, start)


def test_a_file_put_together_from_others_may_change_its_form(decoding: Decoding, bursts: Path, tmp_path: Path) -> None:
    """An advertisement in stereo at 48 kHz in front of an episode in mono at 16 kHz, as frames of one MP3."""
    require_tool("ffmpeg")
    parts = []
    for name, form in (("ad", ["-ac", "2", "-ar", "48000", "-t", "4"]), ("rest", [])):
        path = tmp_path / f"{name}.mp3"
        plain = ["-map_metadata", "-1", "-id3v2_version", "0", "-write_xing", "0"]
        command = ["ffmpeg", "-v", "error", "-i", str(bursts), *form, *plain, str(path)]
        subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
        parts.append(path.read_bytes())
    joined = tmp_path / "joined.mp3"
    joined.write_bytes(b"".join(parts))
    assert sum(map(len, decoding(joined).stream(8000))) == pytest.approx(2 * 14 * 8000, rel=0.03)
    (pcm,) = decoding(joined).windows([(500, 3500)], 16000)
    assert len(pcm) == 2 * 3 * 16000


def test_the_stream_is_the_whole_of_it_in_small_pieces(decoding: Decoding, bursts: Path) -> None:
    pieces = list(decoding(bursts).stream(8000))
    assert sum(map(len, pieces)) == pytest.approx(2 * 10 * 8000, abs=100)
    assert max(map(len, pieces)) <= 1 << 16


def test_a_stream_can_be_left_early(decoding: Decoding, episode: Path) -> None:
    stream = decoding(episode).stream(8000)
    assert next(stream)
    stream.close()  # type: ignore[attr-defined]


def test_the_title_comes_from_the_tag(decoding: Decoding, episode: Path, bursts: Path) -> None:
    assert decoding(episode).title() == "Running fast, together"
    assert decoding(bursts).title() == ""


def test_a_tag_that_is_not_utf8_does_not_matter(decoding: Decoding, bursts: Path) -> None:
    name = b"INAM" + (6).to_bytes(4, "little") + b"Caf\xe9\0\0"
    data = bursts.read_bytes() + b"LIST" + (4 + len(name)).to_bytes(4, "little") + b"INFO" + name
    bursts.write_bytes(data[:4] + (len(data) - 8).to_bytes(4, "little") + data[8:])
    assert decoding(bursts).title() == "Caf\ufffd"
    assert first_sound(next(iter(decoding(bursts).windows([(600, 1600)], 16000))), 16000) == pytest.approx(400, abs=5)


@pytest.mark.parametrize("name", ["-x.wav", "a b'c.wav", "100%.wav", "concat:x.wav", "café.wav"])
def test_a_name_is_a_name(decoding: Decoding, bursts: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(bursts.parent)
    bursts.rename(name)
    (pcm,) = decoding(Path(name)).windows([(0, 500)], 16000)
    assert len(pcm) == 16000


def test_what_is_no_sound_is_an_error_that_names_the_file(decoding: Decoding, tmp_path: Path) -> None:
    broken = tmp_path / "broken.mp3"
    broken.write_bytes(b"\x00\x01chapter" * 500)
    for act in (lambda d: list(d.windows([(0, 1000)], 16000)), lambda d: list(d.stream(8000)), lambda d: d.title()):
        with pytest.raises(AudioError, match=r"broken\.mp3 cannot be decoded"):
            act(decoding(broken))


def test_a_playlist_in_disguise_opens_no_other_file(decoding: Decoding, bursts: Path, tmp_path: Path) -> None:
    lists = {
        "hls.mp3": f"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n{bursts}\n#EXT-X-ENDLIST\n",
        "concat.mp3": f"ffconcat version 1.0\nfile '{bursts}'\n",
    }
    for name, text in lists.items():
        path = tmp_path / name
        path.write_text(text)
        with pytest.raises(AudioError):
            list(decoding(path).windows([(0, 1000)], 16000))


def test_a_file_that_is_cut_off_gives_what_it_has(decoding: Decoding, episode: Path) -> None:
    data = episode.read_bytes()
    episode.write_bytes(data[: len(data) // 10])
    got = list(decoding(episode).windows([(1000, 2000), (3_000_000, 3_001_000)], 8000))
    assert len(got[0]) == 16000
    assert len(got[1]) <= 16000


def test_without_a_decoder_the_way_out_is_named(monkeypatch: pytest.MonkeyPatch, bursts: Path) -> None:
    monkeypatch.setitem(sys.modules, "av", None)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(MissingExtra) as caught:
        next(windows(bursts, [(0, 100)]))
    assert "chaptag[audio]" in caught.value.hint
    assert caught.value.exit_code == 2


def test_ffmpeg_stands_in_for_a_missing_pyav(monkeypatch: pytest.MonkeyPatch, bursts: Path) -> None:
    require_tool("ffmpeg")
    monkeypatch.setitem(sys.modules, "av", None)
    assert type(decoder(bursts)).__name__ == "FfmpegDecoder"


def test_nothing_is_printed_and_nothing_warned_about(bursts: Path) -> None:
    """pydub warns about ffmpeg, audioop and its own regular expressions when it is imported; nobody is to see it."""
    code = f"from chaptag.audio.decode import windows; print(len(next(windows({str(bursts)!r}, [(0, 500)]))))"
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "500\n", "")


def test_damage_is_not_reported_by_the_library_itself(episode: Path) -> None:
    data = bytearray(episode.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 4000] = bytes(4000)
    episode.write_bytes(data)
    code = f"from chaptag.audio.peaks import peaks; print(len(peaks({str(episode)!r}, count=9, duration_ms=3492000)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "9\n", "")
