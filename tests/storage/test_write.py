"""Writing: the bytes that the edit says, in a file that is otherwise the old one, or nothing at all."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import stat
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chaptag.model.edit import Edit, EditedSource, Keep, Piece, Put, Span
from chaptag.model.errors import ChangedMeanwhile, InputError, Rejected, StorageError, UsageError
from chaptag.model.source import ByteSource, BytesSource
from chaptag.storage.local import open_source
from chaptag.storage.pieces import BLOCK, check_seams
from chaptag.storage.system import System
from chaptag.storage.write import Written, check_target, create_file, replace_file, write_new
from tests.support.faults import BARE

User = Callable[[], AbstractContextManager[None]]
HEAD = b"a new head" * 30


def edit_of(size: int) -> Edit:
    return Edit((Put(HEAD), Keep(100, size)), size, (Span(100, size),))


def tag(path: Path, **options: object) -> Written:
    with open_source(path) as source:
        return replace_file(source, edit_of(source.size), **options)  # type: ignore[arg-type]


def rules(written: Written) -> list[str]:
    return [each.rule for each in written.findings]


# Bytes.


def test_replace(audio: Path, system: System) -> None:
    old = audio.read_bytes()
    assert tag(audio) == Written(str(audio), len(old) + 200, 300, len(old) - 100)
    assert audio.read_bytes() == HEAD + old[100:]
    assert os.listdir(audio.parent) == ["ep.mp3"]


def test_nothing_to_do_writes_nothing(audio: Path, system: System) -> None:
    before = audio.stat()
    with open_source(audio) as source:
        assert replace_file(source, Edit.nothing(source.size), backup=".bak") == Written(
            str(audio), source.size, 0, source.size
        )
    assert audio.stat() == before
    assert os.listdir(audio.parent) == ["ep.mp3"]


def test_the_smallest_files(tmp_path: Path, system: System) -> None:
    path = tmp_path / "empty.mp3"
    path.touch()
    with open_source(path) as source:
        replace_file(source, Edit((Put(b"tag"),), 0))
    assert path.read_bytes() == b"tag"
    with open_source(path) as source:
        replace_file(source, Edit((), 3))
    assert path.read_bytes() == b""


@st.composite
def edits(draw: st.DrawFn) -> tuple[bytes, Edit]:
    size = draw(st.integers(0, 700_000))
    data = (draw(st.binary(min_size=1, max_size=50)) * (size // 1 + 1))[:size]
    cut = st.integers(0, size)
    pieces: list[Piece] = []
    for _ in range(draw(st.integers(0, 6))):
        start, stop = sorted((draw(cut), draw(cut)))
        pieces.append(draw(st.one_of(st.just(Keep(start, stop)), st.builds(Put, st.binary(max_size=9000)))))
    return data, Edit(tuple(pieces), size)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(edits(), st.booleans())
def test_any_edit_gives_the_bytes_it_says(tmp_path: Path, case: tuple[bytes, Edit], bare: bool) -> None:
    data, edit = case
    path = tmp_path / "any.mp3"
    path.write_bytes(data)
    with open_source(path, system=System(BARE if bare else None)) as source:
        replace_file(source, edit)
    assert path.read_bytes() == EditedSource(BytesSource(data), edit).read(0, edit.size)


def test_an_edit_that_loses_sound_never_starts(audio: Path) -> None:
    with open_source(audio) as source:
        with pytest.raises(ValueError, match="sound"):
            replace_file(source, Edit((Keep(200, source.size),), source.size, (Span(100, 300),)))
        with pytest.raises(ValueError, match="does not fit"):
            replace_file(source, Edit((Put(b"x"),), 5))


def test_beyond_four_gigabytes(tmp_path: Path, system: System) -> None:
    path, far = tmp_path / "long.mp3", 1 << 32
    with path.open("wb") as file:
        file.seek(far)
        file.write(b"the end")
    with open_source(path) as source:
        size = source.size
        replace_file(source, Edit((Put(b"begin"), Keep(far - 3, size)), size, (Span(far - 3, size),)))
    assert path.read_bytes() == b"begin\0\0\0the end"


@pytest.mark.slow
@pytest.mark.skipif(
    not (os.environ.get("CI") or os.environ.get("CHAPTAG_EXHAUSTIVE")),
    reason="writes 4 GB: CHAPTAG_EXHAUSTIVE=1 runs it, and so does CI",
)
def test_four_gigabytes_are_moved(tmp_path: Path) -> None:
    path, far = tmp_path / "long.mp3", 1 << 32
    with path.open("wb") as file:
        file.seek(far)
        file.write(b"the end")
    with open_source(path) as source:
        replace_file(source, Edit((Put(b"begin"), Keep(0, far + 7)), far + 7, (Span(0, far + 7),)))
    with path.open("rb") as file:
        assert file.read(7) == b"begin\0\0"
        file.seek(far)
        assert file.read() == b"\0\0\0\0\0the end"
    path.unlink()


# Verification before the rename.


def test_verify_reads_the_new_file_before_it_counts(audio: Path, system: System) -> None:
    old, seen = audio.read_bytes(), []

    def verify(new: ByteSource) -> None:
        seen.append((new.name, new.read(0, new.size)))
        assert audio.read_bytes() == old

    tag(audio, verify=verify)
    assert seen == [(str(audio), HEAD + old[100:])]


def test_what_verify_raises_stops_the_write(audio: Path, system: System) -> None:
    old = audio.read_bytes()

    def verify(new: ByteSource) -> None:
        raise Rejected("chapters were not read back", findings=())

    with pytest.raises(Rejected, match="read back"):
        tag(audio, verify=verify, backup=".bak")
    assert audio.read_bytes() == old
    assert os.listdir(audio.parent) == ["ep.mp3"]


def test_an_interrupt_stops_the_write(audio: Path, system: System) -> None:
    old = audio.read_bytes()

    def verify(new: ByteSource) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        tag(audio, verify=verify, backup=".bak")
    assert audio.read_bytes() == old
    assert os.listdir(audio.parent) == ["ep.mp3"]


@pytest.mark.skipif(sys.platform == "win32", reason="no such permissions")
def test_the_scratch_file_is_beside_the_target_and_private(audio: Path) -> None:
    seen: list[tuple[str, int]] = []

    def verify(new: ByteSource) -> None:
        others = [path for path in audio.parent.iterdir() if path != audio]
        seen.extend((path.name, stat.S_IMODE(path.stat().st_mode)) for path in others)

    tag(audio, verify=verify)
    ((name, mode),) = seen
    assert name.startswith(".ep.mp3.chaptag-")
    assert mode == 0o600


# What belongs to the file.


@pytest.mark.parametrize("mode", [0o644, 0o600, 0o664, 0o4755, 0o2755, 0o620, 0o1644])
@pytest.mark.skipif(sys.platform == "win32", reason="no such permissions")
def test_permissions_are_kept(audio: Path, mode: int) -> None:
    audio.chmod(mode)
    assert not tag(audio).findings
    assert stat.S_IMODE(audio.stat().st_mode) == mode


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
def test_the_owner_is_kept(audio: Path) -> None:
    os.chown(audio, 12, 34)
    audio.chmod(0o6755)
    assert not tag(audio).findings
    after = audio.stat()
    assert (after.st_uid, after.st_gid, stat.S_IMODE(after.st_mode)) == (12, 34, 0o6755)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
def test_an_owner_that_cannot_be_kept_is_said_and_lends_no_rights(user_folder: Path, as_user: User) -> None:
    path = user_folder / "ep.mp3"
    path.write_bytes(b"x" * 1000)
    path.chmod(0o4777)
    with as_user():
        written = tag(path)
    assert rules(written) == ["owner-not-kept", "mode-not-kept"]
    assert "user 0 and group 0" in written.findings[0].message
    assert stat.S_IMODE(path.stat().st_mode) == 0o777


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="the system has no extended attributes")
def test_extended_attributes_are_kept(audio: Path) -> None:
    values = {"user.xdg.tags": b"podcast", "user.empty": b"", "user.bytes": bytes(range(256))}
    for name, value in values.items():
        os.setxattr(audio, name, value)
    assert not tag(audio).findings
    assert {name: os.getxattr(audio, name) for name in os.listxattr(audio) if name.startswith("user.")} == values


ACL = bytes.fromhex(  # version 2: user::rw-, user:34:r--, group::r--, mask::r--, other::---
    "02000000 01000600ffffffff 0200040022000000 04000400ffffffff 10000400ffffffff 20000000ffffffff"
)


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="the system has no extended attributes")
def test_access_control_lists_are_kept(audio: Path) -> None:
    os.setxattr(audio, "system.posix_acl_access", ACL)
    assert not tag(audio).findings
    assert os.getxattr(audio, "system.posix_acl_access") == ACL


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="the system has no extended attributes")
def test_the_folders_default_list_is_not_forced_on_the_file(audio: Path) -> None:
    os.setxattr(audio.parent, "system.posix_acl_default", ACL)
    assert not tag(audio).findings
    assert "system.posix_acl_access" not in os.listxattr(audio)
    assert stat.S_IMODE(audio.stat().st_mode) == 0o640
    with open_source(audio) as source:  # a new file has it, as any new file does there
        create_file(source, Edit.nothing(source.size), audio.with_name("out.mp3"))
    assert "system.posix_acl_access" in os.listxattr(audio.with_name("out.mp3"))


def test_the_time_of_modification(audio: Path, system: System) -> None:
    os.utime(audio, ns=(10**18, 10**18 + 123_456_700))
    tag(audio, keep_mtime=True)
    assert audio.stat().st_mtime_ns == 10**18 + 123_456_700
    with open_source(audio) as source:
        replace_file(source, Edit((Put(b"x"),), source.size))
    assert audio.stat().st_mtime_ns > 10**18 + 123_456_700


def test_what_the_file_system_refuses_is_said(audio: Path) -> None:
    class Poor(System):
        def chmod(self, fd: int, mode: int) -> None:
            """As on some phones: it says that it did."""

        def set_times(self, fd: int, path: str, atime_ns: int, mtime_ns: int) -> None:
            raise PermissionError(1, "Operation not permitted")

        def attributes(self, fd: int) -> list[str]:
            return ["user.label"]

        def get_attribute(self, fd: int, name: str) -> bytes:
            raise OSError(5, "Input/output error")

        def fsync_folder(self, folder: str) -> None:
            raise OSError(5, "Input/output error")

    old = audio.read_bytes()
    with open_source(audio, system=Poor()) as source:
        written = replace_file(source, edit_of(source.size), keep_mtime=True)
    assert rules(written) == ["attributes-not-kept", "mode-not-kept", "times-not-kept", "folder-not-synced"]
    assert audio.read_bytes() == HEAD + old[100:]


def test_where_there_are_no_attributes(audio: Path) -> None:
    class Plain(System):
        def attributes(self, fd: int) -> list[str]:
            raise OSError(errno.ENOTSUP, "Operation not supported")

    class Broken(System):
        def attributes(self, fd: int) -> list[str]:
            raise OSError(errno.EIO, "Input/output error")

    class Whole(System):
        def copy_attributes(self, source: int, fd: int) -> bool:
            return True

    for system, expected in ((Plain(), []), (Broken(), ["attributes-not-kept"]), (Whole(), [])):
        with open_source(audio, system=system) as source:
            assert rules(replace_file(source, edit_of(source.size))) == expected


@pytest.mark.parametrize(
    ("allowed", "lost"),
    [
        ("nothing", "user 12 and group 34"),
        ("the group", "user 12,"),
        ("the user", "group 34,"),
    ],
)
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
def test_what_of_the_owner_is_kept(audio: Path, allowed: str, lost: str) -> None:
    class Strict(System):
        def chown(self, fd: int, uid: int, gid: int) -> None:
            if allowed == "the group" and uid == -1:
                return super().chown(fd, uid, gid)
            raise PermissionError(errno.EPERM, "Operation not permitted")

    os.chown(audio, 0 if allowed == "the user" else 12, 34)
    with open_source(audio, system=Strict()) as source:
        written = replace_file(source, edit_of(source.size))
    assert rules(written) == ["owner-not-kept"]
    assert f"belonged to {lost}" in written.findings[0].message
    assert audio.stat().st_gid == (34 if allowed == "the group" else 0)


# Links.


def test_symbolic_links_stay(audio: Path, system: System) -> None:
    link = audio.with_name("link.mp3")
    link.symlink_to(audio.name)
    old = audio.read_bytes()
    assert tag(link).path == str(link)
    assert link.is_symlink()
    assert audio.read_bytes() == HEAD + old[100:]


def test_hard_links_break_and_that_is_said(audio: Path, system: System) -> None:
    other = audio.with_name("other.mp3")
    os.link(audio, other)
    old = audio.read_bytes()
    written = tag(audio)
    assert rules(written) == ["hard-link-broken"]
    assert other.read_bytes() == old
    assert audio.read_bytes() != old


# Backup.


def test_backup(audio: Path, system: System) -> None:
    old, before = audio.read_bytes(), audio.stat()
    assert not tag(audio, backup=".bak").findings
    backup = audio.with_name("ep.mp3.bak")
    assert backup.read_bytes() == old
    assert backup.stat().st_ino == before.st_ino


def test_backup_where_there_are_no_links(audio: Path) -> None:
    class Linkless(System):
        def link(self, path: str, new: str) -> None:
            raise PermissionError(1, "Operation not permitted")

    old, before = audio.read_bytes(), audio.stat()
    with open_source(audio, system=Linkless()) as source:
        replace_file(source, edit_of(source.size), backup=".bak")
    backup = audio.with_name("ep.mp3.bak")
    after = backup.stat()
    assert backup.read_bytes() == old
    assert (after.st_mode, after.st_mtime_ns) == (before.st_mode, before.st_mtime_ns)
    assert sorted(os.listdir(audio.parent)) == ["ep.mp3", "ep.mp3.bak"]


@pytest.mark.parametrize("features", [None, BARE], ids=["all-features", "least-features"])
@pytest.mark.parametrize("kind", [StorageError, KeyboardInterrupt, None])
def test_a_backup_that_was_copied_goes_if_the_write_fails(
    audio: Path, kind: type[BaseException] | None, features: frozenset[str] | None
) -> None:
    class Linkless(System):
        def link(self, path: str, new: str) -> None:
            raise PermissionError(1, "Operation not permitted")

        def create(self, path: str, mode: int) -> int:
            made = super().create(path, mode)
            calls.append(f"create {mode:o}")
            opened.add(made)
            return made

        def fsync(self, fd: int) -> None:
            calls.append("fsync")
            super().fsync(fd)

        def close(self, fd: int) -> None:
            opened.discard(fd)
            super().close(fd)

        def rename_new(self, path: str, new: str) -> None:
            calls.append(f"open {len(opened)}")
            super().rename_new(path, new)

    def check(_: ByteSource) -> None:
        if kind is not None:
            raise kind("no")

    calls: list[str] = []
    opened: set[int] = set()
    old = audio.read_bytes()
    expected = nullcontext() if kind is None else pytest.raises(kind)
    with open_source(audio, system=Linkless(features)) as source, expected:
        replace_file(source, edit_of(source.size), backup=".bak", verify=check)
    assert sorted(os.listdir(audio.parent)) == (["ep.mp3", "ep.mp3.bak"] if kind is None else ["ep.mp3"])
    assert (audio.read_bytes() == old) == (kind is not None)
    if kind is None:  # private and flushed before it has its name, and closed where open files cannot be renamed
        assert calls == ["create 600", "fsync"] * 2 + [f"open {1 if features is BARE else 2}"]


def test_a_failure_to_link_that_is_none_of_links_is_said(audio: Path) -> None:
    class Broken(System):
        def link(self, path: str, new: str) -> None:
            raise OSError(errno.EIO, "Input/output error")

    old = audio.read_bytes()
    with open_source(audio, system=Broken()) as source, pytest.raises(StorageError, match="Input/output error"):
        replace_file(source, edit_of(source.size), backup=".bak")
    assert audio.read_bytes() == old
    assert os.listdir(audio.parent) == ["ep.mp3"]


def test_a_link_that_was_made_although_it_failed_is_the_backup(audio: Path) -> None:
    """As a network share may answer when it has done what it was asked, twice."""

    class Repeating(System):
        def link(self, path: str, new: str) -> None:
            super().link(path, new)
            raise FileExistsError(errno.EEXIST, "File exists")

    old = audio.read_bytes()
    with open_source(audio, system=Repeating()) as source:
        replace_file(source, edit_of(source.size), backup=".bak")
    assert audio.with_name("ep.mp3.bak").read_bytes() == old
    assert audio.read_bytes() != old


def test_an_existing_backup_is_never_replaced(audio: Path, system: System) -> None:
    old = audio.read_bytes()
    backup = audio.with_name("ep.mp3.bak")
    backup.write_bytes(b"the very first version")
    with pytest.raises(StorageError, match=r"ep\.mp3\.bak is already there") as caught:
        tag(audio, backup=".bak")
    assert "another suffix" in caught.value.hint
    assert backup.read_bytes() == b"the very first version"
    assert audio.read_bytes() == old
    assert len(os.listdir(audio.parent)) == 2


@pytest.mark.parametrize("suffix", ["", "/bak", "/../bak", "\0", "\\x"])
def test_a_suffix_that_leads_elsewhere(audio: Path, suffix: str) -> None:
    with pytest.raises(UsageError):
        tag(audio, backup=suffix)


# What a dry run can tell.


def test_what_writing_would_say_is_said_without_writing(audio: Path, tmp_path: Path, system: System) -> None:
    folder, locked = tmp_path / "folder", tmp_path / "locked.mp3"
    folder.mkdir()
    locked.write_bytes(b"x")
    locked.chmod(0o444)
    check_target(tmp_path / "new.mp3", overwrite=False)
    check_target(audio, overwrite=True, backup=".bak")
    for out, overwrite, message in (
        (audio, False, r"ep\.mp3 is already there"),
        (folder, True, r"folder is a folder"),
        (tmp_path / "missing" / "new.mp3", False, r"missing"),
        (locked, True, r"locked\.mp3 is marked read-only"),
    ):
        with pytest.raises(StorageError, match=message):
            check_target(out, overwrite=overwrite, system=system)
    with pytest.raises(UsageError, match="cannot end the name of a backup"):
        check_target(audio, overwrite=True, backup="/bak")
    assert sorted(os.listdir(tmp_path)) == ["ep.mp3", "folder", "locked.mp3"]


# New files.


def test_create(audio: Path, system: System) -> None:
    old, out = audio.read_bytes(), audio.with_name("out.mp3")
    with open_source(audio) as source:
        written = create_file(source, edit_of(source.size), out)
    assert written == Written(str(out), len(old) + 200, 300, len(old) - 100)
    assert out.read_bytes() == HEAD + old[100:]
    assert audio.read_bytes() == old
    assert sorted(os.listdir(audio.parent)) == ["ep.mp3", "out.mp3"]


@pytest.mark.parametrize(
    ("mode", "umask", "expected"), [(0o644, 0o077, 0o600), (0o444, 0o022, 0o444), (0o4755, 0, 0o755)]
)
@pytest.mark.skipif(sys.platform == "win32", reason="no such permissions")
def test_a_new_file_has_the_permissions_of_a_copy(audio: Path, mode: int, umask: int, expected: int) -> None:
    audio.chmod(mode)
    before = os.umask(umask)
    try:
        with open_source(audio) as source:
            create_file(source, Edit.nothing(source.size), audio.with_name("out.mp3"))
        write_new(audio.with_name("ep.json"), b"{}")
    finally:
        os.umask(before)
    assert stat.S_IMODE(audio.with_name("out.mp3").stat().st_mode) == expected
    assert stat.S_IMODE(audio.with_name("ep.json").stat().st_mode) == 0o666 & ~umask


def test_an_existing_file_needs_overwrite(audio: Path, system: System) -> None:
    out = audio.with_name("out.mp3")
    out.write_bytes(b"precious")
    out.chmod(0o604)
    with open_source(audio) as source:
        with pytest.raises(StorageError, match="already there") as caught:
            create_file(source, edit_of(source.size), out)
        assert "--overwrite" in caught.value.hint
        assert out.read_bytes() == b"precious"
        create_file(source, edit_of(source.size), out, overwrite=True)
    assert out.read_bytes().startswith(HEAD)
    if "mode" in system.features:
        assert stat.S_IMODE(out.stat().st_mode) == 0o604


def test_a_file_that_appears_meanwhile_is_not_overwritten(audio: Path, system: System) -> None:
    out = audio.with_name("out.mp3")

    def verify(new: ByteSource) -> None:
        out.write_bytes(b"somebody else's")

    with open_source(audio) as source, pytest.raises(StorageError, match=r"out\.mp3"):
        create_file(source, edit_of(source.size), out, verify=verify)
    assert out.read_bytes() == b"somebody else's"
    assert sorted(os.listdir(audio.parent)) == ["ep.mp3", "out.mp3"]


def test_new_files_where_there_are_no_links(audio: Path) -> None:
    class Linkless(System):
        def link(self, path: str, new: str) -> None:
            raise PermissionError(1, "Operation not permitted")

    old, out = audio.read_bytes(), audio.with_name("out.mp3")
    with open_source(audio, system=Linkless()) as source:
        create_file(source, edit_of(source.size), out)
    assert out.read_bytes() == HEAD + old[100:]
    assert sorted(os.listdir(audio.parent)) == ["ep.mp3", "out.mp3"]


def test_out_may_be_the_file_itself(audio: Path, system: System) -> None:
    old = audio.read_bytes()
    link = audio.with_name("link.mp3")
    link.symlink_to(audio.name)
    with open_source(audio) as source:
        with pytest.raises(StorageError, match="already there"):
            create_file(source, edit_of(source.size), audio)
        create_file(source, edit_of(source.size), link, overwrite=True)
    assert audio.read_bytes() == HEAD + old[100:]


def test_out_through_a_dangling_link(audio: Path) -> None:
    link = audio.with_name("link.mp3")
    link.symlink_to("new.mp3")
    with open_source(audio) as source:
        create_file(source, Edit.nothing(source.size), link)
    assert link.is_symlink()
    assert audio.with_name("new.mp3").read_bytes() == audio.read_bytes()


def test_a_link_at_a_name_that_nobody_typed_is_not_followed(tmp_path: Path, system: System) -> None:
    (tmp_path / "there").write_bytes(b"old")
    (tmp_path / "folder").mkdir()
    (tmp_path / "linked").symlink_to("folder")
    for name, target in (("a", "../there"), ("b", "../nothing"), ("c", "c")):
        link = tmp_path / "folder" / name
        link.symlink_to(target)
        with pytest.raises(StorageError, match="is a symbolic link"):
            write_new(link, b"{}", overwrite=True, follow=False)
        with pytest.raises(StorageError, match="is a symbolic link"):
            check_target(link, overwrite=True, follow=False)
        assert link.is_symlink()
    assert (tmp_path / "there").read_bytes() == b"old"
    assert not (tmp_path / "nothing").exists()
    write_new(tmp_path / "linked" / "d", b"{}", follow=False)  # the folder was named
    write_new(tmp_path / "linked" / "d", b"[]", follow=False, overwrite=True)
    assert (tmp_path / "folder" / "d").read_bytes() == b"[]"


def test_write_new(tmp_path: Path, system: System) -> None:
    out = tmp_path / "ep.chapters.json"
    assert write_new(out, b"{}") == Written(str(out), 2, 2, 0)
    with pytest.raises(StorageError, match="already there"):
        write_new(out, b"[]")
    write_new(out, b"[]", overwrite=True)
    assert out.read_bytes() == b"[]"
    assert os.listdir(tmp_path) == ["ep.chapters.json"]


# Refusals.


def test_what_is_no_file_is_not_written(tmp_path: Path, system: System) -> None:
    os.mkfifo(tmp_path / "fifo")
    for out, message in (
        (tmp_path, "is a folder"),
        (tmp_path / "fifo", "not a regular file"),
        (Path("/dev/null"), "not a regular file"),
        (tmp_path / "no" / "ep.json", "does not exist"),
        (tmp_path / "fifo" / "ep.json", "a file, not a folder"),
    ):
        with pytest.raises(StorageError, match=message) as caught:
            write_new(out, b"x", overwrite=True)
        assert caught.value.hint


def test_a_file_marked_read_only(audio: Path, system: System) -> None:
    """A rename would succeed all the same, and for root so would opening it."""
    old = audio.read_bytes()
    audio.chmod(0o444)
    with pytest.raises(StorageError, match="marked read-only") as caught:
        tag(audio)
    assert "chmod u+w" in caught.value.hint
    assert "-o" in caught.value.hint
    assert audio.read_bytes() == old


@pytest.mark.skipif(sys.platform == "win32", reason="no such permissions")
def test_a_file_that_may_only_be_read(user_folder: Path, as_user: User) -> None:
    path = user_folder / "ep.mp3"
    path.write_bytes(b"x" * 1000)
    path.chmod(0o644)
    if os.geteuid() != 0:
        path.chmod(0o444)
    with as_user(), pytest.raises(StorageError, match=r"may not write|read-only"):
        tag(path)
    assert path.read_bytes() == b"x" * 1000


@pytest.mark.skipif(sys.platform == "win32", reason="no such permissions")
def test_a_read_only_folder(user_folder: Path, as_user: User) -> None:
    path = user_folder / "ep.mp3"
    path.write_bytes(b"x" * 1000)
    path.chmod(0o666)
    user_folder.chmod(0o555)
    with as_user(), pytest.raises(StorageError, match="may not write") as caught:
        tag(path)
    assert "-o" in caught.value.hint
    assert path.read_bytes() == b"x" * 1000


@pytest.mark.skipif(sys.platform == "win32", reason="no such permissions")
def test_a_folder_that_may_not_be_listed(user_folder: Path, as_user: User) -> None:
    path = user_folder / "ep.mp3"
    path.write_bytes(b"x" * 1000)
    path.chmod(0o666)
    user_folder.chmod(0o333)
    with as_user():
        tag(path)
    assert path.read_bytes().startswith(HEAD)


def test_a_full_disk_is_seen_before_anything_is_written(audio: Path) -> None:
    class Full(System):
        def free_space(self, folder: str) -> int:
            return 1000

        def create(self, path: str, mode: int) -> int:
            raise AssertionError

    with open_source(audio, system=Full()) as source, pytest.raises(StorageError, match="is full") as caught:
        replace_file(source, edit_of(source.size))
    assert "600,200 bytes are needed, 1,000 are free" in caught.value.message


# Other writers.


@pytest.mark.parametrize("how", ["replaced", "longer", "touched", "gone", "same size and time"])
def test_a_file_that_changes_before_the_write(audio: Path, system: System, how: str) -> None:
    with open_source(audio) as source:
        _change(audio, how)
        after = audio.read_bytes() if audio.exists() else None
        with pytest.raises(ChangedMeanwhile) as caught:
            replace_file(source, edit_of(source.size))
        assert "Run the command again" in caught.value.hint
    assert (audio.read_bytes() if audio.exists() else None) == after
    assert set(os.listdir(audio.parent)) <= {"ep.mp3"}


@pytest.mark.parametrize("how", ["replaced", "longer", "touched", "gone", "same size and time"])
def test_a_file_that_changes_while_it_is_written(audio: Path, system: System, how: str) -> None:
    with open_source(audio) as source, pytest.raises(ChangedMeanwhile):
        replace_file(source, edit_of(source.size), verify=lambda _: _change(audio, how))
    assert set(os.listdir(audio.parent)) <= {"ep.mp3"}
    assert not audio.exists() or not audio.read_bytes().startswith(HEAD)


@pytest.mark.parametrize("how", ["longer", "touched", "same size and time"])
def test_a_source_that_changes_while_it_is_copied(audio: Path, how: str) -> None:
    with open_source(audio) as source, pytest.raises(ChangedMeanwhile):
        create_file(source, edit_of(source.size), audio.with_name("out"), verify=lambda _: _change(audio, how))
    assert os.listdir(audio.parent) == ["ep.mp3"]


def _change(path: Path, how: str) -> None:
    time.sleep(0.02)  # the clock of file systems may stand still that long
    if how == "replaced":
        other = path.with_name("new")
        other.write_bytes(path.read_bytes())
        other.replace(path)
    elif how == "longer":
        with path.open("ab") as file:
            file.write(b"more")
    elif how == "touched":
        os.utime(path)
    elif how == "gone":
        path.unlink()
    else:  # in place, as a tagger does that keeps the time; only the time of change tells
        before = path.stat()
        with path.open("r+b") as file:
            file.write(b"other")
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def test_a_source_cut_short_while_it_is_copied(audio: Path) -> None:
    class Cutting(System):
        def write(self, fd: int, data: memoryview, offset: int) -> int:
            os.truncate(audio, 1000)
            return super().write(fd, data, offset)

    with open_source(audio, system=Cutting()) as source, pytest.raises(InputError, match="shorter"):
        replace_file(source, edit_of(source.size))
    assert os.listdir(audio.parent) == ["ep.mp3"]


def test_bytes_that_come_back_wrong(audio: Path, system: System) -> None:
    class Bad(System):
        def write(self, fd: int, data: memoryview, offset: int) -> int:
            wrong = bytearray(data)
            if offset > 0:
                wrong[-1] ^= 1
            return super().write(fd, memoryview(wrong), offset)

    old = audio.read_bytes()
    with (
        open_source(audio, system=Bad(system.features)) as source,
        pytest.raises(StorageError, match="read back wrong"),
    ):
        replace_file(source, edit_of(source.size))
    assert audio.read_bytes() == old


def test_a_change_in_the_moment_after_the_lock(audio: Path, system: System) -> None:
    """Between the first look under the lock and the last one before the rename nothing may go unnoticed."""

    class Late(System):
        def names(self, folder: str) -> list[str]:
            _change(audio, "longer")
            return super().names(folder)

    with open_source(audio, system=Late(system.features)) as source, pytest.raises(ChangedMeanwhile):
        replace_file(source, edit_of(source.size))
    assert audio.read_bytes().endswith(b"more")


def test_the_ends_of_the_pieces_are_checked_by_another_arithmetic() -> None:
    data = bytes(range(256)) * 100
    edit = Edit((Put(b"new"), Keep(1000, 20_000)), len(data))
    right = b"new" + data[1000:20_000]
    check_seams(BytesSource(data), edit, BytesSource(right))
    for wrong in (right[:-1], right + b"x", b"new" + data[1001:20_001], b"nem" + right[3:], right[:-1] + b"?"):
        with pytest.raises(StorageError, match="would"):
            check_seams(BytesSource(data), edit, BytesSource(wrong))


def test_a_source_that_cannot_be_read_to_its_end(audio: Path) -> None:
    class Scratched(System):
        def read_into(self, fd: int, buffer: memoryview, offset: int) -> int:
            if offset >= BLOCK and os.fstat(fd).st_ino == audio.stat().st_ino:
                raise OSError(errno.EIO, "Input/output error")
            return super().read_into(fd, buffer, offset)

    with open_source(audio, system=Scratched()) as source, pytest.raises(InputError, match="cannot be read at byte 26"):
        create_file(source, edit_of(source.size), audio.with_name("out.mp3"))
    assert os.listdir(audio.parent) == ["ep.mp3"]


def test_a_target_that_becomes_a_link(audio: Path, system: System) -> None:
    """The link would be replaced, and the file that it leads to be missed."""

    def verify(new: ByteSource) -> None:
        audio.rename(audio.with_name("moved.mp3"))
        audio.symlink_to("moved.mp3")

    with open_source(audio) as source, pytest.raises(ChangedMeanwhile):
        replace_file(source, edit_of(source.size), verify=verify)
    assert audio.is_symlink()


def test_a_lock_that_wants_a_file_open_for_writing(audio: Path) -> None:
    class Nfs(System):
        def try_lock(self, fd: int) -> bool:
            if fcntl.fcntl(fd, fcntl.F_GETFL) & os.O_ACCMODE == os.O_RDONLY:
                raise OSError(errno.EBADF, "Bad file descriptor")
            return super().try_lock(fd)

    with open_source(audio, system=Nfs()) as source:
        replace_file(source, edit_of(source.size))
    assert audio.read_bytes().startswith(HEAD)


def test_a_system_that_takes_no_more(audio: Path) -> None:
    class Stuck(System):
        def write(self, fd: int, data: memoryview, offset: int) -> int:
            return 0

    with open_source(audio, system=Stuck()) as source, pytest.raises(StorageError, match="takes no more bytes"):
        replace_file(source, edit_of(source.size))
    assert os.listdir(audio.parent) == ["ep.mp3"]


def test_a_loop_of_links(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(StorageError, match="leads back to itself"):
        write_new(tmp_path / "a", b"x")


@pytest.mark.skipif(not shutil.which("chattr"), reason="chattr is not installed")
def test_an_immutable_file(audio: Path) -> None:
    old = audio.read_bytes()
    if subprocess.run(["chattr", "+i", audio], capture_output=True, check=False).returncode:
        pytest.skip("the file system has no immutable files, or we are not root")
    try:
        with pytest.raises(StorageError, match="does not allow"):
            tag(audio)
    finally:
        subprocess.run(["chattr", "-i", audio], check=True)
    assert audio.read_bytes() == old


# Names.


@pytest.mark.parametrize(
    "name",
    [
        unicodedata.normalize("NFC", "Größe é.mp3"),
        unicodedata.normalize("NFD", "Größe é.mp3"),
        "line\nbreak\t\x1b[31m.mp3",
        "-o",
        "a" * 251 + ".mp3",
        "é" * 125 + ".mp3",
        os.fsdecode(b"latin-\xe9\xff.mp3"),
        ".hidden",
        "🎙.mp3",
    ],
)
def test_names(tmp_path: Path, system: System, name: str) -> None:
    path = tmp_path / name
    try:
        path.write_bytes(b"x" * 1000)
    except (OSError, UnicodeError):
        pytest.skip("this file system has no such name")
    tag(path)
    assert path.read_bytes() == HEAD + b"x" * 900
    assert os.listdir(tmp_path) == [name]
    with open_source(path) as source, pytest.raises(StorageError) as caught:
        create_file(source, edit_of(source.size), path)
    assert "\n" not in caught.value.message
    caught.value.message.encode()


def test_the_folders_spelling_of_a_name_stays(tmp_path: Path) -> None:
    """On file systems that ignore case or normal form, the name as it was typed must not become the name."""

    class CaseBlind(System):
        def _real(self, path: str) -> str:
            return path.replace("EP.MP3", "ep.mp3")

        def stat(self, path: str) -> os.stat_result:
            return super().stat(self._real(path))

        def lstat(self, path: str) -> os.stat_result:
            return super().lstat(self._real(path))

        def may_write(self, path: str) -> bool:
            return super().may_write(self._real(path))

        def open_read(self, path: str) -> int:
            return super().open_read(self._real(path))

    (tmp_path / "ep.mp3").write_bytes(b"x" * 1000)
    with open_source(tmp_path / "EP.MP3", system=CaseBlind()) as source:
        replace_file(source, edit_of(source.size))
    assert os.listdir(tmp_path) == ["ep.mp3"]
    assert (tmp_path / "ep.mp3").read_bytes().startswith(HEAD)
