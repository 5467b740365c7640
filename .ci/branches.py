"""Hold the packages that read and write what strangers send to 95 % of their branches.

    python .ci/branches.py DATA    (a `.coverage` file of a run with `--cov`)

Only their own tests count, not those of whole commands (`tests/conftest.py` sees to it). What is excluded is in
`tool.coverage.report` of pyproject.toml, each line with its reason.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from coverage import Coverage

LEAST = 0.95
HELD = ("model", "notes", "formats", "checks", "containers", "storage")


def main(data: str) -> None:
    """Print a line for each package; end with a message where one of them has too few."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    bare: dict[str, list[str]] = defaultdict(list)
    measured = Coverage(data_file=data)
    measured.load()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        measured.json_report(outfile=str(report))
        files = json.loads(report.read_text("utf-8"))["files"]
    for path, found in files.items():
        package = path.split("src/chaptag/", 1)[-1].split("/")[0]
        summary = found["summary"]
        counts[package][0] += summary["covered_branches"]
        counts[package][1] += summary["num_branches"]
        if package in HELD and summary["missing_branches"] > 3:
            bare[package].append(f"{path} {summary['missing_branches']}")
    low = []
    for package, (covered, branches) in sorted(counts.items()):
        if package in HELD:
            print(f"{covered / branches:6.1%} of {branches:5} branches: {package}")
            if covered < LEAST * branches:
                low.append(f"{package}: below {LEAST:.0%}: {', '.join(bare[package])}")
    if missing := set(HELD) - set(counts):
        low.append(f"not measured: {', '.join(sorted(missing))}")
    if low:
        sys.exit("\n".join(low))


if __name__ == "__main__":
    main(sys.argv[1])
