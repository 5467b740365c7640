# The words of this project; `just` lists them. Windows: use the commands of CONTRIBUTING.md.

venv := ".venv/bin/"

_list:
    @just --list --unsorted

# Make .venv and install everything that development needs
setup:
    python3 -m venv .venv
    {{venv}}python -m pip install --quiet --upgrade pip
    {{venv}}python -m pip install --quiet --editable . --group dev --constraint requirements/dev.txt

# Lint and types
check:
    {{venv}}ruff check
    {{venv}}ruff format --check
    {{venv}}mypy

# Tests; arguments go to pytest
test *arguments:
    {{venv}}python -m pytest {{arguments}}

# Write the golden files anew; read the difference before you commit it
golden *arguments:
    CHAPTAG_GOLDEN=write {{venv}}python -m pytest {{arguments}}

# Run every command and code block of the documentation
docs:
    {{venv}}python -m pytest tests/test_readme.py

# Build wheel and source distribution into dist/ and look into them
release: check test
    rm -rf dist
    {{venv}}python -m build
    {{venv}}python .ci/package.py dist

# Write requirements/dev.txt anew
lock python="python3.11":
    #!/usr/bin/env bash
    set -euo pipefail
    scratch=$(mktemp -d)
    trap 'rm -rf "$scratch"' EXIT
    {{python}} -m venv "$scratch/venv"
    "$scratch/venv/bin/python" -m pip install --quiet --upgrade pip
    "$scratch/venv/bin/python" -m pip install --quiet --editable . --group dev --group peers --group coverage --group audit
    {
      grep '^#' requirements/dev.txt
      "$scratch/venv/bin/python" -m pip freeze --exclude-editable | sed 's/$/; python_version >= "3.11"/'
    } > "$scratch/dev.txt"
    mv "$scratch/dev.txt" requirements/dev.txt
