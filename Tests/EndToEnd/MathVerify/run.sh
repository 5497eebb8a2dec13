#!/bin/sh
# Judges pairs of answers with synthgen and with Math-Verify: run.sh SYNTHGEN
# The package is installed from PyPI into .build/math-verify.
set -eu
here=$(dirname "$0")
work=.build/math-verify
[ -x "$work/bin/python" ] || python3 -m venv "$work"
"$work/bin/python" -m pip install --quiet --disable-pip-version-check \
    --requirement "$here/requirements.txt"
"$work/bin/python" -B "$here/compare.py" "$1"
