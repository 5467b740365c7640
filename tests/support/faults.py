"""The fault harness: every call that a write makes of the system fails in turn, and the process dies at each.

`fault_points` runs a scenario once to learn its calls, then names every fault that can be put to each of them;
`survive` runs the scenario under one fault and judges what is left: the target old or new, whole, with its mode, no
claim that the folder contradicts, and nothing left behind after the next run.
"""

from __future__ import annotations

import errno
import functools
import os
import stat
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chaptag.model.errors import ChaptagError
from chaptag.storage.system import System, using

__all__ = ["BARE", "Call", "Fault", "Killed", "Scenario", "Tapped", "fault_points", "survive"]

BARE: frozenset[str] = frozenset()

_HARMLESS = {"clock", "today", "sleep", "random_name", "name_max", "start_write_out"}
_ANY = (errno.EIO, errno.EINTR, errno.EACCES)
_ERRORS: dict[str, tuple[int, ...]] = {
    "create": (*_ANY, errno.ENOSPC, errno.EROFS, errno.EMFILE),
    "write": (errno.EIO, errno.EINTR, errno.ENOSPC, errno.EDQUOT, errno.EFBIG),
    "fsync": (errno.EIO, errno.EINTR, errno.ENOSPC),
    "fsync_folder": (errno.EIO, errno.EINTR, errno.EACCES, errno.ENOSPC),
    "replace": (*_ANY, errno.ENOSPC, errno.EBUSY, errno.EPERM),
    "link": (*_ANY, errno.ENOSPC, errno.EPERM, errno.EMLINK),
    "rename_new": (*_ANY, errno.ENOSPC),
    "try_lock": (errno.EIO, errno.EINTR, errno.EBADF),
    "chmod": (*_ANY, errno.EPERM),
    "chown": (*_ANY, errno.EPERM),
    "set_attribute": (*_ANY, errno.ENOSPC, errno.ENOTSUP),
}
_LASTING = {"create", "write", "replace", "link", "rename_new", "unlink", "chmod", "chown", "set_times", "fsync"}


class Killed(BaseException):
    """The process died: from here on no call has any effect."""


