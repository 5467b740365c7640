"""What goes to stdout, to stderr, to programs; exit codes; titles that could harm a terminal."""

from __future__ import annotations

import ast
import importlib.abc
import importlib.machinery
import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

import chaptag as package
from chaptag import Chapter, ChapterList, tag
from chaptag.cli.main import run
from chaptag.model.duration import Duration
from chaptag.workflow.read import AudioContents
from tests.support.cli import chaptag

EVIL = "a\x1b[31mred\x07 \u202egnp.exe \x9b2J"


def test_results_go_to_stdout_and_the_rest_to_stderr(folder: Path) -> None:
    answer = chaptag("tag", "ep.mp3", "notes.txt")
    assert (answer.code, answer.out, answer.err) == (
        0,
        "ep.mp3: 3 chapters, 00:00 to 01:00; audio unchanged; notes: notes.txt\n",
        "",
    )
    assert chaptag("tag", "ep.mp3", "notes.txt", "-q").out == ""


def test_the_notes_that_were_found_are_named_on_stderr(folder: Path) -> None:
    (folder / "notes.txt").rename(folder / "ep.txt")
    answer = chaptag("tag", "ep.mp3")
    assert answer.err == "notes: ep.txt\n"


def test_replacing_is_said(folder: Path) -> None:
    chaptag("tag", "ep.mp3", "notes.txt")
    (folder / "notes.txt").write_text("00:00 Intro\n00:12 Interview\n00:30 News\n00:40 Outro\n")
    dry = chaptag("tag", "ep.mp3", "notes.txt", "-n")
    assert dry.out.splitlines()[:4] == ["  00:00 Intro", "~ 00:10 → 00:12 Interview", "+ 00:30 News", "  00:40 Outro"]
    assert "nothing written" in dry.out
    assert "4 chapters, 00:00 to 01:00 (instead of 3)" in chaptag("tag", "ep.mp3", "notes.txt").out


def test_notes_from_standard_input(folder: Path) -> None:
    answer = chaptag("tag", "ep.mp3", "-", stdin=b"00:00 One\n00:20 Two\n00:40 Three\n")
    assert (answer.code, answer.out) == (0, "ep.mp3: 3 chapters, 00:00 to 01:00; audio unchanged; notes: <stdin>\n")


def test_json_of_each_command(folder: Path) -> None:
    tagged = json.loads(chaptag("tag", "ep.mp3", "notes.txt", "--json").out)
    assert (tagged["schema"], tagged["outcome"], tagged["grade"]) == ("chaptag/tag/1", "tagged", "sure")
    assert tagged["chapters"][1] == {"startTime": 10, "endTime": 40, "title": "Interview"}
    shown = json.loads(chaptag("show", "ep.mp3", "--json").out)
    assert (shown["schema"], shown["stores"][0]["kind"]) == ("chaptag/show/1", "id3")
    assert shown["chapters"] == shown["stores"][0]["chapters"] == tagged["chapters"]
    notes = json.loads(chaptag("show", "notes.txt", "--duration", "60s", "--json", "--explain").out)
    assert (notes["grade"], [line["chapter"] for line in notes["explained"]]) == ("sure", [True, True, True])
    verified = json.loads(chaptag("verify", "ep.mp3", "notes.txt", "--json").out)
    assert (verified["schema"], verified["passed"]) == ("chaptag/verify/1", True)
    removed = json.loads(chaptag("remove", "ep.mp3", "--json").out)
    assert (removed["schema"], removed["outcome"], len(removed["before"])) == ("chaptag/remove/1", "removed", 3)


def test_several_sources_are_one_object_a_line(folder: Path) -> None:
    lines = chaptag("show", "ep.mp3", "notes.txt", "missing.txt", "--json").out.splitlines()
    assert [json.loads(line)["schema"] for line in lines] == ["chaptag/show/1", "chaptag/show/1", "chaptag/error/1"]


def test_errors_are_one_object_too(folder: Path) -> None:
    answer = chaptag("tag", "ep.mp3", "missing.txt", "--json")
    said = json.loads(answer.out)
    assert (answer.code, said["schema"], said["error"]["exitCode"], answer.err) == (3, "chaptag/error/1", 3, "")
    usage = chaptag("tag", "--json")
    assert (usage.code, json.loads(usage.out)["error"]["kind"]) == (2, "UsageError")


