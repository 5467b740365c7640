"""The error tree. Whatever goes wrong for a reason outside chaptag's code ends in one of these.

::

    ChaptagError                     exit code
    ├── UsageError                      2   the call cannot be carried out as it was made
    │   ├── ConfigError                 2   a configuration file or manifest says something impossible
    │   └── MissingExtra                2   an optional dependency is not installed
    ├── Rejected                        1   the input was understood; its findings forbid to go on
    ├── InputError                      3   an input cannot be read
    │   ├── NotesError (ValueError)     3   notes or a chapter file
    │   └── AudioError                  3   an audio file
    │       ├── UnsupportedAudio        3   sound, but of a kind that chaptag does not edit
    │       └── DamagedAudio            3   its structure contradicts itself
    └── StorageError (OSError)          4   nothing was written, the target is as it was
        └── ChangedMeanwhile            4   somebody else wrote to the target
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chaptag.model.finding import Finding, Place
    from chaptag.model.reading import Reading

__all__ = [
    "AudioError",
    "ChangedMeanwhile",
    "ChaptagError",
    "ConfigError",
    "DamagedAudio",
    "InputError",
    "MissingExtra",
    "NotesError",
    "Rejected",
    "StorageError",
    "UnsupportedAudio",
    "UsageError",
    "no_such_list",
]


class ChaptagError(Exception):
    """Base of every error: `message` says what is wrong, `hint` what to do, `place` where.

    `findings` holds all that was found until then.
    """

    exit_code = 3

    def __init__(
        self,
        message: str,
        *,
        hint: str = "",
        place: Place | None = None,
        findings: tuple[Finding, ...] = (),
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.place = place
        self.findings = findings

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place is not None and str(self.place) else ""
        return f"{where}{self.message}"


class UsageError(ChaptagError):
    """The call cannot be carried out as it was made."""

    exit_code = 2


def no_such_list(pick: int, number: int, place: Place | None = None) -> UsageError:
    """The error for ``--pick`` beyond the `number` of lists that a doubtful source can be read as."""
    lists = "is only one list" if number == 1 else f"are only {number} lists"
    return UsageError(
        f"--pick {pick}: there {lists} to choose from", hint="Leave --pick out to see what there is.", place=place
    )


class ConfigError(UsageError):
    """A configuration file or a manifest says something impossible."""


class MissingExtra(UsageError):
    """An optional dependency is needed and not installed."""


class Rejected(ChaptagError):
    """The input was understood, and its `findings` forbid to go on.

    `outcome` is the job's: ``refused``, ``no-chapters`` or ``needs-review``. `reading` is what was read, where that
    much is known: its candidates are the lists to choose from.
    """

    exit_code = 1

    def __init__(
        self,
        message: str,
        *,
        outcome: str = "refused",
        reading: Reading | None = None,
        hint: str = "",
        place: Place | None = None,
        findings: tuple[Finding, ...] = (),
    ) -> None:
        super().__init__(message, hint=hint, place=place, findings=findings)
        self.outcome = outcome
        self.reading = reading

    def __str__(self) -> str:
        """Name the finding that forbids it, too: in a traceback no other place does."""
        said = super().__str__()
        worst = max(self.findings, key=lambda found: found.severity, default=None)
        if worst is None or (self.outcome != "refused" and worst.severity.label != "error"):
            return said
        where = f"{worst.place}: " if worst.place is not None and str(worst.place) else ""
        return f"{said}: {where}{worst.message} [{worst.rule}]"


class InputError(ChaptagError):
    """An input cannot be read."""


class NotesError(InputError, ValueError):
    """Notes or a chapter file cannot be read."""


class AudioError(InputError):
    """An audio file cannot be read or edited."""


class UnsupportedAudio(AudioError):
    """A sound file of a kind, or with a feature, that chaptag does not edit."""


class DamagedAudio(AudioError):
    """The structure of an audio file contradicts itself."""


class StorageError(ChaptagError, OSError):
    """The target could not be written; it is as it was."""

    exit_code = 4


class ChangedMeanwhile(StorageError):
    """Somebody else wrote to the target between reading and writing."""
