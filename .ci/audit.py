"""Ask the advisory databases about every locked dependency; end with a message where one has a known hole.

    python .ci/audit.py PIP_AUDIT LOCK...

A database that does not answer (no network, a mirror without advisories) is said and is no failure: nothing can be
known there. One that answers for some packages only is a failure, because the others would pass unseen.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any


def audit(program: str, lock: str) -> list[dict[str, Any]] | str:
    """Return what is known of each package, or why nothing is."""
    command = [program, "--requirement", lock, "--no-deps", "--disable-pip", "--format", "json", "--timeout", "20"]
    ended = subprocess.run(
        [*command, "--progress-spinner", "off"], capture_output=True, text=True, timeout=300, check=False
    )
    if not ended.stdout.strip():
        return (ended.stderr.strip().splitlines() or ["no answer"])[-1]
    found: list[dict[str, Any]] = json.loads(ended.stdout)["dependencies"]
    return found


def judge(lock: str, found: list[dict[str, Any]] | str) -> list[str]:
    """Print what was learnt; return what is wrong."""
    if isinstance(found, str):
        print(f"{lock}: NOT AUDITED: {found}")
        return []
    unknown = [each["name"] for each in found if "skip_reason" in each]
    if len(unknown) == len(found):
        print(f"{lock}: NOT AUDITED: the database knows none of the {len(found)} packages")
        return []
    print(f"{lock}: {len(found) - len(unknown)} of {len(found)} packages audited")
    wrong = []
    for each in found:
        for hole in each.get("vulns", ()):
            mended = ", ".join(hole["fix_versions"]) or "no version yet"
            wrong.append(f"{lock}: {each['name']} {each['version']}: {hole['id']}, mended in {mended}")
    if unknown:
        wrong.append(f"{lock}: not audited: {', '.join(unknown)}")
    return wrong


if __name__ == "__main__":
    problems = [each for lock in sys.argv[2:] for each in judge(lock, audit(sys.argv[1], lock))]
    if problems:
        sys.exit("\n".join(problems))
