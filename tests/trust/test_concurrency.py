"""Eight commands at a time: on one file, on eight files of one folder, and on one new file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from chaptag.model.errors import ChaptagError
from chaptag.workflow.read import read

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

_COMMANDS = 8


def _notes(folder: Path, number: int) -> tuple[Path, list[str]]:
    titles = [f"Beginning {number}", f"Middle {number}", f"End {number}"]
    path = folder / f"notes{number}.txt"
    path.write_text("".join(f"00:0{2 * at} {title}\n" for at, title in enumerate(titles)))
    return path, titles


def _race(commands: list[list[str]]) -> list[subprocess.CompletedProcess[str]]:
    """Start all commands, then let them go at the same moment: the end of their standard input."""
    begin = "import sys; sys.stdin.read(); from chaptag.cli.main import main; main()"
    running = [
        subprocess.Popen(
            [sys.executable, "-c", begin, *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for command in commands
    ]
    for each in running:
        assert each.stdin is not None
        each.stdin.close()
        each.stdin = None
    finished = []
    for each in running:
        out, err = each.communicate(timeout=120)
        finished.append(subprocess.CompletedProcess(each.args, each.returncode, out, err))
    return finished


def _titles(path: Path) -> list[str]:
    return [chapter.title for chapter in read(path).chapters]


def _check_losers(results: list[subprocess.CompletedProcess[str]]) -> None:
    for each in results:
        if each.returncode:
            assert each.returncode == 4, each
            assert "Traceback" not in each.stderr
            assert "nothing was written" in each.stderr or "being written by another program" in each.stderr
            assert "again" in each.stderr or "--overwrite" in each.stderr


def test_one_file(episode_bytes: tuple[str, bytes], tmp_path: Path) -> None:
    suffix, data = episode_bytes
    folder = tmp_path / "show"
    folder.mkdir()
    path = folder / f"ep{suffix}"
    path.write_bytes(data)
    jobs = [_notes(tmp_path, number) for number in range(_COMMANDS)]
    results = _race([["tag", str(path), str(notes)] for notes, _ in jobs])
    won = [titles for (_, titles), each in zip(jobs, results, strict=True) if each.returncode == 0]
    assert _titles(path) in won, "what is in the file is what a command that succeeded has written"
    _check_losers(results)
    assert [each.name for each in folder.iterdir()] == [path.name]


def test_eight_files_of_one_folder(episode_bytes: tuple[str, bytes], tmp_path: Path) -> None:
    suffix, data = episode_bytes
    folder = tmp_path / "show"
    folder.mkdir()
    paths = [folder / f"ep{number}{suffix}" for number in range(_COMMANDS)]
    jobs = [_notes(tmp_path, number) for number in range(_COMMANDS)]
    for path in paths:
        path.write_bytes(data)
    results = _race([["tag", str(path), str(notes)] for path, (notes, _) in zip(paths, jobs, strict=True)])
    assert [each.returncode for each in results] == [0] * _COMMANDS, results
    assert [_titles(path) for path in paths] == [titles for _, titles in jobs]
    assert sorted(each.name for each in folder.iterdir()) == [path.name for path in paths]


def test_one_new_file(episode_bytes: tuple[str, bytes], tmp_path: Path) -> None:
    suffix, data = episode_bytes
    source, folder = tmp_path / f"ep{suffix}", tmp_path / "out"
    folder.mkdir()
    source.write_bytes(data)
    jobs = [_notes(tmp_path, number) for number in range(_COMMANDS)]
    out = folder / f"out{suffix}"
    results = _race([["tag", str(source), str(notes), "-o", str(out)] for notes, _ in jobs])
    (winner,) = [titles for (_, titles), each in zip(jobs, results, strict=True) if each.returncode == 0]
    assert _titles(out) == winner
    _check_losers(results)
    assert source.read_bytes() == data
    assert [each.name for each in folder.iterdir()] == [out.name]


def test_tag_and_remove(episode_bytes: tuple[str, bytes], tmp_path: Path) -> None:
    """Whoever reads while others write sees one whole file or another."""
    suffix, data = episode_bytes
    folder = tmp_path / "show"
    folder.mkdir()
    path = folder / f"ep{suffix}"
    path.write_bytes(data)
    notes, titles = _notes(tmp_path, 1)
    commands = [["tag", str(path), str(notes)], ["remove", str(path)], ["show", str(path)]]
    for _ in range(3):
        results = _race((commands * 3)[:_COMMANDS])
        _check_losers(results)
        try:
            assert _titles(path) in (titles, [], ["Old one", "Old two"])
        except ChaptagError as error:
            pytest.fail(f"the file cannot be read any more: {error}")
    assert [each.name for each in folder.iterdir()] == [path.name]
