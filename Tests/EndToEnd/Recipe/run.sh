#!/bin/sh
# Runs every document with the real model: run.sh SYNTHGEN [options of recipe.py]
# The packages of requirements.txt are installed from PyPI into .build/interop, beside those of Tests/EndToEnd/Interop.
set -eu
here=$(dirname "$0")
venv=.build/interop/venv

[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check \
    --requirement "$here/requirements.txt"
exec "$venv/bin/python" "$here/recipe.py" "$@"
