#!/bin/sh
# What others say of synthgen's output: run.sh SYNTHGEN DATASET
# Makes the dataset if it is not there, exports it, and has check.py read everything with the packages
# of requirements.txt, installed from PyPI into .build/interop.
set -eu
here=$(dirname "$0")
synthgen=$1
dataset=$2
work=.build/interop
mkdir -p "$work"

if ! command -v zstd >/dev/null; then
    echo "the zstd program is missing" >&2
    echo "  help: sudo apt-get install zstd" >&2
    exit 1
fi

if [ ! -f "$dataset/shard-00000.jsonl.zst" ]; then
    "$synthgen" models pull smollm2-135m-instruct
    "$synthgen" run Pipelines/preference.json --target 5 --output "$dataset"
fi
"$synthgen" export "$dataset" --format trl --replace --output "$work/trl.jsonl"
"$synthgen" export "$dataset" --format trl-sft --replace --output "$work/trl-sft.jsonl.zst"
"$synthgen" export "$dataset" --format jsonl --replace --output "$work/rows.parquet"

[ -x "$work/venv/bin/python" ] || python3 -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
    --requirement "$here/requirements.txt"
# Without its dependencies: TRL asks for PyTorch, which reading its formats does not need.
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps trl

"$work/venv/bin/python" "$here/check.py" "$dataset" "$work/trl.jsonl" "$work/trl-sft.jsonl.zst" \
    "$work/rows.parquet"