@dataclass(frozen=True, slots=True)
class Call:
    """The `number`th call of a run, from 0, and the method of `System` that it was."""

    number: int
    name: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens at a call: ``error``, ``killed`` or ``interrupted``, ``-before`` or ``-after`` its effect;
    ``short``: it does half of it; ``flipped``: it writes a wrong bit."""

    call: Call
    kind: str
    error: int = 0

    def __str__(self) -> str:
        what = errno.errorcode[self.error] if self.error else ""
        return f"{self.call.number}-{self.call.name}-{self.kind}{'-' + what if what else ''}"


class Tapped(System):
    """A system that writes its calls down and puts a fault to one of them."""

    def __init__(self, features: frozenset[str] | None = None, fault: Fault | None = None) -> None:
        super().__init__(features)
        self.fault = fault
        self.calls: list[Call] = []
        self.open: set[int] = set()
        self.dead = False

    def perish(self) -> None:
        """Do what the kernel does for a dead process: close its files, and with them its locks."""
        self.dead = True
        for fd in self.open:
            with suppress(OSError):
                os.close(fd)
        self.open.clear()

    def _called(self, name: str, real: Callable[..., Any], *args: Any, **options: Any) -> Any:
        if self.dead:
            raise Killed
        call = Call(len(self.calls), name)
        self.calls.append(call)
        fault = self.fault if self.fault is not None and self.fault.call == call else None
        if fault is not None:
            self._strike(fault, "before")
            if fault.kind == "short":  # half of the buffer
                args = tuple(each[: (len(each) + 1) // 2] if isinstance(each, memoryview) else each for each in args)
            if fault.kind == "flipped":
                data = bytearray(args[1])
                data[len(data) // 2] ^= 1
                args = (args[0], memoryview(data), *args[2:])
        if name == "close":
            self.open.discard(args[0])
        answer = real(self, *args, **options)
        if name in {"open_read", "open_write", "create"}:
            self.open.add(answer)
        if fault is not None:
            self._strike(fault, "after")
        return answer

    def _strike(self, fault: Fault, when: str) -> None:
        if fault.kind == f"killed-{when}":
            self.dead = True
            raise Killed
        if fault.kind == f"interrupted-{when}":
            raise KeyboardInterrupt
        if fault.kind == f"error-{when}":
            raise OSError(fault.error, os.strerror(fault.error))


def _tap(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(real)
    def tapped(self: Tapped, *args: Any, **options: Any) -> Any:
        return self._called(name, real, *args, **options)

    return tapped


for _name, _real in vars(System).items():
    if callable(_real) and not _name.startswith("_"):
        setattr(Tapped, _name, _tap(_name, _real))


@dataclass(frozen=True, slots=True)
class Scenario:
    """A write to judge.

    `prepare` makes the files of a fresh folder. `run` writes as a user's command would: it looks at what is there,
    and raises ChaptagError or answers an exit code where it fails. `again` is the next command on the same target
    (`run` if None). `target` is the name that is written, `new` makes its new content of the old one, `left` are the
    names in the folder after a run that succeeds.
    """

    prepare: Callable[[Path], None]
    run: Callable[[Path], int | None]
    target: str
    new: Callable[[bytes | None], bytes]
    left: frozenset[str]
    again: Callable[[Path], int | None] | None = None


def fault_points(
    scenario: Scenario, folder: Path, features: frozenset[str] | None = None, *, thin: bool = False
) -> list[Fault]:
    """Run `scenario` once in a fresh `folder`; list every fault that can be put to every call it made.

    With `thin` a call that changes nothing gets one fault, another kind each time: for runs that take long.
    """
    folder.mkdir(parents=True)
    scenario.prepare(folder)
    system = Tapped(features)
    with using(system):
        assert not scenario.run(folder), "the run without a fault succeeds"
    points: list[Fault] = []
    for call in system.calls:
        faults = list(_faults(call))
        if thin and faults and call.name not in _LASTING:
            faults = [faults[call.number % len(faults)]]
        points += faults
    return points


def _faults(call: Call) -> Iterator[Fault]:
    if call.name in _HARMLESS:
        return
    for error in _ERRORS.get(call.name, _ANY):
        yield Fault(call, "error-before", error)
    yield Fault(call, "killed-before")
    yield Fault(call, "interrupted-before")
    yield Fault(call, "interrupted-after")
    if call.name in _LASTING:
        yield Fault(call, "killed-after")
        yield Fault(call, "error-after", errno.EIO)
    if call.name in {"write", "read_into"}:
        yield Fault(call, "short")
    if call.name == "write":
        yield Fault(call, "flipped")


def survive_all(
    scenario: Scenario, folder: Path, points: Sequence[Fault], features: frozenset[str] | None = None
) -> tuple[Counter[str], dict[str, str]]:
    """Run `scenario` once under each fault; answer how often it ended in which way, and what was wrong where."""
    ended: Counter[str] = Counter()
    wrong = {}
    for number, fault in enumerate(points):
        try:
            ended[survive(scenario, folder / str(number), fault, features)] += 1
        except Exception as error:  # noqa: BLE001 -- every fault is judged, then all are reported
            wrong[str(fault)] = f"{type(error).__name__}: {str(error).splitlines()[0]}"
    return ended, wrong


def survive(scenario: Scenario, folder: Path, fault: Fault, features: frozenset[str] | None = None) -> str:
    """Run `scenario` in a fresh `folder` under one fault and judge what is left; answers how the run ended."""
    folder.mkdir(parents=True)
    scenario.prepare(folder)
    target = folder / scenario.target
    before, names_before = _state(target), {path.name for path in folder.iterdir()}
    new = scenario.new(None if before is None else before[0])
    system = Tapped(features, fault)
    with using(system):
        try:
            code = scenario.run(folder)
            assert code in {None, 0, 1, 3, 4, 130}, f"exit code {code}"
            ended = {1: "refused", 3: "refused", 4: "refused", 130: "interrupted"}.get(code or 0, "done")
        except Killed:
            ended = "killed"
        except KeyboardInterrupt:
            ended = "interrupted"
        except ChaptagError as error:
            ended = "refused"
            assert error.message, "a message"
            assert error.hint, "what to do"
    assert fault.call in system.calls, "the fault was never reached"
    if ended != "killed" and not (fault.kind.endswith("after") or fault.call.name == "close"):
        assert not system.open, "files are left open, and locked"
    system.perish()
    after = _state(target)
    if ended == "done":
        assert after is not None, "success was claimed"
        assert after[0] == new, "success was claimed"
    elif ended == "refused":
        assert after == before, "a refusal means that nothing was changed"
    elif after != before:
        assert after is not None, "the file is gone"
        assert after[0] == new, "neither old nor new"
    if before is not None and after is not None and "mode" in system.features:
        assert after[1] == before[1], oct(after[1])
    names = {path.name for path in folder.iterdir()}
    if ended in {"refused", "interrupted"} and fault.call.name != "unlink":
        assert names == (names_before if after == before else scenario.left), f"{ended}: {names} are left"
    with using(System(features)):
        assert not (scenario.again or scenario.run)(folder), "the next run succeeds"
    assert target.read_bytes() == new, "the next run"
    left = {path.name for path in folder.iterdir()}
    if "flock" in system.features:
        assert left == scenario.left, "the next run leaves nothing behind"
    return ended


def _state(path: Path) -> tuple[bytes, int] | None:
    try:
        return path.read_bytes(), stat.S_IMODE(path.lstat().st_mode)
    except FileNotFoundError:
        return None
