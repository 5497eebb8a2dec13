"""Compares synthgen's evaluations with lm-evaluation-harness: compare.py MODEL RESULTS...

Figures of multiple choice and bits per byte may differ by half a point, verdicts on IFEval's
instructions and pass@k not at all. Exits with 1 if anything differs by more.
"""
import json
import pathlib
import sys

import langdetect
import numpy
from lm_eval import simple_evaluate
from lm_eval.tasks import TaskManager
from lm_eval.tasks.ifeval.utils import process_results

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
FIGURES = {
    "arc": ["acc", "acc_norm"],
    "hellaswag": ["acc", "acc_norm"],
    "winogrande": ["acc"],
    "mmlu": ["acc"],
    "prose": ["bits_per_byte"],
}
TOLERANCE = 0.005
failures = []


def say(name, ours, theirs, agrees, more=""):
    if not agrees:
        failures.append(name)
    print(f"{name:32} {ours:>10} {theirs:>10}  {'' if agrees else 'DIFFERS '}{more}")


def results(path):
    return {r["evaluation"]: r for r in json.loads(pathlib.Path(path).read_text())["results"]}


def harness(model, tasks):
    found = simple_evaluate(
        model="hf",
        model_args={"pretrained": model, "dtype": "float32"},
        tasks=[f"synthgen_{task}" for task in tasks],
        task_manager=TaskManager(include_path=str(HERE / "tasks")),
        batch_size=8,
        device="cpu",
        bootstrap_iters=0,
        log_samples=True,
    )
    return found


def compare_choices(ours, found):
    for task, figures in FIGURES.items():
        theirs = found["results"][f"synthgen_{task}"]
        for figure in figures:
            own = ours[task]["figures"][figure]["value"]
            other = theirs[f"{figure},none"]
            say(
                f"{task} {figure}", f"{own:.4f}", f"{other:.4f}",
                abs(own - other) <= TOLERANCE, farthest(ours[task], found, task))


def farthest(ours, found, task):
    """How far the log-likelihoods of single choices are apart, at most."""
    samples = sorted(found["samples"][f"synthgen_{task}"], key=lambda sample: sample["doc_id"])
    pairs = []
    for item, sample in zip(ours["items"], samples, strict=True):
        if task == "prose":
            nats = item["figures"]["token_perplexity"][0]
            pairs.append((-nats, sample["filtered_resps"][0]))
        else:
            values = [response[0] for response in sample["filtered_resps"]]
            pairs += zip(item["details"]["log_likelihoods"], values, strict=True)
    apart = max(abs(a - float(numpy.ravel(b)[0])) for a, b in pairs)
    return f"log-likelihoods at most {apart:.2g} apart"


READINGS = {"strict": "inst_level_strict_acc", "loose": "inst_level_loose_acc"}
SEEDS = range(20)


def originals(row, answer):
    """What IFEval's checkers say of each instruction, by reading: a set of verdicts.

    langdetect draws at random, and finds now one language and now another in some texts. The
    checkers then have no one verdict, so all that twenty seeds give count as theirs.
    """
    speaks = any(
        id.startswith("language:") or "english" in id for id in row["instruction_id_list"])
    verdicts = {reading: [set() for _ in row["kwargs"]] for reading in READINGS}
    for seed in SEEDS if speaks else [0]:
        langdetect.DetectorFactory.seed = seed
        found = process_results(row, [answer])
        for reading, key in READINGS.items():
            for verdict, said in zip(verdicts[reading], found[key], strict=True):
                verdict.add(bool(said))
    return verdicts


def compare_instructions(ours):
    rows = [
        json.loads(line)
        for line in (ROOT / "Datasets/evaluation/ifeval.jsonl").read_text().splitlines()
    ]
    rows = {str(row["key"]): row for row in rows}
    instructions, different, undecided = 0, 0, 0
    for item in ours["items"]:
        verdicts = originals(rows[item["id"]], item["answers"][0]["text"])
        for reading in READINGS:
            for index, own in enumerate(item["details"][reading][0]):
                theirs = verdicts[reading][index]
                instructions += 1
                undecided += len(theirs) > 1
                if own not in theirs:
                    different += 1
                    kind = item["details"]["instructions"][index]
                    print(f"  item {item['id']}, {kind}, {reading}: {own}, not {theirs}")
    say(
        "ifeval, verdicts that differ", different, 0, different == 0,
        f"of {instructions} on {len(ours['items'])} answers; {undecided} on which langdetect says "
        "now this and now that")


def compare_pass_at_k(ours):
    """The estimator as Chen et al. 2021 print it in their figure 3."""
    def pass_at_k(n, c, k):
        if n - c < k:
            return 1.0
        return 1.0 - numpy.prod(1.0 - k / numpy.arange(n - c + 1, n + 1))

    worst, rights = 0.0, []
    for item in ours["items"]:
        verdicts = item["details"]["verdicts"]
        right = sum(verdict == "" for verdict in verdicts)
        rights.append(right)
        for name, value in item["figures"].items():
            if name.startswith("pass@"):
                expected = pass_at_k(len(verdicts), right, int(name[5:]))
                worst = max(worst, abs(value - expected))
    say("pass@k, largest difference", f"{worst:.1e}", 0, worst < 1e-12, f"right: {rights}")


def main():
    model, *paths = sys.argv[1:]
    ours = {name: result for path in paths for name, result in results(path).items()}
    print(f"{'':32} {'synthgen':>10} {'harness':>10}")
    compare_instructions(ours["ifeval"])
    compare_pass_at_k(ours["pass-at-k"])
    compare_choices(ours, harness(model, FIGURES))
    print(f"{len(failures)} of the figures differ" if failures else "all agree")
    sys.exit(1 if failures else 0)


main()
