"""Runs every document in Pipelines/ with the real model and small targets, and reads what each leaves.

    recipe.py SYNTHGEN [--only TEXT] [--target 4] [--fresh]

A document is run into Datasets/recipe/NAME. It must end well and leave rows, which Hugging Face `datasets`
must load, as many as the run accepted. Prints a line a document and a table; ends with status 1 if
anything failed. What was finished by an earlier call is not done again, unless --fresh.

Documents are found by themselves. One without a target in its `write` stage ends by itself and is run as
it is. EXCEPTIONS is the only place that names documents.
"""

import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["HF_DATASETS_DISABLE_PROGRESS_BARS"] = "1"

from datasets import concatenate_datasets, load_dataset

PIPELINES = pathlib.Path("Pipelines")
OUTPUT = pathlib.Path("Datasets/recipe")

# By path below Pipelines/: "target" other than the default, "arguments" for `run`, or "skip" with the reason.
EXCEPTIONS = {}

# What all rows for SFT have, with the same types in every document.
SFT_COLUMNS = ["kind", "task", "topic", "messages"]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("synthgen")
    parser.add_argument("--only", default="", help="run documents with this in their path")
    parser.add_argument("--target", type=int, default=4, help="rows per document")
    parser.add_argument("--fresh", action="store_true", help="begin anew")
    args = parser.parse_args()
    if args.fresh:
        shutil.rmtree(OUTPUT, ignore_errors=True)
    results = [run(args, path) for path in documents() if args.only in str(path)]
    if not results:
        sys.exit(f"error: no document has '{args.only}' in its path")
    together = check_together(results)
    print_table(results)
    failed = [result for result in results if result["problem"]]
    if together:
        print(f"error: {together}")
    sys.exit(1 if failed or together else 0)


def documents():
    """Every document below Pipelines/, in order; what has no stages is none."""
    for path in sorted(PIPELINES.rglob("*.json")):
        if "stages" in json.loads(path.read_text()):
            yield path


def run(args, path):
    name = path.relative_to(PIPELINES)
    exception = EXCEPTIONS.get(str(name), {})
    result = {"name": str(name), "rows": 0, "seconds": 0.0, "tokens": 0, "problem": None,
              "skipped": exception.get("skip")}
    if result["skipped"]:
        print(f"{name}: left out: {result['skipped']}", flush=True)
        return result
    folder = OUTPUT / name.with_suffix("")
    command = [args.synthgen, "run", str(path), "--output", str(folder), "--json",
               "--cache", str(OUTPUT / "answers"), *exception.get("arguments", [])]
    if has_target(path):
        command += ["--target", str(exception.get("target", args.target))]
    began = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True)
    result["seconds"] = time.monotonic() - began
    result["problem"] = problem(done, folder, result)
    what = result["problem"] or f"{result['rows']} rows, {result['seconds']:.0f} s"
    print(f"{name}: {what}", flush=True)
    return result


def has_target(path):
    """Whether the document's end has a target, so that it would go on without a smaller one."""
    stages = json.loads(path.read_text())["stages"].values()
    ends = [stage for stage in stages if stage.get("type") == "write"]
    return any("target" in end or "quotas" in end for end in ends)


def problem(done, folder, result):
    """What is wrong with a run, in a line; fills in what came of it."""
    if done.returncode != 0:
        return f"ended with {done.returncode}: {done.stderr.strip() or done.stdout[-300:]}"
    end = json.loads(done.stdout.strip().splitlines()[-1])
    result["tokens"] = end["tokens_generated"]
    shards = sorted(str(path) for path in folder.glob("shard-*.jsonl.zst"))
    if not shards or end["accepted"] == 0:
        return "left no rows"
    try:
        table = load(shards)
    except Exception as error:  # whatever `datasets` says of a file is the answer looked for
        return f"datasets cannot load it: {error!r}"
    result["rows"] = len(table)
    if len(table) != end["accepted"]:
        return f"accepted {end['accepted']} rows, but datasets loads {len(table)}"
    if "kind" in table.column_names and set(table["kind"]) == {"sft"}:
        missing = [column for column in SFT_COLUMNS if column not in table.column_names]
        if missing:
            return f"rows for SFT lack {', '.join(missing)}"
        result["sft"] = table.select_columns(SFT_COLUMNS)
    return None


def load(shards):
    with tempfile.TemporaryDirectory() as cache:
        return load_dataset("json", data_files=shards, split="train", cache_dir=cache,
                            keep_in_memory=True)


def check_together(results):
    """Rows for SFT of all documents must fit into one table; those whose turns hold calls, into another."""
    for has_calls in (False, True):
        some = [r for r in results if "sft" in r and holds_calls(r["sft"]) == has_calls]
        for result in some:
            if result["sft"].features != some[0]["sft"].features:
                return (f"{result['name']}: rows for SFT have other types than those of "
                        f"{some[0]['name']}: {result['sft'].features}")
        if some:
            count = len(concatenate_datasets([result["sft"] for result in some]))
            kind = "with calls " if has_calls else ""
            print(f"rows for SFT {kind}of {len(some)} documents: {count} in one table")
    return None


def holds_calls(table):
    """Whether turns have tool_calls beside role and content."""
    return "tool_calls" in str(table.features["messages"])


def print_table(results):
    rows = [["document", "rows", "seconds", "tokens", ""]]
    for result in results:
        note = "left out" if result["skipped"] else "FAILED" if result["problem"] else ""
        rows.append([result["name"], f"{result['rows']:,}", f"{result['seconds']:.0f}",
                     f"{result['tokens']:,}", note])
    rows.append(["in all", f"{sum(r['rows'] for r in results):,}",
                 f"{sum(r['seconds'] for r in results):.0f}",
                 f"{sum(r['tokens'] for r in results):,}", ""])
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    print()
    for row in rows:
        cells = [row[0].ljust(widths[0])] + [row[i].rjust(widths[i]) for i in range(1, 4)] + [row[4]]
        print("  ".join(cells).rstrip())


if __name__ == "__main__":
    main()
