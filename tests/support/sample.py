"""The shipped sample: where it is, and what it holds, read without chaptag."""

from __future__ import annotations

from pathlib import Path

from samples.make import DURATION_MS, plan

__all__ = ["CHAPTERS", "DURATION", "EPISODE", "FOLDER", "NOTES"]

FOLDER = Path(__file__).resolve().parent.parent.parent / "samples"
EPISODE = FOLDER / "episode.mp3"
NOTES = FOLDER / "show-notes.txt"

CHAPTERS: tuple[tuple[int, str], ...] = tuple(plan())  # start in ms, title
DURATION = DURATION_MS
