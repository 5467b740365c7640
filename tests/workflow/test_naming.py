"""Names of copies: sound is not converted, so no copy is called like another kind of file."""

from __future__ import annotations

from pathlib import Path

import pytest

import chaptag
from chaptag import StoreOptions, UsageError


@pytest.mark.parametrize("dry_run", [False, True])
@pytest.mark.parametrize(
    ("name", "right"), [("out.m4a", "out.mp3"), ("my.show.WAV", "my.show.mp3"), ("x.opus", "x.mp3")]
)
def test_a_suffix_of_another_container_is_refused(
    audio: Path, notes: Path, name: str, right: str, *, dry_run: bool
) -> None:
    before = audio.read_bytes()
    for write in (chaptag.tag, chaptag.remove):
        files = (audio, notes) if write is chaptag.tag else (audio,)
        with pytest.raises(UsageError, match="does not convert") as caught:
            write(*files, output=audio.with_name(name), storing=StoreOptions(overwrite=True), dry_run=dry_run)
        assert caught.value.hint == f"Name the copy {audio.with_name(right)}."
    assert audio.read_bytes() == before
    assert {path.name for path in audio.parent.iterdir()} == {"ep.mp3", "ep.txt"}


@pytest.mark.parametrize("name", ["x.json", "q.psc", "n.md", "y.TXT", "z.srt", "page.htm"])
def test_the_suffix_of_a_chapter_file_is_refused(audio: Path, notes: Path, name: str) -> None:
    before = {path.name: path.read_bytes() for path in audio.parent.iterdir()}
    output = audio.with_name(name)
    for write, files in ((chaptag.tag, (audio, notes)), (chaptag.remove, (audio,))):
        for dry_run in (True, False):
            with pytest.raises(UsageError, match="-o names the copy of the audio") as caught:
                write(*files, output=output, dry_run=dry_run)
            assert caught.value.hint.startswith(f"Name the copy {output.with_suffix('.mp3')}. ")
            assert "--sidecar json" in caught.value.hint
    assert {path.name: path.read_bytes() for path in audio.parent.iterdir()} == before


@pytest.mark.parametrize(
    "name",
    [
        "out",
        "out.bak",
        "out.mp3.new",
        "out.1",
        "out.tmp",
        "out.MP3",
        "out.mp2",
        "out.part",
        "out.v2",
        "out.mka",
        ".mp3",
    ],
)
def test_any_other_name_will_do(audio: Path, notes: Path, name: str) -> None:
    chaptag.tag(audio, notes, output=audio.with_name(name))
    assert len(chaptag.read(audio.with_name(name)).chapters) == 3


def test_a_copy_may_be_as_misnamed_as_the_file(audio: Path, notes: Path) -> None:
    odd = audio.rename(audio.with_name("odd.m4a"))
    result = chaptag.tag(odd, notes, output=audio.with_name("copy.M4A"))
    assert "misnamed" in [found.rule for found in result.findings]
    with pytest.raises(UsageError) as caught:
        chaptag.tag(odd, notes, output=audio.with_name("copy.flac"))
    assert caught.value.hint.endswith("copy.mp3.")
