#!/bin/sh
# Evaluations by synthgen beside those of lm-evaluation-harness: run.sh SYNTHGEN
# lm_eval, transformers and torch come from PyPI into .build/evaluation; several hundred megabytes.
# PYTHON names an interpreter that has them already.
set -eu
here=$(dirname "$0")
synthgen=$1
work=.build/evaluation
mkdir -p "$work"

python=${PYTHON:-}
if [ -z "$python" ]; then
    python=$work/venv/bin/python
    [ -x "$python" ] || python3 -m venv "$work/venv"
    "$python" -m pip install --quiet --disable-pip-version-check torch \
        --requirement "$here/requirements.txt"
fi

# IFEval's checkers split sentences by NLTK's data, which this wheel carries along.
if [ ! -d "$work/nltk/tokenizers/punkt_tab/english" ]; then
    "$python" -m pip download --quiet --disable-pip-version-check --no-deps \
        --dest "$work" llama-index-core
    "$python" "$here/nltk_data.py" "$work"/llama_index_core-*.whl "$work/nltk"
fi

"$synthgen" models pull smollm2-135m-instruct
[ -d "$work/smollm2" ] ||
    "$synthgen" models export smollm2-135m-instruct --folder "$work/smollm2" --type f32

# IFEval's checkers read answers, whoever gave them: the small file answers faster.
"$synthgen" evaluate model smollm2-135m-instruct --task ifeval --output "$work/answers.json"
"$synthgen" evaluate model "$work/smollm2" --task arc --task hellaswag --task winogrande \
    --task mmlu --task prose --output "$work/choices.json"
"$synthgen" evaluate model "$here/coder.model.json" --task "$here/pass-at-k.json" --no-cache \
    --output "$work/pass-at-k.out.json"

NLTK_DATA="$work/nltk" HF_HUB_OFFLINE=1 HF_DATASETS_OFFLINE=1 \
    "$python" -B "$here/compare.py" "$work/smollm2" "$work/answers.json" "$work/choices.json" \
    "$work/pass-at-k.out.json"
