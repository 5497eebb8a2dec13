"""Calls a second that a run makes at an endpoint which answers at once.

    rate.py SYNTHGEN [--calls 50000] [--concurrency 64] [--rounds 3]

Builds `endpoint.c` with the machine's C compiler, and runs a document of one `generate` stage against
it: each call is sent, answered with 1.3 KB, journaled, and its record written into a shard. Prints
the median rate of the whole command and of the user's and system's time of synthgen alone.
"""

import argparse
import json
import os
import pathlib
import socket
import statistics
import subprocess
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("synthgen")
    parser.add_argument("--calls", type=int, default=50_000)
    parser.add_argument("--concurrency", type=int, default=64)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        endpoint = folder / "endpoint"
        subprocess.run(["cc", "-O2", "-o", endpoint, HERE / "endpoint.c"], check=True)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        server = subprocess.Popen([endpoint, str(port)])
        try:
            measure(args, folder, port)
        finally:
            server.kill()


def measure(args, folder, port):
    with open(folder / "prompts.jsonl", "w") as file:
        for number in range(args.calls):
            file.write(json.dumps({"prompt": f"Question {number}: " + "why is it so? " * 10}) + "\n")
    (folder / "rate.json").write_text(json.dumps({
        "schemaVersion": 1, "name": "rate", "seed": 1,
        "models": {"writer": {"endpoint": f"http://127.0.0.1:{port}/v1", "model": "instant",
                              "concurrency": args.concurrency}},
        "stages": {
            "prompts": {"type": "read", "dataset": "prompts.jsonl"},
            "answers": {"type": "generate", "input": "prompts", "model": "writer",
                        "into": "response"},
            "out": {"type": "write", "input": "answers", "dataset": "out"}}}))
    rates, costs = [], []
    for number in range(args.rounds):
        start = time.monotonic()
        process = subprocess.Popen(
            [args.synthgen, "run", "rate.json", "--no-cache", "--output", f"out-{number}"],
            cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        printed = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        if status != 0:
            raise SystemExit(printed)
        rates.append(args.calls / (time.monotonic() - start))
        costs.append((usage.ru_utime + usage.ru_stime) / args.calls * 1e6)
    print(f"{statistics.median(rates):,.0f} calls/s, {statistics.median(costs):.0f} us of a core each "
          f"({args.calls:,} calls, {args.concurrency} at a time, {args.rounds} rounds)")


if __name__ == "__main__":
    main()
