#!/bin/sh
# Looks at reports in a headless Chromium: run.sh SYNTHGEN [DATASET ...]
# Makes datasets of every kind (pairs, dialogues, prompts, hostile texts, none, a damaged folder), writes
# the report of each and of the given ones that exist, and has check.py look at the pages.
# Pages and screenshots are left in .build/report.
set -eu
here=$(dirname "$0")
synthgen=$1
shift
work=.build/report
mkdir -p "$work/pages"

python3 "$here/datasets.py" "$synthgen" "$work/datasets"
for name in pairs dialogues prompts hostile empty damaged; do
    "$synthgen" report "$work/datasets/$name" --output "$work/pages/$name.html" --open no
done
for dataset in "$@"; do
    if [ -f "$dataset/catalog.sqlite" ]; then
        "$synthgen" report "$dataset" --output "$work/pages/$(basename "$dataset").html" --open no
    else
        echo "$dataset is not there: \`make demo\` makes it" >&2
    fi
done

[ -x "$work/venv/bin/python" ] || python3 -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
    --requirement "$here/requirements.txt"
"$work/venv/bin/python" "$here/check.py" "$work/shots" "$work"/pages/*.html
