"""Check what is in the wheel and the source distribution in a folder: all of the package, and nothing else."""

from __future__ import annotations

import sys
import tarfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main(folder: Path) -> None:
    """Print the contents in short; end with a message where they are wrong."""
    (wheel,), (sdist,) = folder.glob("*.whl"), folder.glob("*.tar.gz")
    names = zipfile.ZipFile(wheel).namelist()
    ours = {name for name in names if not name.split("/")[0].endswith(".dist-info")}
    source = {
        path.relative_to(ROOT / "src").as_posix()
        for path in (ROOT / "src").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    if ours != source:
        sys.exit(f"{wheel.name} differs from src: {sorted(ours ^ source)}")
    if "chaptag/py.typed" not in ours or not any(name.endswith("licenses/LICENSE") for name in names):
        sys.exit(f"{wheel.name} lacks py.typed or the licence")
    with tarfile.open(sdist) as archive:
        held = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}
    lacking = {"README.md", "LICENSE", "CHANGELOG.md", "samples/show-notes.txt", "tests/conftest.py"} - held
    if lacking:
        sys.exit(f"{sdist.name} lacks {sorted(lacking)}")
    for path in (wheel, sdist):
        print(f"{path.name}: {path.stat().st_size / 1024:.0f} KiB")
    print(f"{len(ours)} files in the wheel, those of src and no others")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
