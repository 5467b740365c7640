#!/usr/bin/env bash
# What the GitHub Action runs: install chaptag into an environment of its own, then the command on its inputs.
# CHAPTAG_ACTION_INSTALL (a wheel or a folder) stands in for the published package, for trying the action out.
set -euo pipefail
place=${RUNNER_TEMP:-$(mktemp -d)}
package=${CHAPTAG_ACTION_INSTALL:-chaptag${CHAPTAG_ACTION_VERSION:+==$CHAPTAG_ACTION_VERSION}}
"${CHAPTAG_ACTION_PYTHON:-python3}" -m venv "$place/chaptag"
"$place/chaptag/bin/python" -m pip install --quiet --disable-pip-version-check "$package"
mapfile -t sources < <(printf '%s\n' "$CHAPTAG_ACTION_SOURCE" | sed '/^[[:space:]]*$/d')
mapfile -t options < <(printf '%s\n' "${CHAPTAG_ACTION_OPTIONS:-}" | sed '/^[[:space:]]*$/d')
case $CHAPTAG_ACTION_COMMAND in
  batch)
    report=$place/chaptag-report.jsonl
    echo "report=$report" >>"${GITHUB_OUTPUT:-/dev/null}"
    exec "$place/chaptag/bin/chaptag" batch "${options[@]}" --report "$report" -- "${sources[0]}"
    ;;
  verify) exec "$place/chaptag/bin/chaptag" verify --output-format github "${options[@]}" -- "${sources[@]}" ;;
  *)
    echo "command is batch or verify, not $CHAPTAG_ACTION_COMMAND" >&2
    exit 2
    ;;
esac
