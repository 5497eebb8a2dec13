"""Rows a second of distilabel through three text-generation tasks, with a model that answers at once.

The counterpart of `synthgen bench dataflow --chain`: what is measured is everything around the model.

    python3 -m venv ~/peers && ~/peers/bin/pip install distilabel==1.5.3 requests
    ~/peers/bin/python Benchmarks/peers/distilabel_chain.py --rows 2000 --batch 50
"""

import argparse
import json
import time

from distilabel.models.llms.base import LLM
from distilabel.pipeline import Pipeline
from distilabel.steps import LoadDataFromDicts
from distilabel.steps.tasks import TextGeneration


class InstantModel(LLM):
    """Answers every conversation with the same sentence, at once, in the task's own process."""

    def load(self) -> None:
        super().load()

    @property
    def model_name(self) -> str:
        return "instant"

    def generate(self, inputs, num_generations: int = 1):
        sentence = "the long way over the pass is the one that most people take in a dry year " * 2
        return [
            {
                "generations": [sentence] * num_generations,
                "statistics": {"input_tokens": [40], "output_tokens": [24] * num_generations},
            }
            for _ in inputs
        ]


def run(rows: int, batch: int) -> float:
    with Pipeline(name=f"chain-{rows}-{batch}") as pipeline:
        step = LoadDataFromDicts(
            data=[{"instruction": f"Write a question about topic {n}."} for n in range(rows)],
            batch_size=batch,
        )
        for place in range(3):
            task = TextGeneration(
                name=f"task_{place}",
                llm=InstantModel(),
                input_batch_size=batch,
                input_mappings={"instruction": "instruction" if place == 0 else f"text_{place - 1}"},
                output_mappings={"generation": f"text_{place}", "model_name": f"model_{place}"},
            )
            step >> task
            step = task
    start = time.perf_counter()
    dataset = pipeline.run(use_cache=False)
    seconds = time.perf_counter() - start
    made = len(dataset["default"]["train"])
    assert made == rows, f"{made} rows came out of {rows}"
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=2000)
    parser.add_argument("--batch", type=int, default=50, help="distilabel's default is 50")
    options = parser.parse_args()
    seconds = run(options.rows, options.batch)
    print(
        json.dumps(
            {
                "peer": "distilabel",
                "rows": options.rows,
                "batch": options.batch,
                "seconds": round(seconds, 2),
                "rowsPerSecond": round(options.rows / seconds, 1),
            }
        )
    )


if __name__ == "__main__":
    main()
