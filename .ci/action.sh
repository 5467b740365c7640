#!/usr/bin/env bash
# What the GitHub Action runs: install chaptag into an environment of its own, then the command on its inputs.
# CHAPTAG_ACTION_INSTALL (a wheel or a folder) stands in for the published package, for trying the action out.
# Runners have bash from 3.2 (macOS) on: no mapfile, and an empty array is no value.
set -euo pipefail
place=${RUNNER_TEMP:-$(mktemp -d)}
package=${CHAPTAG_ACTION_INSTALL:-chaptag${CHAPTAG_ACTION_VERSION:+==$CHAPTAG_ACTION_VERSION}}
"${CHAPTAG_ACTION_PYTHON:-python3}" -m venv "$place/chaptag"
bin=$place/chaptag/bin
[ -d "$bin" ] || bin=$place/chaptag/Scripts # Windows
"$bin/python" -m pip install --quiet --disable-pip-version-check "$package"
wrong() {
  echo "$1" >&2
  exit 2
}
sources=()
while IFS= read -r line; do
  case $line in *[![:space:]]*) sources+=("$line") ;; esac
done <<<"${CHAPTAG_ACTION_SOURCE:-}"
options=()
while IFS= read -r line; do
  case $line in *[![:space:]]*) options+=("$line") ;; esac
done <<<"${CHAPTAG_ACTION_OPTIONS:-}"
[ ${#sources[@]} -gt 0 ] || wrong "source is empty: name a folder, manifest or feed (batch), or files (verify)"
case $CHAPTAG_ACTION_COMMAND in
  batch)
    [ ${#sources[@]} -eq 1 ] || wrong "batch takes one source, there are ${#sources[@]}: use a step for each"
    report=$(mktemp -d "$place/chaptag-report-XXXXXX")/report.jsonl # a step of its own: a job may have several
    echo "report=$report" >>"${GITHUB_OUTPUT:-/dev/null}"
    exec "$bin/chaptag" batch ${options[@]+"${options[@]}"} --report "$report" -- "${sources[0]}"
    ;;
  verify)
    exec "$bin/chaptag" verify --output-format github ${options[@]+"${options[@]}"} -- "${sources[@]}"
    ;;
  *) wrong "command is batch or verify, not $CHAPTAG_ACTION_COMMAND" ;;
esac