def test_findings_show_the_line_and_a_caret(folder: Path) -> None:
    (folder / "notes.txt").write_text("00:00 Intro\n日本 00:10 Interview\n- 01:30 Beyond\n00:20 A\n00:30 B\n00:40 C\n")
    answer = chaptag("verify", "notes.txt", "-v")
    assert "why: " in answer.err
    assert "\n        | " in answer.err or "\n      | " in answer.err


def test_titles_are_never_printed_raw(folder: Path) -> None:
    tag("ep.mp3", ChapterList.of([Chapter(0, EVIL), Chapter(30_000, "b")]))
    for arguments in (["show", "ep.mp3"], ["verify", "ep.mp3", "-v"], ["remove", "ep.mp3", "-n"]):
        answer = chaptag(*arguments)
        assert not {"\x1b", "\x07", "\u202e", "\x9b"} & set(answer.out + answer.err), arguments


def test_a_narrow_encoding_never_raises(folder: Path) -> None:
    (folder / "notes.txt").write_text("00:00 Café 日本語\n04:20 Ночь\n12:40 Ende\n", encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "chaptag", "show", "notes.txt"],
        capture_output=True,
        env={"PYTHONIOENCODING": "ascii", "PATH": ""},
        check=True,
    )
    assert b"Caf\\xe9" in run.stdout


def test_junit_and_github(folder: Path) -> None:
    (folder / "100%:a,b.txt").write_text("00:10 Intro & <more>\n04:20 B\n12:40 C\n")
    junit = chaptag("verify", "ep.mp3", "notes.txt", "--output-format", "junit")
    suite = ET.fromstring(junit.out)
    assert (junit.code, suite.get("failures"), len(suite.findall(".//failure"))) == (1, "1", 1)
    github = chaptag("verify", "100%:a,b.txt", "--output-format", "github")
    assert github.out.startswith("::warning file=100%25%3Aa%2Cb.txt,line=1,col=1,title=not-from-zero::")
    assert github.out.count("\n") == 1


def test_github_parts_what_is_wrong_from_what_to_do(folder: Path) -> None:
    missing = chaptag("verify", "missing.txt", "--output-format", "github").out
    assert missing == "::error file=missing.txt,title=InputError::does not exist. Check the spelling of the path.\n"
    for name in ("a.md", "b.md"):
        (folder / name).write_text("00:00 A\n00:10 B\n")
    mixed = chaptag("verify", "ep.mp3", "a.md", "b.md", "--output-format", "github").out
    assert mixed.startswith("::error title=UsageError::1 audio file and 2 notes files: which belongs to which? Give")


def test_rules_are_listed() -> None:
    listed = chaptag("verify", "--list-rules")
    assert (listed.code, "beyond-end" in listed.out, "error" in listed.out) == (0, True, True)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_completion(shell: str) -> None:
    assert "_CHAPTAG_COMPLETE" in chaptag("completion", shell).out


def test_every_command_has_help_with_examples() -> None:
    from chaptag.cli.main import COMMANDS

    for name in COMMANDS:
        answer = chaptag(name, "--help")
        assert (answer.code, "Examples:" in answer.out) == (0, True), name


def test_neither_version_nor_tag_loads_what_it_does_not_need(folder: Path) -> None:
    heavy = {"pydub", "lxml", "html.parser", "xml.etree.ElementTree", "sqlite3", "mutagen", "av", "wcwidth", "tomllib"}
    for arguments in (["--version"], ["tag", "ep.mp3", "notes.txt"], ["show", "ep.mp3"], ["remove", "ep.mp3"]):
        code = f"import sys\nfrom chaptag.cli.main import run\nrun({arguments!r})\nprint(*sys.modules, file=sys.stderr)"
        run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert not heavy & set(run.stderr.split()), arguments


def test_without_arguments_the_help_is_printed() -> None:
    answer = chaptag()
    assert (answer.code, answer.err) == (0, "")
    assert "Examples:" in answer.out
    run = subprocess.run([sys.executable, "-m", "chaptag"], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr, run.stdout.startswith("Usage: ")) == (0, "", True)


