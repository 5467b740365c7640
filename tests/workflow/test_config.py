"""Configuration: which file holds, what it may say, and who wins."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from chaptag.model.errors import ConfigError
from chaptag.model.retime import Cut, Insertion
from chaptag.workflow.config import find_config
from chaptag.workflow.configfile import CONFIGURABLE
from chaptag.workflow.optionset import OPTIONS, build_settings
from chaptag.workflow.settings import ReadOptions
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
    assert said["offset"].split() == ["00:02", "CHAPTAG_OFFSET"]
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


@pytest.fixture
def episode(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "ep.mp3").write_bytes(mp3(seconds=60))
    (tmp_path / "ep.txt").write_text("00:05 One\n00:20 Two\n00:40 Three\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("text", ["offset = 3", "offset = 3.0", 'offset = "3"', 'offset = "3s"'])
def test_a_number_is_seconds_as_on_the_command_line(episode: Path, text: str) -> None:
    write(episode, text)
    assert chaptag("tag", "ep.mp3", "-n").out.startswith("+ 00:08 One")
    assert chaptag("batch", ".", "-n", "--report", "r.jsonl").code == 0
    record = json.loads((episode / "r.jsonl").read_text().splitlines()[0])
    assert record["chapters"][0]["startTime"] == 8


@pytest.mark.parametrize(
    "text",
    ["offset = true", "snap = false", "depth = true", "fps = nan", "insert = [{a = 1}]", "intro = [[1]]", "cut = 1"],
)
def test_what_an_option_does_not_take_is_an_error_with_its_origin(episode: Path, text: str) -> None:
    write(episode, text)
    answer = chaptag("tag", "ep.mp3", "-n")
    assert answer.code == 2, answer
    assert f"chaptag.toml: {text.split(maxsplit=1)[0]}" in answer.err


@pytest.mark.parametrize(
    ("name", "value"),
    [("ignore", "nope"), ("severity", "too-short=loud"), ("strict", "perhaps"), ("fps", "nan"), ("offset", "soon")],
)
def test_the_environment_is_named_where_it_is_wrong(
    episode: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"CHAPTAG_{name.upper()}", value)
    answer = chaptag("tag", "ep.mp3", "-n")
    assert (answer.code, f"CHAPTAG_{name.upper()}: {name}" in answer.err) == (2, True), answer


@pytest.mark.parametrize("name", ["restore", "status", "open", "to", "audio", "json", "dry-run", "fetch", "pick"])
def test_what_belongs_to_one_call_cannot_be_configured(episode: Path, name: str) -> None:
    write(episode, f"{name} = true")
    answer = chaptag("tag", "ep.mp3", "-n")
    assert (answer.code, f"there is no option '{name}' that can be configured" in answer.err) == (2, True), answer


def test_what_can_be_configured_is_an_option_of_some_command() -> None:
    from click import Context, Option

    from chaptag.cli.main import COMMANDS, cli

    commands = [cli.get_command(Context(cli), name) for name in COMMANDS]
    options = {
        max(param.opts, key=len).removeprefix("--")
        for command in commands
        if command is not None
        for param in command.params
        if isinstance(param, Option)
    }
    assert options >= CONFIGURABLE
    assert OPTIONS.keys() - {"item", "pick", "duration", "fetch"} <= CONFIGURABLE


@pytest.mark.parametrize("value", ["json,psc", ["json", "psc"], ("json, psc",)])
def test_commas_part_every_list(value: object) -> None:
    settings = build_settings({"sidecar": value, "ignore": ("too-short,no-chapters",), "severity": "too-short=info"})
    assert settings.sidecars == ("json", "psc")
    assert settings.rules.ignore == {"too-short", "no-chapters"}
    assert build_settings({"insert": "0:10+5s,0:20+5s", "cut": ("0:30-0:31",)}).reading == ReadOptions(
        insertions=(Insertion(10_000, 5000), Insertion(20_000, 5000)), cuts=(Cut(30_000, 31_000),)
    )


def test_commas_part_lists_in_the_call(episode: Path) -> None:
    dry = chaptag("tag", "ep.mp3", "-n", "--insert", "0:10+2s,0:30+2s", "--sidecar", "json,psc")
    assert [line[2:7] for line in dry.out.splitlines()[:3]] == ["00:05", "00:22", "00:44"]
    assert dry.err.count("would be written") == 2


def test_a_frame_rate_is_a_number(episode: Path) -> None:
    for rate in ("nan", "inf", "0", "many"):
        assert chaptag("tag", "ep.mp3", "-n", "--fps", rate).code == 2


INTRO = "News, weather,  and more"


def test_a_title_keeps_its_commas_and_spaces(episode: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the call, the environment and a file, with every command."""
    first = f"+ 00:00 {INTRO}"
    assert chaptag("tag", "ep.mp3", "-n", "--intro", INTRO).out.splitlines()[0] == first
    monkeypatch.setenv("CHAPTAG_INTRO", INTRO)
    assert chaptag("tag", "ep.mp3", "-n").out.splitlines()[0] == first
    monkeypatch.delenv("CHAPTAG_INTRO")
    write(episode, f'intro = "{INTRO}"')
    assert chaptag("tag", "ep.mp3", "-n").out.splitlines()[0] == first
    chaptag("batch", ".", "-n", "--state", "state.db", "--report", "r.jsonl")
    assert json.loads((episode / "r.jsonl").read_text().splitlines()[0])["chapters"][0]["title"] == INTRO


@pytest.mark.parametrize(
    ("variable", "hint"),
    [
        ("CHAPTAG_OFSET", "Did you mean CHAPTAG_OFFSET?"),
        ("CHAPTAG_DRY_RUN", "--dry-run belongs to the call"),
        ("CHAPTAG_OUTPUT", "--output belongs to the call"),
        ("CHAPTAG_JSON", "--json belongs to the call"),
    ],
)
def test_a_variable_that_was_meant_to_configure_is_an_error(
    episode: Path, monkeypatch: pytest.MonkeyPatch, variable: str, hint: str
) -> None:
    before = (episode / "ep.mp3").read_bytes()
    monkeypatch.setenv(variable, "1")
    answer = chaptag("tag", "ep.mp3")
    assert (answer.code, variable in answer.err, hint in answer.err) == (2, True, True), answer
    assert (episode / "ep.mp3").read_bytes() == before


def test_other_variables_are_left_alone(episode: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("VERSION", "HOME", "SHARED", "FIXTURES", "REQUIRE_TOOLS", "NODE_PREFIX", "GOLDEN", "TRACEBACK"):
        monkeypatch.setenv(f"CHAPTAG_{name}", "1")
    for name in ("COMMAND", "SOURCE", "OPTIONS", "VERSION", "PYTHON", "INSTALL"):
        monkeypatch.setenv(f"CHAPTAG_ACTION_{name}", "1")
    assert chaptag("tag", "ep.mp3", "-n").code == 0
    assert chaptag("batch", ".", "-n", "--state", "state.db").code == 0


def test_what_is_no_number_is_called_so(episode: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHAPTAG_JOBS", "abc")
    assert "CHAPTAG_JOBS: jobs = 'abc': 'abc' is not a valid whole number" in chaptag("batch", ".").err
