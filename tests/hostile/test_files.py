"""Things in a folder that are no plain files, names that nobody should give, paths that point elsewhere."""

from __future__ import annotations

import json
import os
import shutil
import socket
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.hostile.driver import attack, snapshot
from tests.support.mp3 import mp3
from tests.support.tools import require_tool

_NOTES = "00:00 One\n00:05 Two\n"
_TAKES_AUDIO = (["show"], ["verify"], ["remove"], ["tag"], ["preview"])
_TAKES_MANY = ("show", "verify", "remove")
_PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)


@contextmanager
def _socket(path: Path) -> Iterator[None]:
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(os.path.relpath(path))
        yield


@pytest.mark.parametrize("command", _TAKES_AUDIO, ids=" ".join)
def test_pipes_sockets_devices_and_loops_are_refused_at_once(
    command: list[str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    os.mkfifo("fifo.mp3")
    Path("loop.mp3").symlink_to("loop.mp3")
    Path("zero.mp3").symlink_to("/dev/zero")
    Path("link.mp3").symlink_to("fifo.mp3")
    Path("dangling.mp3").symlink_to("nowhere.mp3")
    Path("folder.mp3").mkdir()
    with _socket(folder / "socket.mp3"):
        names = [f"{name}.mp3" for name in ("fifo", "loop", "zero", "link", "dangling", "folder", "socket")]
        names += ["/dev/zero", "/dev/full", "/dev/tty", "/proc/self/mem", "/proc/kmsg"]
        if command[0] in _TAKES_MANY:
            attack(folder, *command, *names, codes=(2, 3), seconds=10)
        else:
            for name in names:
                attack(folder, *command, name, codes=(1, 2, 3), seconds=10)


@pytest.mark.parametrize("name", ["fifo.txt", "zero.txt", "loop.txt"])
def test_nor_do_notes_hang(name: str, folder: Path) -> None:
    os.mkfifo(folder / "fifo.txt")
    (folder / "zero.txt").symlink_to("/dev/zero")
    (folder / "loop.txt").symlink_to("loop.txt")
    attack(folder, "tag", "ep.mp3", name, codes=(2, 3), seconds=10)
    attack(folder, "show", name, codes=(2, 3), seconds=10)


def test_a_folder_of_all_that_is_gone_through(folder: Path) -> None:
    for name in ("a", "b", "c"):
        (folder / f"{name}.txt").write_text(_NOTES)
    os.mkfifo(folder / "a.mp3")
    (folder / "b.mp3").symlink_to("/dev/zero")
    (folder / "c.mp3").symlink_to("c.mp3")
    (folder / "sub").mkdir()
    (folder / "sub" / "again").symlink_to(folder)
    state = folder.parent / "state"
    attack(folder, "batch", ".", "--recursive", "--dry-run", "--state", state, "--jobs", "1", codes=(1, 2))


def test_a_target_that_is_no_file_is_refused(folder: Path) -> None:
    (folder / "x.txt").write_text(_NOTES)
    os.mkfifo(folder / "fifo.mp3")
    for target in ("fifo.mp3", ".", "/dev/null/x", "/dev/full"):
        attack(folder, "tag", "ep.mp3", "x.txt", "-o", target, "--overwrite", codes=(2, 3, 4), seconds=10)
        attack(folder, "convert", "x.txt", "--to", "json", "-o", target, "--overwrite", codes=(2, 3, 4), seconds=10)


def test_a_link_is_followed_and_stays_a_link(folder: Path) -> None:
    (folder / "x.txt").write_text(_NOTES)
    (folder / "real").mkdir()
    (folder / "ep.mp3").rename(folder / "real" / "ep.mp3")
    (folder / "ep.mp3").symlink_to("real/ep.mp3")
    attack(folder, "tag", "ep.mp3", "x.txt", writes=True, codes=(0,))
    assert (folder / "ep.mp3").is_symlink()
    assert b"CHAP" in (folder / "real" / "ep.mp3").read_bytes()[:4096]


def test_bits_that_give_power_are_not_given_to_the_new_file(folder: Path) -> None:
    """What the file may do must not change hands with its bytes: the bits stay on nothing that somebody else owned."""
    (folder / "x.txt").write_text(_NOTES)
    (folder / "ep.mp3").chmod(0o6755)
    attack(folder, "tag", "ep.mp3", "x.txt", writes=True, codes=(0, 4))
    mode = (folder / "ep.mp3").stat().st_mode
    assert stat.S_IMODE(mode) & 0o777 == 0o755
    attack(folder, "tag", "ep.mp3", "x.txt", "-o", "new.mp3", writes=True, codes=(0, 4))
    assert not stat.S_IMODE((folder / "new.mp3").stat().st_mode) & 0o6000


_NAMES = [
    b"new\nline.mp3",
    b"\x1b[31mred.mp3",
    b"bad-\xff\xfe.mp3",
    "\u202egpj.mp3".encode(),
    b"-rf.mp3",
    b"--json.mp3",
    b"a'b\"c$(touch x)`touch y`.mp3",
    b"\x7f\x08.mp3",
    b" .mp3",
    b"%s%n{0}.mp3",
    "ｆｕｌｌ😀.mp3".encode(),
    b"a" * 251 + b".mp3",
]


@pytest.mark.parametrize("name", _NAMES, ids=repr)
def test_names(name: bytes, folder: Path) -> None:
    place = os.fsencode(folder) + b"/" + name
    shutil.copy(os.fsencode(folder / "ep.mp3"), place)
    (folder / "x.txt").write_text(_NOTES)
    attack(folder, "verify", "--", name, seconds=10)
    said = attack(folder, "show", "--json", b"./" + name, codes=(0, 1)).out
    found = json.loads(said)
    assert isinstance(found, dict)
    attack(folder, "tag", b"./" + name, "x.txt", "--json", writes=True, codes=(0,))
    assert b"CHAP" in Path(os.fsdecode(place)).read_bytes()[:4096]
    attack(folder, "remove", b"./" + name, writes=True, codes=(0,))
    assert not {"x", "y"} & {path.name for path in folder.iterdir()}


def test_names_in_a_batch(folder: Path) -> None:
    for name in _NAMES[:6]:
        shutil.copy(os.fsencode(folder / "ep.mp3"), os.fsencode(folder) + b"/" + name)
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name[:-4] + b".txt")).write_text(_NOTES)
    state = folder.parent / "state"
    common = ("batch", ".", "--jobs", "1", "--state", state)
    attack(folder, *common, "--dry-run", codes=(0, 1))
    attack(folder, *common, "--json", "--dry-run", codes=(0, 1))
    attack(folder, *common, writes=True, codes=(0, 1))


