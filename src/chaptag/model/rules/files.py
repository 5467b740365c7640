"""Rules about files on disk: links, owners, what a replacement could not keep."""

from __future__ import annotations

from chaptag.model.rules.rule import Rule

__all__ = ["FILES"]

FILES = (
    Rule(
        "hard-link-broken",
        "warning",
        "A file is replaced as a whole, so its other names (hard links) keep the old content.",
        "Make the links again, or use symbolic links, which are followed.",
    ),
    Rule(
        "owner-not-kept",
        "warning",
        "Only the administrator may give files away, so the new file belongs to whoever wrote it.",
        "Run chaptag as the owner of the file, or set the owner again with chown.",
    ),
    Rule(
        "mode-not-kept",
        "warning",
        "The permissions of the new file are not those of the old one.",
        "Check them with ls -l, and set them again with chmod.",
    ),
    Rule(
        "attributes-not-kept",
        "warning",
        "Extended attributes hold access control lists, labels and the notes of other programs.",
        "Set them again, or write a new file with -o and keep the old one.",
    ),
    Rule(
        "times-not-kept",
        "warning",
        "The file system did not take the old time of modification.",
        "Set it again with touch -r.",
    ),
    Rule(
        "folder-not-synced",
        "warning",
        "The new file is in its place, but a power cut in the next seconds could bring the old one back.",
        "Check the disk; run sync before you cut the power.",
    ),
    Rule(
        "scratch-left",
        "warning",
        "A scratch file of an earlier or of this run could not be removed.",
        "Delete it: its name begins with a full stop and holds .chaptag- before its last 16 characters.",
    ),
    Rule(
        "misnamed",
        "warning",
        "Hosts and players that go by the name take the file for another kind, and may not play it.",
        "Rename the file.",
    ),
    Rule(
        "stale-sidecar",
        "warning",
        "A feed may link to this file, and a later run without named notes reads it: both bring the old list back.",
        "Write it anew with --sidecar FORMAT --overwrite, or delete it.",
    ),
    Rule(
        "sidecar-as-notes",
        "warning",
        "The file may be what an earlier run wrote beside the audio, and older than the list that is in the audio.",
        "Name the notes, or delete the chapter file.",
    ),
)
