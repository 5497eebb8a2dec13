"""Kills a training at random moments and compares what it leaves with an undisturbed one's.

    kill.py SYNTHGEN [--kills 10] [--steps 40] [--dataset ROWS] [--model NAME] [--seed 1]

First it trains undisturbed, then with kill -9 again and again, then with other --threads,
--micro-batch and --micro-tokens: all must leave the same bytes. Prints one line a check; ends with
status 1 if one failed. Needs nothing but Python.
"""

import argparse
import hashlib
import pathlib
import random
import shutil
import signal
import subprocess
import tempfile
import time


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("synthgen")
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--steps", type=int, default=40)
    parser.add_argument("--dataset", default="Datasets/attributes.jsonl")
    parser.add_argument("--model", default="smollm2-135m-instruct")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def command(args, folder, steps, *more):
    return [args.synthgen, "train", "sft", "--model", args.model, "--dataset", args.dataset,
            "--limit", "40", "--output", str(folder), "--batch", "3", "--steps", str(steps),
            "--max-tokens", "120", "--learning-rate", "1e-4", "--save-every", "2", "--samples", "0", *more]


def train(args, folder, steps, *more):
    """Trains to the end; returns the digest of the weights and the seconds."""
    start = time.monotonic()
    done = subprocess.run(command(args, folder, steps, *more), capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"training failed with {done.returncode}: {done.stderr}")
    return digest(folder), time.monotonic() - start


def digest(folder):
    whole = hashlib.sha256()
    for path in sorted(folder.glob("*.safetensors")):
        whole.update(path.read_bytes())
    return whole.hexdigest()


def disturb(args, folder, seconds, generator):
    """Starts the training again and again and kills it; returns how often it was still running."""
    kills = 0
    for _ in range(args.kills):
        process = subprocess.Popen(command(args, folder, args.steps), stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        try:
            process.wait(timeout=2 + seconds / args.kills * 2 * generator.random())
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            kills += 1
    return kills


def main():
    args = arguments()
    failures = 0

    def check(name, holds):
        nonlocal failures
        failures += not holds
        print(("held  " if holds else "FAULT ") + name, flush=True)

    root = pathlib.Path(tempfile.mkdtemp(prefix="synthgen-training-"))
    try:
        right, seconds = train(args, root / "undisturbed", args.steps)
        print(f"undisturbed: {args.steps} steps in {seconds:.0f} s, sha256 {right[:16]}")
        kills = disturb(args, root / "killed", seconds, random.Random(args.seed))
        found, _ = train(args, root / "killed", args.steps)
        check(f"{kills} times kill -9 in {args.steps} steps: the same bytes",
              kills > 0 and found == right)
        for more in (["--threads", "1"], ["--threads", "2"], ["--micro-batch", "1"],
                     ["--micro-batch", "3"], ["--micro-tokens", "128"]):
            folder = root / "-".join(more).strip("-")
            found, _ = train(args, folder, args.steps, *more)
            check(f"{' '.join(more)}: the same bytes", found == right)
            shutil.rmtree(folder)
    finally:
        shutil.rmtree(root, ignore_errors=True)
    return 1 if failures else 0


if __name__ == "__main__":
    raise SystemExit(main())
