"""Rules over a chapter list, and over a list against the audio's duration."""

from __future__ import annotations

from chaptag.model.rules.rule import Rule

__all__ = ["LISTS"]

LISTS = (
    Rule(
        "no-chapters",
        "error",
        "Without chapters there is nothing to write.",
        "Put one line per chapter into the notes, a time and a title: 00:32 Interview.",
    ),
    Rule(
        "beyond-end",
        "error",
        "A player can never reach a chapter that starts after the audio has ended.",
        "Correct the time, or pass --ignore beyond-end to leave such chapters out.",
    ),
    Rule(
        "wrong-episode",
        "error",
        "When many chapters start after the end, the notes usually belong to another episode.",
        "Check that notes and audio belong together, or pass --ignore wrong-episode to leave those chapters out.",
    ),
    Rule(
        "contradictory-order",
        "error",
        "A list that jumps back and forth in time is not one list of chapters.",
        "Put the lines in the order of the episode, or pass --ignore contradictory-order to sort them by time.",
    ),
    Rule(
        "not-ascending",
        "warning",
        "Players show chapters in the order of time; neighbours that are swapped hint at a mistyped time.",
        "Correct the time, or swap the lines; chaptag sorts them when it writes.",
    ),
    Rule(
        "equal-starts",
        "warning",
        "Players show only one of two chapters that start at the same time.",
        "Give each chapter its own start; chaptag joins their titles with a slash when it writes.",
    ),
    Rule(
        "negative-start",
        "error",
        "A chapter cannot start before the audio does.",
        "Use a smaller offset.",
    ),
    Rule(
        "not-from-zero",
        "warning",
        "Apple Podcasts, Spotify and YouTube want the first chapter at 0; some players show a nameless one before it.",
        "Add a first chapter, for example with --intro Introduction.",
    ),
    Rule(
        "too-short",
        "warning",
        "Listeners cannot use chapters of a second; very short ones hint at a mistyped time.",
        "Check both times.",
    ),
    Rule(
        "near-end",
        "warning",
        "A chapter that starts in the last second is over before it can be chosen.",
        "Check its time, and that the notes belong to this version of the audio.",
    ),
    Rule(
        "long-last",
        "warning",
        "Where notes end long before the audio does, they often belong to another episode, or their end is missing.",
        "Check that notes and audio belong together; pass --ignore long-last where they do.",
    ),
    Rule(
        "empty-title",
        "warning",
        "Players show a blank line, or the number of the chapter.",
        "Give the chapter a title.",
    ),
    Rule(
        "no-titles",
        "error",
        "A list of times says nothing to a listener.",
        "Write each title behind its time (00:32 Interview), or pass --ignore no-titles.",
    ),
    Rule(
        "gap",
        "info",
        "Between the end of a chapter and the next start players show nothing; MP4 and most formats cannot say so.",
        "Nothing to do, unless the gap was not meant.",
    ),
    Rule(
        "overlap",
        "warning",
        "A chapter that ends after the next one starts is shown by some players to its end, by others not.",
        "Correct the end, or leave it out: a chapter ends where the next one starts.",
    ),
    Rule(
        "end-before-start",
        "error",
        "A chapter that ends before it starts is dropped by some players.",
        "Correct the times.",
    ),
    Rule(
        "long-title",
        "info",
        "Car displays and lock screens show about 60 characters of a title.",
        "Put what matters first.",
    ),
    Rule(
        "shouting",
        "info",
        "Titles in capitals are hard to read, and screen readers spell some of them.",
        "Write them as sentences.",
    ),
    Rule(
        "control-characters",
        "warning",
        "Players show boxes, stop at the character, or turn the text around.",
        "Take the characters out of the title.",
    ),
    Rule(
        "mojibake",
        "warning",
        "The text was once read in the wrong encoding, and listeners see it that way.",
        "Save the notes as UTF-8, and write the title again.",
    ),
    Rule(
        "trailing-separator",
        "info",
        "A dash or colon at the end of a title is left over from a list.",
        "Take it out.",
    ),
    Rule(
        "odd-link",
        "warning",
        "Players open http and https addresses only.",
        "Write the whole address, beginning with https://.",
    ),
    Rule(
        "odd-image",
        "warning",
        "Players show JPEG and PNG images; large ones slow every download down.",
        "Use a JPEG of at most 1 MB, best 1400 by 1400 pixels.",
    ),
    Rule(
        "outside-audio",
        "warning",
        "A chapter outside the audio cannot be written.",
        "Correct its time.",
    ),
    Rule(
        "sorted",
        "info",
        "Players expect chapters in the order of time.",
        "Nothing to do.",
    ),
    Rule(
        "joined",
        "info",
        "Players show only one of two chapters that start at the same time.",
        "Nothing to do, unless one of the times is wrong.",
    ),
    Rule(
        "end-changed",
        "info",
        "A chapter ends where the next one starts, the last one with the audio, unless the list says otherwise.",
        "Nothing to do, unless the end was meant.",
    ),
    Rule(
        "intro-added",
        "info",
        "The list was asked to start at 0.",
        "Nothing to do.",
    ),
    Rule(
        "feed-chapters-taken",
        "info",
        "Chapters that a feed marks up as such are surer than times in its prose.",
        "Pass --notes-format html with the notes alone to read the prose.",
    ),
    Rule(
        "image-not-fetched",
        "warning",
        "The chapter keeps the image's address, which few players follow.",
        "Put the image beside the chapter file and name it there.",
    ),
    Rule(
        "carried-over",
        "info",
        "Images, links and hidden marks of the chapters in the file are kept where start or title agree.",
        "Pass --replace to drop them.",
    ),
    Rule(
        "carried-by-time",
        "warning",
        "A link or image was kept because of its time alone; under another title it may belong to another chapter.",
        "Give the chapter a link of its own, or pass --replace to drop those of the file.",
    ),
    Rule(
        "not-carried-over",
        "warning",
        "Chapters in the file had links, images or hidden marks, and no new chapter has their start or title.",
        "Add the links to the notes, or pass --replace to say that they may go.",
    ),
)
