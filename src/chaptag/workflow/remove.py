"""Remove: take the chapters out of an audio file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from chaptag.model.chapter import ChapterList
from chaptag.model.normalise import Normalised
from chaptag.model.options import WriteOptions
from chaptag.workflow.given import check_given, given_path
from chaptag.workflow.judging import judge
from chaptag.workflow.plan import read_back
from chaptag.workflow.settings import RuleSettings, StoreOptions
from chaptag.workflow.sources import PathLikeStr, open_audio
from chaptag.workflow.storing import store

if TYPE_CHECKING:
    from chaptag.model.finding import Finding

__all__ = ["RemoveResult", "remove"]


@dataclass(frozen=True, slots=True)
class RemoveResult:
    """What a removal did, or would do; `before` are the chapters that were there."""

    outcome: Literal["removed", "unchanged"]
    audio: str
    output: str
    before: ChapterList
    findings: tuple[Finding, ...]
    bytes_kept: int
    bytes_put: int
    dry_run: bool = False


def remove(
    audio: PathLikeStr,
    *,
    output: PathLikeStr | None = None,
    storing: StoreOptions | None = None,
    rules: RuleSettings | None = None,
    dry_run: bool = False,
) -> RemoveResult:
    """Take the chapters out of `audio`, or write a copy without them to `output`.

    A file without chapters is left as it is. Chapter files beside it stay, and are reported. Raises ChaptagError; the
    file is then as it was.
    """
    check_given(rules)
    output, storing = given_path(output), storing or StoreOptions()
    with open_audio(audio) as opened:
        before = opened.container.inspect(opened.source)
        nothing = Normalised((), 0)
        edit = opened.container.edit(opened.source, nothing, WriteOptions())
        read_back(opened, edit, nothing)
        found = (*before.findings, *edit.findings)
        found += store(opened, edit, output, storing, dry_run=dry_run)
        target = opened.name if output is None else output
        if not edit.unchanged:
            from chaptag.workflow.beside import left_behind

            found += tuple(left_behind(target, ChapterList(), None))
        return RemoveResult(
            outcome="unchanged" if edit.unchanged else "removed",
            audio=opened.name,
            output=target,
            before=before.chapters,
            findings=judge(found, rules or RuleSettings()),
            bytes_kept=edit.size - edit.put_size,
            bytes_put=edit.put_size,
            dry_run=dry_run,
        )
