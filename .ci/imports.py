"""Import every module of the installed package: none may need what only development installs."""

from __future__ import annotations

import importlib
import importlib.metadata
import pkgutil
import re

import chaptag

DEVELOPMENT = {"pytest", "hypothesis", "av", "jsonschema", "mypy", "ruff", "build", "coverage"}

installed = {re.sub(r"[-_.]+", "-", found.metadata["Name"]).lower() for found in importlib.metadata.distributions()}
if unwanted := installed & DEVELOPMENT:
    raise SystemExit(f"the wheel brings along {sorted(unwanted)}")
modules = [info.name for info in pkgutil.walk_packages(chaptag.__path__, "chaptag.") if info.name != "chaptag.__main__"]
for name in modules:
    importlib.import_module(name)
print(
    f"{len(modules)} modules of {chaptag.__file__} imported; beside them: {', '.join(sorted(installed - {'chaptag'}))}"
)