@pytest.mark.parametrize(
    "row",
    [
        "../outside.mp3,x.txt",
        "sub/../../outside.mp3,x.txt",
        "link/outside.mp3,x.txt",
        "/etc/passwd,x.txt",
        "ep.mp3,../outside.txt",
        "ep.mp3,/etc/passwd",
        "-,-",
        "\x1b[31m.mp3,x.txt",
    ],
)
def test_a_manifest_that_points_outside(row: str, folder: Path) -> None:
    outside = folder.parent / "outside.mp3"
    outside.write_bytes(mp3(10))
    (folder.parent / "outside.txt").write_text(_NOTES)
    (folder / "x.txt").write_text(_NOTES)
    (folder / "link").symlink_to("..")
    (folder / "m.csv").write_text(f"audio,notes\n{row}\n")
    before = snapshot(folder)
    old = outside.read_bytes()
    state = folder.parent / "state"
    attack(folder, "batch", "m.csv", "--root", ".", "--state", state, "--jobs", "1", codes=(1, 2), seconds=20)
    assert outside.read_bytes() == old
    assert snapshot(folder) == before


_ROWS = {
    "surrogate": {"audio": "\ud800.mp3", "notes": "\udfff.txt"},
    "surrogate-notes": {"audio": "ep.mp3", "notes": "\ud800"},
    "surrogate-option": {"audio": "ep.mp3", "notes": "x.txt", "item": "\ud800"},
    "nul": {"audio": "ep.mp3", "notes": "a\0b"},
    "nul-audio": {"audio": "a\0b.mp3", "notes": "x.txt"},
    "nul-output": {"audio": "ep.mp3", "notes": "x.txt", "output": "a\0b.mp3"},
    "numbers": {"audio": 1e308, "notes": -1},
    "lists": {"audio": ["ep.mp3"], "notes": {"a": "b"}},
    "long": {"audio": "a" * 100_000, "notes": "x.txt"},
    "ansi": {"audio": "\x1b[31m.mp3", "notes": "x.txt", "\x1b[31mcolumn": "x"},
    "offset": {"audio": "ep.mp3", "notes": "x.txt", "offset": "9" * 100_000},
}


