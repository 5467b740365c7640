"""Owner and attributes of the file that takes another's place, on systems that do less than ours."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from chaptag.storage.attributes import keep_attributes
from chaptag.storage.system import System

OLD, NEW = 11, 12  # descriptors of a system that is not there


class Labels(System):
    """A system that copies attributes one by one; `labels` are those of the two files, `calls` what was asked of it."""

    def __init__(self, old: dict[str, bytes], new: dict[str, bytes], features: frozenset[str] | None = None) -> None:
        super().__init__(features)
        self.labels = {OLD: old, NEW: new}
        self.calls: list[tuple[str, str]] = []
        self.refused: set[str] = set()

    def fstat(self, fd: int) -> os.stat_result:
        return os.stat_result((0o100644, 1, 1, 1, 1000, 1000, 0, 0, 0, 0))

    def chown(self, fd: int, user: int, group: int) -> None:
        self.calls.append(("chown", f"{user}:{group}"))

    def copy_attributes(self, source: int, fd: int) -> bool:
        return False

    def attributes(self, fd: int) -> list[str]:
        return list(self.labels[fd])

    def get_attribute(self, fd: int, name: str) -> bytes:
        return self.labels[fd][name]

    def set_attribute(self, fd: int, name: str, value: bytes) -> None:
        self.calls.append(("set", name))
        self.labels[fd][name] = value

    def remove_attribute(self, fd: int, name: str) -> None:
        if name in self.refused:
            raise PermissionError(1, "Operation not permitted")
        self.calls.append(("remove", name))
        del self.labels[fd][name]


def keep(system: Labels, owner: int = 1000) -> list[str]:
    status = os.stat_result((0o100644, 1, 1, 1, owner, owner, 0, 0, 0, 0))
    return [each.message for each in keep_attributes(system, status, OLD, NEW, label="ep.mp3")]


ALL = frozenset({"xattr", "owner"})


def test_only_what_differs_is_set() -> None:
    system = Labels({"user.a": b"1", "user.b": b"2", "user.c": b"3"}, {"user.a": b"1", "user.b": b"other"}, ALL)
    assert keep(system) == []
    assert system.calls == [("set", "user.b"), ("set", "user.c")]
    assert system.labels[NEW] == system.labels[OLD]


def test_what_the_folder_added_goes_and_what_the_system_added_stays() -> None:
    added = {"user.default": b"", "system.posix_acl_access": b"", "security.selinux": b"", "user.kept": b"k"}
    system = Labels({"user.kept": b"k"}, added, ALL)
    assert keep(system) == []
    assert system.calls == [("remove", "system.posix_acl_access"), ("remove", "user.default")]
    assert set(system.labels[NEW]) == {"security.selinux", "user.kept"}


def test_what_cannot_be_taken_away_is_said() -> None:
    system = Labels({}, {"user.a\x1b": b"", "user.b": b""}, ALL)
    system.refused = {"user.a\x1b", "user.b"}
    (message,) = keep(system)
    first, second = (f"the absence of {name} (Operation not permitted)" for name in ("user.a\\x1b", "user.b"))
    assert message == f"ep.mp3 lost {first}, {second}"


@pytest.mark.parametrize(("features", "owner", "asked"), [(ALL, 7, True), (ALL, 1000, False), (frozenset(), 7, False)])
def test_the_owner_is_changed_where_it_differs_and_there_is_one(
    features: frozenset[str], owner: int, asked: bool
) -> None:
    system = Labels({}, {}, features)
    assert keep(system, owner) == []
    assert system.calls == ([("chown", f"{owner}:{owner}")] if asked else [])


def test_attributes_are_left_alone_where_there_are_none(tmp_path: Path) -> None:
    system = Labels({"user.a": b"1"}, {}, frozenset({"owner"}))
    assert keep(system) == []
    assert not system.calls
