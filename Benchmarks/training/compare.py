"""Trains the same rows with synthgen and with TRL, in turns, and prints a table of medians.

    compare.py SYNTHGEN PYTHON MODEL [--rounds 3] [--steps 4] [--only sft,lora,dpo]

PYTHON is one that has torch, transformers, trl and peft (`pip install trl==1.16.0 peft`); MODEL a
folder that `SYNTHGEN models export smollm2-135m-instruct --folder MODEL` wrote. Tokens a second are
those of rows, the first step left out; where chosen and rejected share a prompt, synthgen computes
it once, so its pairs are counted as TRL counts them: prompt and answer, twice.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
# Ours, and the peers that it is compared with.
TASKS = {
    "sft": (["sft", "--batch", "8"], "sft.jsonl", ["sft-packed", "sft-padded", "sft-default"]),
    "lora": (["sft", "--lora", "--batch", "8"], "sft.jsonl", ["lora-packed"]),
    "dpo": (["dpo", "--batch", "4"], "pairs.jsonl", ["dpo", "dpo-precomputed"]),
}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("synthgen")
    parser.add_argument("python")
    parser.add_argument("model")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--steps", type=int, default=4)
    parser.add_argument("--only", default=",".join(TASKS))
    parser.add_argument("--arithmetic", default="float32")
    return parser.parse_args()


def run(command):
    """Runs a command; returns its output's lines of JSON and its peak memory in GB."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                               text=True, env=os.environ | {"OMP_NUM_THREADS": "2"})
    lines = process.stdout.read().splitlines()
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        raise SystemExit(f"failed: {' '.join(command)}")
    return [json.loads(line) for line in lines if line.startswith('{"')], usage.ru_maxrss / 2**20


def ours(args, task, rows):
    options, name, _ = TASKS[task]
    with tempfile.TemporaryDirectory() as folder:
        lines, peak = run([args.synthgen, "train", *options, "--model", args.model,
                           "--dataset", str(rows / name), "--steps", str(args.steps),
                           "--order", "file", "--max-tokens", "1024", "--threads", "2",
                           "--arithmetic", args.arithmetic, "--save-every", "1000",
                           "--samples", "0", "--log", "-", "--output", f"{folder}/out"])
    rates = [line["tokens_per_second"] for line in lines if "tokens_per_second" in line][1:]
    return statistics.median(rates) * shared(rows / name, args), peak


def shared(path, args):
    """Tokens as TRL counts them for each that synthgen computes; 1 but for pairs."""
    if path.name != "pairs.jsonl":
        return 1
    counted = subprocess.run([args.python, str(HERE / "tokens.py"), args.model, str(path),
                              str(4 * args.steps)], capture_output=True, text=True, check=True)
    twice, once = map(int, counted.stdout.split())
    return twice / once


def main():
    args = arguments()
    with tempfile.TemporaryDirectory() as folder:
        rows = pathlib.Path(folder)
        subprocess.run([args.python, str(HERE / "rows.py"), folder], check=True,
                       stdout=subprocess.DEVNULL)
        print("| what | tokens/s | peak GB | ratio |\n|---|---|---|---|")
        for task in args.only.split(","):
            _, name, peers = TASKS[task]
            found = {"synthgen": []} | {peer: [] for peer in peers}
            for _ in range(args.rounds):
                found["synthgen"].append(ours(args, task, rows))
                for peer in peers:
                    lines, peak = run([args.python, str(HERE / "peer.py"), peer, str(args.steps),
                                       args.model, str(rows / name)])
                    found[peer].append((lines[-1]["median"], peak))
            rate = {who: statistics.median(rates for rates, _ in all)
                    for who, all in found.items()}
            peak = {who: max(peak for _, peak in all) for who, all in found.items()}
            print(f"| {task}: synthgen, {args.arithmetic} | {rate['synthgen']:.0f} "
                  f"| {peak['synthgen']:.1f} | |", flush=True)
            for peer in peers:
                print(f"| {task}: TRL, {peer} | {rate[peer]:.0f} | {peak[peer]:.1f} "
                      f"| {rate['synthgen'] / rate[peer]:.2f}x |", flush=True)


if __name__ == "__main__":
    main()