@pytest.mark.parametrize(
    "call",
    [
        ["preview", "ep.mp3", "notes.txt", "-o", "ep.mp3"],
        ["preview", "ep.mp3", "notes.txt", "-o", "notes.txt"],
        ["preview", "ep.mp3", "-o", "./ep.mp3"],
        ["convert", "ep.mp3", "--to", "json", "-o", "ep.mp3"],
        ["convert", "notes.txt", "--audio", "ep.mp3", "--to", "json", "-o", "link.mp3"],
        ["convert", "notes.txt", "--to", "json", "-o", "notes.txt"],
        ["convert", "notes.txt", "--to", "json", "-o", "other.mp3"],
        ["preview", "ep.mp3", "notes.txt", "-o", "other.mp3"],
    ],
)
def test_no_output_replaces_an_input_or_audio(folder: Path, call: list[str]) -> None:
    tag("ep.mp3", "notes.txt")
    (folder / "link.mp3").symlink_to("ep.mp3")
    (folder / "other.mp3").write_bytes((folder / "ep.mp3").read_bytes())
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    answer = chaptag(*call, "--overwrite")
    assert (answer.code, "help: " in answer.err) == (2, True), answer
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_pick_beyond_the_lists_is_one_mistake(folder: Path) -> None:
    (folder / "doubt.txt").write_text("0:20 One\n0:40 Two\n0:50 Three\n")
    answer = chaptag("show", "doubt.txt", "--pick", "9")
    assert (answer.code, "to choose from" in answer.err, "help: Leave --pick out" in answer.err) == (2, True, True)


def test_every_hint_is_a_sentence_or_a_call() -> None:
    commands = ("chaptag ", "ffmpeg ", "flac ", "pip ", "-")
    for path in Path(package.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.keyword) or node.arg != "hint" or not isinstance(node.value, ast.Constant):
                continue
            hint = str(node.value.value)
            is_call = ": " in hint or hint.startswith(commands)
            assert not hint or is_call or (hint[0].isupper() and hint.endswith((".", "?"))), (path.name, hint)


def test_what_has_nothing_to_do_is_said(folder: Path) -> None:
    answer = chaptag("show", "ep.mp3", "--pick", "3", "--explain")
    assert (answer.code, "nothing for --pick, --explain to do" in answer.err) == (0, True)
    assert chaptag("show", "ep.mp3").err == ""


