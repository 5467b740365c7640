"""Rules about how notes arrive: their character encoding, and the feed that carries them."""

from __future__ import annotations

from chaptag.model.rules.rule import Rule

__all__ = ["FEED"]

FEED = (
    Rule(
        "encoding-guessed",
        "warning",
        "The file does not say its encoding and is not UTF-8; accents and quotation marks may come out wrong.",
        "Look at the titles, and save the notes as UTF-8.",
    ),
    Rule(
        "encoding-contradicted",
        "info",
        "The file declares an encoding that its bytes contradict, so the bytes decide.",
        "Correct the declaration, or remove it.",
    ),
    Rule(
        "undecodable-bytes",
        "warning",
        "Bytes that are no text in this encoding are shown as replacement characters, in titles too.",
        "Look at the lines named, and save the notes as UTF-8.",
    ),
    Rule(
        "feed-damaged",
        "warning",
        "The feed is not well-formed XML; some apps refuse such a feed, and others lose what follows the error.",
        "Mend the feed at the line named, for example with a validator for feeds.",
    ),
    Rule(
        "escaped-twice",
        "info",
        "The markup of the notes was escaped twice, so that some apps show its tags as text.",
        "Escape the notes once in the feed, or put them into CDATA.",
    ),
)
