"""Says whether transformers sees a written folder as synthgen sees what it was written of.

    check_model.py SYNTHGEN SOURCE FOLDER

SOURCE is the model that `synthgen models export SOURCE --folder FOLDER --type f32` wrote. Compared
are token ids, the rendered chat, and the log-probabilities of the likeliest tokens, computed in 32-bit
floats by both. Needs torch and transformers, which are
larger than all other packages of the check together: `run.sh` leaves it out.
"""

import json
import subprocess
import sys
import tempfile

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

synthgen, source, folder = sys.argv[1:]
TOLERANCE = 1e-3
TEXTS = [
    "The capital of France is", "def add(a, b):\n    return a + b\n", "x = 3.14159, 2048 items",
    " leading and  double spaces\n\n\ttabs", "naïve café, 東京, emoji 🙂, don't",
    "<|im_start|>user\nHi<|im_end|>\n",
]
CHAT = [
    {"role": "system", "content": "You answer in one word."},
    {"role": "user", "content": "What colour is the sky?"},
    {"role": "assistant", "content": "Blue."},
    {"role": "user", "content": "And grass?"},
]


def complete(model, *arguments):
    """What `synthgen complete` says of eight greedy tokens."""
    command = [
        synthgen, "complete", "--model", model, "--greedy", "--json", "--max-tokens", "8",
        "--logprobs", "20", "--ignore-eos", "--float32", *arguments]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def worst_difference(model, line):
    """The greatest difference of log-probabilities over the steps of a completion."""
    prompt, ids = line["prompt_ids"], line["ids"]
    with torch.no_grad():
        logits = model(torch.tensor([prompt + ids])).logits[0]
    theirs = logits.double().log_softmax(-1)
    return max(
        abs(theirs[len(prompt) - 1 + step, entry["id"]].item() - entry["logprob"])
        for step, top in enumerate(line["top_logprobs"]) for entry in top)


tokenizer = AutoTokenizer.from_pretrained(folder)
model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
print(f"{type(model).__name__}, ends at {model.generation_config.eos_token_id}")
failures, worst = [], 0.0
for text in TEXTS:
    line = complete(folder, "--prompt", text)
    for name, ids in [
        (source, complete(source, "--prompt", text)["prompt_ids"]), (folder, line["prompt_ids"])
    ]:
        if tokenizer(text)["input_ids"] != ids:
            failures.append(f"{text!r} becomes other ids in {name}")
    if tokenizer.decode(tokenizer(text)["input_ids"]) != text:
        failures.append(f"{text!r} is decoded to another text")
    worst = max(worst, worst_difference(model, line))
with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
    json.dump(CHAT, file)
    file.flush()
    line = complete(folder, "--chat", file.name)
    rendered = tokenizer.apply_chat_template(CHAT, add_generation_prompt=True, return_dict=False)
    for name in [source, folder]:
        if complete(name, "--chat", file.name)["prompt_ids"] != list(rendered):
            failures.append(f"the chat is rendered differently by {name}")
    worst = max(worst, worst_difference(model, line))
if worst > TOLERANCE:
    failures.append(f"log-probabilities differ by {worst:.2e}")
print(f"log-probabilities differ by at most {worst:.1e}")
for failure in failures:
    print("FAIL", failure)
sys.exit(bool(failures))