def test_why_a_duration_is_sure_is_for_those_who_ask(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert chaptag("show", "ep.mp3").out == "ep.mp3: MP3, 01:00.003; no chapters\n"
    assert "01:00.003 (the " in chaptag("show", "ep.mp3", "-v").out
    contents = package.read("ep.mp3")
    assert isinstance(contents, AudioContents)
    rough = contents._replace(duration=Duration(60_000_000_000, "bit-rate", "by the rate", exact=False))
    monkeypatch.setattr("chaptag.cli.commands.show.read", lambda *_args, **_options: rough)
    assert chaptag("show", "ep.mp3").out == "ep.mp3: MP3, 01:00 (by the rate); no chapters\n"


def test_the_nearest_name_is_asked_for(folder: Path) -> None:
    assert "Did you mean youtube?" in chaptag("convert", "notes.txt", "--to", "yotube").err
    assert "Did you mean spotify?" in chaptag("verify", "notes.txt", "--for", "spotfy").err


def test_a_copy_without_chapters_is_called_one(folder: Path) -> None:
    assert "a copy; there were no chapters to remove" in chaptag("remove", "ep.mp3", "-o", "copy.mp3").out
    assert (folder / "copy.mp3").exists()


def test_errors_take_the_form_that_the_environment_says(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHAPTAG_OUTPUT_FORMAT", "json")
    answer = chaptag("tag", "ep.mp3", "missing.txt")
    assert (answer.code, json.loads(answer.out)["schema"], answer.err) == (3, "chaptag/error/1", "")


@pytest.mark.parametrize("error", [OSError(5, "Input/output error"), ImportError("bad magic number in 'x'")])
def test_a_broken_installation_is_told_from_a_defect(
    error: Exception, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Broken(importlib.abc.MetaPathFinder):
        def find_spec(self, fullname: str, path: object = None, target: object = None) -> None:
            if fullname == "chaptag.workflow.remove":
                raise error

    monkeypatch.setattr(sys, "meta_path", [Broken(), *sys.meta_path])
    for name in ("chaptag.workflow.remove", "chaptag.cli.commands.remove"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    assert run(["remove", "ep.mp3"]) == 70
    said = capsys.readouterr().err
    assert "a part of the program cannot be loaded" in said
    assert "install chaptag anew" in said
    assert "defect" not in said


def test_a_package_without_its_file_is_a_broken_installation(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    hollow = importlib.util.module_from_spec(importlib.machinery.ModuleSpec("chaptag.containers.mp3", None))
    hollow.__path__, hollow.__file__ = [], None  # what Python makes of a folder whose __init__.py it cannot look at
    monkeypatch.setitem(sys.modules, "chaptag.containers.mp3", hollow)
    assert run(["show", "ep.mp3"]) == 70
    said = capsys.readouterr().err
    assert "a part of the program cannot be loaded: module 'chaptag.containers.mp3' has no attribute" in said
    monkeypatch.setattr(hollow, "inspect", lambda *_: sys.nothing, raising=False)  # type: ignore[attr-defined]
    assert run(["show", "ep.mp3"]) == 70
    assert "has a defect" in capsys.readouterr().err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_a_full_disk_behind_standard_output_is_no_defect(folder: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        call = [sys.executable, "-m", "chaptag", "tag", "ep.mp3", "notes.txt", "--json", "--quiet"]
        run = subprocess.run(call, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (run.returncode, "cannot be printed" in run.stderr) == (4, True)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize("call", ["", "--help", "tag --help", "help", "help tag", "--version", "completion bash"])
def test_help_that_finds_no_room_is_no_defect(call: str) -> None:
    with Path("/dev/full").open("wb") as full:
        words = [sys.executable, "-m", "chaptag", *call.split()]
        run = subprocess.run(words, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (run.returncode, "cannot be printed: No space left on device" in run.stderr) == (4, True)


def test_hidden_chapters_are_counted_apart_everywhere(folder: Path) -> None:
    tag("ep.mp3", ChapterList.of([Chapter(0, "a"), Chapter(10_000, "h", hidden=True), Chapter(30_000, "b")]))
    (folder / "b.txt").write_text("00:00 a\n00:10 b\n00:30 c\n")
    for call in (["show", "ep.mp3"], ["verify", "ep.mp3"], ["remove", "ep.mp3", "-n"]):
        assert "2 chapters and 1 hidden" in chaptag(*call).out, call
    chaptag("convert", "ep.mp3", "--to", "json", "-o", "x.json")
    assert "2 chapters and 1 hidden" in chaptag("show", "x.json").out
    assert "2 chapters and 1 hidden" in chaptag("tag", "ep.mp3", "x.json").out


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
def test_notes_in_a_pipe_with_a_name_are_pointed_to_standard_input(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    answer = chaptag("tag", "ep.mp3", "pipe")
    assert (answer.code, "notes can come through standard input, named -" in answer.err) == (3, True)


def test_a_verdict_names_what_was_asked_for(folder: Path) -> None:
    tag("ep.mp3", "notes.txt")
    assert chaptag("verify", "ep.mp3").out == "ep.mp3: ok; 3 chapters, 00:00 to 01:00\n"
    asked = chaptag("verify", "ep.mp3", "--for", "vlc,podcasting2", "--with", "mutagen")
    assert asked.out == (
        "ep.mp3: ok; 3 chapters, 00:00 to 01:00; as mutagen read it; for vlc, podcasting2: "
        "VLC 3 shows no chapters in MP3 files\n"
    )


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_what_is_found_behind_the_writing_counts_for_the_exit_code(folder: Path, form: tuple[str, ...]) -> None:
    chaptag("tag", "ep.mp3", "notes.txt", "--sidecar", "json")
    (folder / "notes.txt").write_text("00:00 Intro\n00:12 Interview\n00:40 Outro\n")
    for command in (("tag", "ep.mp3", "notes.txt"), ("remove", "ep.mp3", "--dry-run")):
        assert chaptag(*command, *form).code == 0
        assert chaptag(*command, *form, "--fail-on", "warning").code == 1
