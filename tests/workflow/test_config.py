"""Configuration: which file holds, what it may say, and who wins."""

from __future__ import annotations

from pathlib import Path

import pytest

from chaptag.model.errors import ConfigError
from chaptag.workflow.config import find_config
from tests.support.cli import chaptag
from tests.support.mp3 import mp3

NAMES = {"offset", "intro", "ignore"}


def write(folder: Path, text: str, name: str = "chaptag.toml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text)
    return path


def test_the_nearest_file_upward_holds(tmp_path: Path) -> None:
    write(tmp_path, 'intro = "Far"')
    near = write(tmp_path / "a", 'intro = "Near"')
    config = find_config(tmp_path / "a" / "b", lambda: NAMES)
    assert config is not None
    assert (config.path, config.options) == (near, {"intro": "Near"})


def test_pyproject_counts_only_with_a_table_of_ours(tmp_path: Path) -> None:
    write(tmp_path, '[tool.chaptag]\nintro = "Project"', "pyproject.toml")
    write(tmp_path / "a", "[tool.other]\nx = 1", "pyproject.toml")
    config = find_config(tmp_path / "a", lambda: NAMES)
    assert config is not None
    assert config.options == {"intro": "Project"}


def test_shows_match_by_name_or_path(tmp_path: Path) -> None:
    write(
        tmp_path,
        'intro = "All"\n[[show]]\nmatch = "a-*.mp3"\nintro = "A"\n'
        '[[show]]\nmatch = "b/*"\nintro = "B"\noffset = "3s"\n',
    )
    config = find_config(tmp_path, lambda: NAMES)
    assert config is not None
    said = {
        name: {key: value.value for key, value in config.values_for(tmp_path / name).items()}
        for name in ("x.mp3", "a-1.mp3", "b/1.mp3")
    }
    assert said == {"x.mp3": {"intro": "All"}, "a-1.mp3": {"intro": "A"}, "b/1.mp3": {"intro": "B", "offset": "3s"}}


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("ofset = 3", "no option 'ofset'", 1),
        ("intro = \nx = 1", "not valid TOML", 1),
        ('intro = "x"\n[[show]]\nintro = "y"', "a show needs a glob", 2),
        ("show = 3", "shows must be tables", 1),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, text: str, message: str, line: int) -> None:
    write(tmp_path, text)
    with pytest.raises(ConfigError, match=message) as caught:
        find_config(tmp_path, lambda: NAMES)
    assert caught.value.place is not None
    assert caught.value.place.line == line


def test_precedence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ep.mp3").write_bytes(mp3(seconds=60))
    (tmp_path / "ep.txt").write_text("00:05 One\n00:20 Two\n00:40 Three\n")
    write(
        tmp_path,
        'intro = "File"\noffset = "1s"\nseverity = {too-short = "error"}\n[[show]]\nmatch = "*"\nintro = "Show"\n',
    )
    monkeypatch.setenv("CHAPTAG_OFFSET", "2s")
    monkeypatch.chdir(tmp_path)
    said = dict(
        line.split(None, 1) for line in chaptag("tag", "ep.mp3", "--depth", "2", "--show-config").out.splitlines()
    )
    assert said["intro"].split()[0] == "Show"
    assert said["offset"].split() == ["2000", "CHAPTAG_OFFSET"]
    assert said["depth"].split()[0] == "2"
    assert said["depth"].endswith("the call")
    assert said["pick" if "pick" in said else "strict"].endswith("default")
    dry = chaptag("tag", "ep.mp3", "-n")
    assert dry.out.splitlines()[:2] == ["+ 00:00 Show", "+ 00:07 One"]
    assert chaptag("tag", "ep.mp3", "-n", "--intro", "Call").out.startswith("+ 00:00 Call")


def test_a_bad_value_names_its_origin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ep.mp3").write_bytes(mp3(seconds=60))
    (tmp_path / "ep.txt").write_text("00:00 One\n00:20 Two\n00:40 Three\n")
    write(tmp_path, 'offset = "soon"')
    monkeypatch.chdir(tmp_path)
    answer = chaptag("tag", "ep.mp3")
    assert answer.code == 2
    assert "chaptag.toml: offset = 'soon': 'soon' is not a time" in answer.err
