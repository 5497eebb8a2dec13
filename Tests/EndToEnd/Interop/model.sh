#!/bin/sh
# What transformers and PEFT say of models that synthgen writes: model.sh SYNTHGEN
# Exports SmolLM2-135M-Instruct from its GGUF file. torch and transformers come from PyPI into
# .build/interop: several hundred megabytes, so `make interop` does without.
set -eu
here=$(dirname "$0")
synthgen=$1
work=.build/interop
folder=$work/smollm2
mkdir -p "$work"

"$synthgen" models pull smollm2-135m-instruct
"$synthgen" models export smollm2-135m-instruct --folder "$folder" --type f32

[ -x "$work/model-venv/bin/python" ] || python3 -m venv "$work/model-venv"
"$work/model-venv/bin/python" -m pip install --quiet --disable-pip-version-check \
    torch transformers peft
"$work/model-venv/bin/python" "$here/check_model.py" "$synthgen" smollm2-135m-instruct "$folder"
"$work/model-venv/bin/python" "$here/check_adapter.py" "$synthgen" "$folder" "$work"
