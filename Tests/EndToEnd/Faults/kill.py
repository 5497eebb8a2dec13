"""Kills a run at random moments and compares what it leaves with an undisturbed run's.

    kill.py SYNTHGEN [--kills 10] [--target 6] [--document Pipelines/preference.json] [--seed 1]

Then the same document with other --threads and --max-batch. Prints one line a check; ends with
status 1 if one failed. Needs nothing but Python.
"""

import argparse
import hashlib
import json
import pathlib
import random
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time

import workload

# Timings and host facts may differ.
OWN_TABLES = {"runs", "performance", "meta", "run_states", "run_stages", "run_activity", "run_history", "plans"}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("synthgen")
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--target", type=int, default=6)
    parser.add_argument("--document", default="Pipelines/preference.json")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def command(args, folder, *more):
    return [args.synthgen, "run", args.document, "--target", str(args.target),
            "--output", str(folder), "--json", "--no-cache", *more]


def run(args, folder, *more):
    """Runs to the end and returns the last event."""
    done = subprocess.run(command(args, folder, *more), capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"run failed with {done.returncode}: {done.stderr}")
    return json.loads(done.stdout.strip().splitlines()[-1])


def shards(folder):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.glob("*.zst"))}


def catalog(folder):
    """Every row of the tables whose content must not depend on what happened."""
    with sqlite3.connect(folder / "catalog.sqlite") as db:
        names = [row[0] for row in db.execute(
            "select name from sqlite_master where type = 'table' order by name")]
        return {name: sorted(db.execute(f"select * from {name}").fetchall(), key=repr)
                for name in names if name not in OWN_TABLES}


def calls(folder):
    return workload.remembered(folder)


def counts_add_up(folder):
    with sqlite3.connect(folder / "catalog.sqlite") as db:
        sound = db.execute("pragma integrity_check").fetchone()[0] == "ok"
        wrong = db.execute(
            "select stage from stage_counts where created != passed + rejected").fetchall()
        return sound and not wrong


def disturb(args, folder, seconds, generator):
    """Starts the run again and again and kills it; the moments are spread over a whole run."""
    kills = 0
    for number in range(args.kills):
        wait = seconds * (number + generator.random()) / args.kills / 2
        process = subprocess.Popen(command(args, folder), stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        try:
            process.wait(timeout=wait)
            break
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            kills += 1
    return kills


def main():
    args = arguments()
    generator = random.Random(args.seed)
    results = []

    def check(name, holds, note=""):
        results.append(holds)
        print(f"{'ok  ' if holds else 'FAIL'} {name}{': ' + note if note else ''}", flush=True)

    root = pathlib.Path(tempfile.mkdtemp(prefix="synthgen-kill-"))
    try:
        start = time.monotonic()
        run(args, root / "whole")
        seconds = time.monotonic() - start
        kills = disturb(args, root / "killed", seconds, generator)
        last = run(args, root / "killed")
        whole, killed = calls(root / "whole"), calls(root / "killed")
        check(f"shards are the same after {kills} kills", shards(root / "whole") == shards(root / "killed"))
        check("the catalog is the same", catalog(root / "whole") == catalog(root / "killed"))
        check("the catalog is sound and its counts add up", counts_add_up(root / "killed"))
        check("calls are remembered", last["calls_made"] <= killed,
              f"journal holds {killed}, an undisturbed run's {whole}; the last run made {last['calls_made']}")
        again = run(args, root / "killed")
        check("a finished run makes no call", again["calls_made"] == 0)
        for more in (["--threads", "1"], ["--max-batch", "5"]):
            folder = root / "-".join(more).strip("-")
            run(args, folder, *more)
            check(f"shards are the same with {' '.join(more)}",
                  shards(root / "whole") == shards(folder))
    finally:
        shutil.rmtree(root, ignore_errors=True)
    print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
    raise SystemExit(0 if all(results) else 1)


if __name__ == "__main__":
    main()