@pytest.mark.parametrize("case", _ROWS)
def test_rows_of_json_lines(case: str, folder: Path) -> None:
    (folder / "x.txt").write_text(_NOTES)
    (folder / "m.jsonl").write_text(json.dumps(_ROWS[case]) + "\n")
    state = folder.parent / "state"
    for more in ((), ("--json",), ("--root", ".")):
        attack(folder, "batch", "m.jsonl", "--dry-run", "--state", state, "--jobs", "1", *more, codes=(0, 1, 2))


@pytest.mark.parametrize("target", ["../out.mp3", "/tmp/chaptag-must-not-be.mp3", "link/out.mp3"])
def test_a_manifest_that_writes_outside(target: str, folder: Path) -> None:
    (folder / "x.txt").write_text(_NOTES)
    (folder / "link").symlink_to("..")
    (folder / "m.csv").write_text(f"audio,notes,output\nep.mp3,x.txt,{target}\n")
    state = folder.parent / "state"
    attack(folder, "batch", "m.csv", "--root", ".", "--state", state, "--jobs", "1", codes=(1, 2), seconds=20)
    assert not (folder.parent / "out.mp3").exists()
    assert not Path("/tmp/chaptag-must-not-be.mp3").exists()


@pytest.mark.parametrize(
    "image",
    [
        "../secret.png",
        "/etc/passwd",
        "file:///etc/passwd",
        "link.png",
        "fifo.png",
        "../../../../etc/passwd",
        "a\0b.png",
    ],
)
def test_an_image_that_lies_elsewhere(image: str, folder: Path) -> None:
    (folder.parent / "secret.png").write_bytes(_PNG + b"TOP-SECRET")
    (folder / "link.png").symlink_to("../secret.png")
    os.mkfifo(folder / "fifo.png")
    chapters = [{"startTime": 0, "title": "a", "img": image}, {"startTime": 5, "title": "b"}]
    (folder / "x.json").write_text(json.dumps({"version": "1.2.0", "chapters": chapters}))
    attack(folder, "tag", "ep.mp3", "x.json", "-o", "out.mp3", writes=True, codes=(0, 1, 3), seconds=20)
    if (folder / "out.mp3").exists():
        assert b"TOP-SECRET" not in (folder / "out.mp3").read_bytes()
    attack(folder, "preview", "ep.mp3", "x.json", "-o", "p.html", "--overwrite", writes=True, seconds=20)


_PLAYLISTS = {
    "hls": "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile://{secret}\n#EXT-X-ENDLIST\n",
    "hls-http": "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nhttp://127.0.0.1:9/x\n#EXT-X-ENDLIST\n",
    "concat": "ffconcat version 1.0\nfile '{secret}'\n",
    "subfile": "subfile,,start,0,end,100,,:{secret}\n",
    "sdp": "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 9 RTP/AVP 0\n",
}


@pytest.mark.parametrize("reader", ["ffprobe", "libav", "mpv", "mediainfo"])
@pytest.mark.parametrize("case", _PLAYLISTS)
def test_a_playlist_called_mp3_leads_nowhere(case: str, reader: str, folder: Path) -> None:
    if reader in {"ffprobe", "mpv", "mediainfo"}:
        require_tool(reader)
    secret = folder / "secret"
    os.mkfifo(secret)  # whoever opens it waits for ever
    text = _PLAYLISTS[case].format(secret=secret)
    (folder / "x.mp3").write_text(text)
    (folder / "tagged.mp3").write_bytes(b"ID3\3\0\0\0\0\0\0" + text.encode())
    (folder / "behind.mp3").write_bytes(text.encode().ljust(4096, b"\n") + mp3(5))
    for name in ("x.mp3", "tagged.mp3", "behind.mp3"):
        attack(folder, "verify", name, "--with", reader, codes=(0, 1, 3), seconds=20)
