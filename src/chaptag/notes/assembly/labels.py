"""Headings above a list: those that announce chapters, and those that announce something else with times."""

from __future__ import annotations

import re

from chaptag.notes.document import Kind, Line

__all__ = ["announces_chapters", "announces_other", "announces_transcript", "label_above", "outdated"]

_CHAPTERS = re.compile(
    r"chapter|time ?(?:stamp|code|mark)|timings?\b|outline|sections?\b|contents?\b|\bindex\b|\btopics|highlights"
    # That of a trial has times of day.
    r"|time ?line(?! (?:of|du|de|des|del|da|do|dell[ao]?|der)\b)"
    r"|^\W{0,8}(?:[^\W\d]{1,12}['’]s )?in this (?:episode|video|show)|episode guide|rundown|jump to|skip to"
    r"|show ?notes|what we (?:talk|discuss)"
    r"|discussed|kapitel|inhalt|zeitmarken|zeitstempel|sprungmarken|themen\b|übersicht|cap[ií]tulo|[ií]ndice|minutagem|minutaje"
    r"|marcas? de tiempo|temas\b|contenido|conteúdo|chapitre|sommaire|minutage|au programme|capitoli|sommario|argomenti"
    r"|rozdzia|spis treści|содержани|тайм-?код|оглавлени|\bтем[ыа]\b|глав[ыа]\b|зміст|розділи|目录|目錄"
    r"|时间轴|時間軸|时间线|時間線|时间戳|時間戳|章节|章節|目次|チャプター|タイムスタンプ|챕터|목차|타임|hoofdstuk|inhoud|luvut|sisältö|bölüm|içindekiler"
    r"|\bavsnitt\b|innehåll|indhold|obsah|kapitoly|tartalom|cuprins|περιεχόμενα|κεφάλαια|الفصول|فهرس|المحاور|פרקים|تایم|अध्याय|สารบัญ",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\blog(?:book|buch)?\b|schedule|agenda\b|timetable|\bablauf\b|line-?up|sponsors?\b|\bads?\b|advert|werbung"
    r"|publicit|errata|corrections?\b|opening hours|öffnungszeiten|horaires?|horario|departures|abfahrt|workout"
    r"|exercise",
    re.IGNORECASE,
)
_LENGTHS = re.compile(
    r"results?\b|ergebnis|standings|\bsplits\b|\blaps?\b|set ?list|track lengths?|runtimes?", re.IGNORECASE
)
_TRANSCRIPT = re.compile(
    r"transcri[bpç]|transkript|trascrizione|文字稿|逐字稿|文字起こし|расшифровк|녹취", re.IGNORECASE
)
_LIST = r"(?:time(?:s|stamps?|codes?)?|chapters?|list|ones?|version|cut|edit|zeit(?:en|marken)|kapitel)"
_OUTDATED = re.compile(
    rf"\W{{0,8}}(?:(?:(?:the|my|our|die) )?(?:old|outdated|obsolete|previous|wrong|alten?|veraltete) {_LIST}\b"
    r"|(?:from )?(?:last|previous) (?:week|time|episode|show)\b|letzte (?:woche|folge)\b|la semana pasada\b"
    r"|la semaine dernière\b|la settimana scorsa\b)",
    re.IGNORECASE,
)
_POINTS = re.compile(r"https?://\S{1,200}$")
_TIME = re.compile(r"\d:\d\d")
_MAX = 60


def label_above(first: int, lines: list[Line]) -> str:
    """Find the heading or the short line that stands above the line `first`; empty without one."""
    own = lines[first]
    past = False
    for index in range(first - 1, max(first - 4, -1), -1):
        line = lines[index]
        text = line.text.strip()
        if lines[index + 1].gap > 3:
            break
        if not text or _TIME.search(text):
            past = past or bool(text)
            continue
        heads = line.kind is Kind.HEADING or text.endswith((":", "："))
        # What stands above other words, or is a bullet as the list itself, heads nothing by its shortness.
        sister = own.kind is Kind.ITEM is line.kind and line.indent >= own.indent
        if heads or (len(text) <= _MAX and not past and not sister):
            return text[: 2 * _MAX]
        break
    return ""


def announces_chapters(label: str) -> bool:
    """Whether a label says that chapters follow."""
    return _CHAPTERS.search(label) is not None


def outdated(label: str) -> bool:
    """Whether a label says that what follows is that of before: “Old timestamps”, “Last week”."""
    return _OUTDATED.match(label) is not None


def announces_transcript(label: str) -> bool:
    """Whether a label says that what was spoken follows."""
    return _TRANSCRIPT.search(label) is not None


def announces_other(label: str, *, from_zero: bool = False) -> bool:
    """Whether a label says that times of something else follow.

    None of the lengths of things begin `from_zero`, and above such a list “Agenda: https://…” only points elsewhere.
    """
    if from_zero and _POINTS.search(label):
        return False
    other = _OTHER.search(label) is not None or (not from_zero and _LENGTHS.search(label) is not None)
    return other and not announces_chapters(label)
