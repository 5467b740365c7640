"""The script that one would write with mutagen: 15 chapters into an MP3, in place, no check, no safety net.

python peer_mutagen.py EPISODE NOTES
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from mutagen.id3 import CHAP, CTOC, ID3, TIT2, CTOCFlags
from mutagen.mp3 import MP3

episode, notes = sys.argv[1:]
found = re.findall(r"^(\d+):(\d+):(\d+) (.+)$", Path(notes).read_text("utf-8"), re.MULTILINE)
chapters = [((int(h) * 60 + int(m)) * 60 + int(s), title) for h, m, s, title in found]
length = MP3(episode).info.length
tags = ID3(episode)
tags.delall("CHAP")
tags.delall("CTOC")
names = [f"chp{number}" for number in range(len(chapters))]
flags = CTOCFlags.TOP_LEVEL | CTOCFlags.ORDERED
tags.add(CTOC(element_id="toc", flags=flags, child_element_ids=names, sub_frames=[]))
ends = [start for start, _ in chapters[1:]] + [length]
for name, (start, title), end in zip(names, chapters, ends, strict=True):
    tags.add(
        CHAP(
            element_id=name,
            start_time=start * 1000,
            end_time=int(end * 1000),
            start_offset=0xFFFFFFFF,
            end_offset=0xFFFFFFFF,
            sub_frames=[TIT2(encoding=3, text=[title])],
        )
    )
tags.save(v2_version=3)
