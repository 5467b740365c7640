"""Rules of platforms and players; they speak only where `verify --for` asks."""

from __future__ import annotations

from chaptag.model.rules.rule import Rule

__all__ = ["PLATFORMS"]

PLATFORMS = (
    Rule(
        "platform-too-few",
        "error",
        "Platforms that read chapters take a list of fewer for ordinary text.",
        "Add chapters.",
    ),
    Rule(
        "platform-from-zero",
        "error",
        "Platforms that read chapters from a description ignore a list that does not begin at 00:00.",
        "Add a first chapter at 00:00, for example with --intro Introduction.",
    ),
    Rule(
        "platform-too-short",
        "error",
        "The platform ignores the whole list when one chapter is shorter than it allows.",
        "Join the chapter with its neighbour.",
    ),
    Rule(
        "platform-short",
        "warning",
        "The platform advises longer chapters.",
        "Join the chapter with its neighbour, if that reads as well.",
    ),
    Rule(
        "platform-long-title",
        "warning",
        "The platform cuts titles that are longer than it advises.",
        "Put what matters first, or shorten the title.",
    ),
    Rule(
        "platform-script",
        "error",
        "The platform reads titles in Latin script only.",
        "Write the title in Latin letters for this platform.",
    ),
    Rule(
        "platform-emoji",
        "warning",
        "The platform advises against emoji in titles.",
        "Leave it out.",
    ),
    Rule(
        "platform-titles-lost",
        "error",
        "The player stops reading at the first title that it cannot hold.",
        "Shorten the title; chaptag tag writes one that fits.",
    ),
    Rule(
        "platform-blind",
        "error",
        "The player does not read the kind of chapters that is in the file.",
        "Run chaptag tag, which writes every kind that the file can hold.",
    ),
    Rule(
        "platform-none",
        "info",
        "The player shows no chapters in files of this kind, whoever wrote them.",
        "Nothing to do; other players show them.",
    ),
)
