"""The rule catalogue: each rule's name, default severity, reason and fix, as data; one file per family.

A finding always carries a name from here. Names and severities are public API (`--ignore`, `--select`,
configuration, JSON), so a rule is renamed only with a major version.
"""

from __future__ import annotations

from chaptag.model.rules.audio import AUDIO
from chaptag.model.rules.comparison import COMPARISON
from chaptag.model.rules.feed import FEED
from chaptag.model.rules.files import FILES
from chaptag.model.rules.formats import FORMATS
from chaptag.model.rules.hulls import HULLS
from chaptag.model.rules.id3 import ID3
from chaptag.model.rules.lists import LISTS
from chaptag.model.rules.mp4 import MP4
from chaptag.model.rules.notes import NOTES
from chaptag.model.rules.platforms import PLATFORMS
from chaptag.model.rules.rule import Rule
from chaptag.model.rules.sound import SOUND

__all__ = ["FAMILIES", "RULES", "Rule"]

FAMILIES: tuple[tuple[str, tuple[Rule, ...]], ...] = (
    ("notes", NOTES),
    ("feed", FEED),
    ("lists", LISTS),
    ("audio", AUDIO),
    ("id3", ID3),
    ("mp4", MP4),
    ("hulls", HULLS),
    ("comparison", COMPARISON),
    ("platforms", PLATFORMS),
    ("files", FILES),
    ("formats", FORMATS),
    ("sound", SOUND),
)

RULES: dict[str, Rule] = {rule.name: rule for _, family in FAMILIES for rule in family}
