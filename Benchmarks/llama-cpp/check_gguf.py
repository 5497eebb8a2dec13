"""Says whether llama.cpp loads the GGUF files that synthgen writes, and sees what synthgen sees.

    check_gguf.py SYNTHGEN MODEL --llama FOLDER/build

MODEL is a model, a trained folder or an adapter (BASE+FOLDER); FOLDER is what `build.sh` made. For
each type `models export --gguf` writes a file; of greedy tokens after a few prompts the log-probabilities
by llama.cpp are compared with synthgen's in float32. llama.cpp rounds activations to the weights' type,
so they differ; a wrong layout or metadata would differ by whole nats.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

# Mean absolute differences in nats that rounding of activations explains.
LIMITS = {"f32": 0.005, "f16": 0.005, "bf16": 0.03, "q8_0": 0.05, "q4_1": 0.1}
PROMPTS = ["The capital of France is", "def add(a, b):\n    return a + b\n", "naïve café, 東京, emoji 🙂"]

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("synthgen")
parser.add_argument("model")
parser.add_argument("--llama", type=pathlib.Path, required=True)
options = parser.parse_args()
source = pathlib.Path(__file__).with_name("logprobs.cpp")
headers = next(options.llama.parent.glob("llama_cpp_python-*")) / "vendor/llama.cpp"

with tempfile.TemporaryDirectory() as work:
    program = pathlib.Path(work, "logprobs")
    subprocess.run(
        ["c++", "-O2", "-std=c++17", source, f"-I{headers}/include", f"-I{headers}/ggml/include",
         f"-L{options.llama}/bin", "-lllama", f"-Wl,-rpath,{options.llama.resolve()}/bin",
         f"-Wl,-rpath-link,{options.llama}/bin", "-o", program], check=True)
    failures = 0
    for kind, limit in LIMITS.items():
        file = pathlib.Path(work, f"{kind}.gguf")
        subprocess.run([options.synthgen, "models", "export", options.model, "--gguf", file, "--type", kind],
                       check=True, stdout=subprocess.DEVNULL)
        asked, ours = [], []
        for prompt in PROMPTS:
            line = json.loads(subprocess.run(
                [options.synthgen, "complete", "--model", file, "--prompt", prompt, "--greedy", "--json",
                 "--max-tokens", "24", "--logprobs", "1", "--ignore-eos", "--float32"],
                check=True, capture_output=True, text=True).stdout)
            asked.append(" ".join(map(str, [len(line["prompt_ids"]), *line["prompt_ids"], *line["ids"]])))
            ours.append([top[0]["logprob"] for top in line["top_logprobs"]])
        found = subprocess.run([program, file, "2"], input="\n".join(asked) + "\n", check=True,
                               capture_output=True, text=True).stdout.splitlines()
        theirs = [list(map(float, line.split())) for line in found]
        differences = [abs(a - b) for left, right in zip(ours, theirs, strict=True)
                       for a, b in zip(left, right, strict=True)]
        mean = sum(differences) / len(differences)
        right = mean <= limit
        failures += not right
        print(f"{'held ' if right else 'FAULT'} {kind}: {file.stat().st_size / 1e6:.0f} MB, log-probabilities of "
              f"{len(differences)} tokens differ by {mean:.1e} on average, by {max(differences):.1e} at most", flush=True)
        file.unlink()
sys.exit(bool(failures))
