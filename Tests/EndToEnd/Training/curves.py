"""Trains SmolLM2-135M-Instruct beside torch, twelve steps of each objective, and compares the curves.

    curves.py SYNTHGEN [--steps 12] [--only sft,lora] [--keep FOLDER] [--bf16]

The reference is plain transformers and torch.optim.AdamW in float32: row by row, so without padding,
with the formulas written out. It follows docs/training.md's section "Step by step beside another
trainer": rows in file order, a warm-up of two steps, a clip of 1, prompts and answers cut at 512
tokens. Compared are each step's loss and gradient norm before clipping. Needs torch, transformers
and peft. Prints a line for each objective; ends with status 1 if one is off.
"""

import argparse
import json
import math
import os
import pathlib
import random
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[3]
LIMIT = 512
BETA = 0.1
ATTRIBUTES = ["helpfulness", "correctness", "coherence", "complexity", "verbosity"]
# name: (rows a step, learning rate, the command's objective, further options)
OBJECTIVES = {
    "sft": (8, 1e-5, "sft", []),
    "lora": (8, 2e-4, "sft", []),
    "dpo": (4, 1e-5, "dpo", ["--beta", str(BETA), "--sft-weight", "0"]),
    "dpo_sft": (4, 1e-5, "dpo", ["--beta", str(BETA), "--sft-weight", "0.1"]),
    "rpo": (4, 1e-5, "rpo", ["--beta", str(BETA), "--eta", "1", "--sft-weight", "0"]),
    "reward": (8, 5e-5, "reward", []),
}
PAIRS = {"dpo", "dpo_sft", "rpo"}
# The greatest relative difference of losses and of gradient norms; pairs get more after step 6.
FLOAT32, LATE_PAIRS, BF16 = (1e-4, 2e-3), 1e-3, (5e-3, 2e-2)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("synthgen")
    parser.add_argument("--steps", type=int, default=12)
    parser.add_argument("--only", type=lambda text: text.split(","), default=list(OBJECTIVES))
    parser.add_argument("--keep", type=pathlib.Path, help="work here, and use what lies there")
    parser.add_argument("--bf16", action="store_true", help="synthgen's products in bfloat16")
    return parser.parse_args()


# --- rows -----------------------------------------------------------------------------------------


def read(name):
    return [json.loads(line) for line in (ROOT / "Datasets" / name).read_text().splitlines()]


def rows(name, count):
    """`count` rows of an objective, the same ones in every run."""
    generator = random.Random(11)
    if name in PAIRS:
        judged = read("judge-pairs.jsonl")
        generator.shuffle(judged)
        return [{"prompt": row["prompt"], "chosen": row["chosen"], "rejected": row["rejected"],
                 "chosen_reward": 2 + 2 * generator.random(), "rejected_reward": 2 * generator.random()}
                for row in judged[:count]]
    labelled = [row for row in read("attributes.jsonl") if len(row["response"]) < 500]
    generator.shuffle(labelled)
    if name == "reward":
        return [{key: row[key] for key in ["prompt", "response", *ATTRIBUTES]} for row in labelled[:count]]
    answers = iter(labelled)
    return [{"messages": [turn for _ in range(1 if index % 8 else 7) for turn in exchange(next(answers))]}
            for index in range(count)]


def exchange(row):
    return [{"role": "user", "content": row["prompt"]}, {"role": "assistant", "content": row["response"]}]


def batches(items, size, steps):
    """`steps` batches in order, over and over."""
    endless = (items[index % len(items)] for index in range(size * steps))
    return [[next(endless) for _ in range(size)] for _ in range(steps)]


# --- the reference --------------------------------------------------------------------------------


class Chat:
    """Token ids of conversations, and which of them are learnt."""

    def __init__(self, tokenizer):
        self.tokenizer = tokenizer
        self.end = tokenizer.convert_tokens_to_ids("<|im_end|>")

    def ids(self, text):
        return self.tokenizer(text, add_special_tokens=False)["input_ids"]

    def conversation(self, turns):
        """The ids of a whole conversation and the positions of the answers with their ends."""
        if turns[0]["role"] != "system":
            turns = [{"role": "system",
                      "content": "You are a helpful AI assistant named SmolLM, trained by Hugging Face"}] + turns
        ids, learnt = [], []
        for turn in turns:
            ids += self.ids(f"<|im_start|>{turn['role']}\n")
            body = self.ids(turn["content"]) + [self.end]
            if turn["role"] == "assistant":
                learnt += range(len(ids), len(ids) + len(body))
            ids += body + self.ids("\n")
        return ids[:LIMIT], [position for position in learnt if position < LIMIT]

    def answer(self, prompt, answer):
        turns = [{"role": "user", "content": prompt}, {"role": "assistant", "content": answer}]
        ids, learnt = self.conversation(turns)
        return ids[:learnt[-1] + 1], learnt


def log_probabilities(model, ids, learnt):
    """The log-probability of each learnt token, given those before it."""
    import torch
    positions = torch.tensor(learnt)
    logits = model(torch.tensor([ids]), logits_to_keep=positions - 1).logits[0]
    chosen = logits.log_softmax(-1)
    return chosen.gather(1, torch.tensor(ids)[positions].unsqueeze(1)).squeeze(1)


class Reference:
    """The losses of a batch as torch computes them; `loss` also adds the gradients."""

    def __init__(self, name, folder, adapter, items):
        import torch
        from transformers import AutoModelForCausalLM, AutoTokenizer
        self.name = name
        self.chat = Chat(AutoTokenizer.from_pretrained(folder))
        self.model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32)
        if name == "lora":
            from peft import PeftModel
            self.model = PeftModel.from_pretrained(self.model, adapter, is_trainable=True)
        if name == "reward":
            self.head = torch.nn.Linear(self.model.config.hidden_size, len(ATTRIBUTES))
            torch.nn.init.zeros_(self.head.weight)
            torch.nn.init.zeros_(self.head.bias)
        self.before = {}
        if name in PAIRS:
            with torch.no_grad():
                for row in items:
                    for side in ("chosen", "rejected"):
                        self.before[row["prompt"], row[side]] = self.answer(row, side).sum().double()

    def parameters(self):
        result = [value for value in self.model.parameters() if value.requires_grad]
        return result + (list(self.head.parameters()) if self.name == "reward" else [])

    def answer(self, row, side):
        return log_probabilities(self.model, *self.chat.answer(row["prompt"], row[side]))

    def loss(self, batch):
        if self.name == "reward":
            return self.reward(batch)
        if self.name in PAIRS:
            return self.pairs(batch)
        encoded = [self.chat.conversation(row["messages"]) for row in batch]
        count = sum(len(learnt) for _, learnt in encoded)
        return self.add(-log_probabilities(self.model, ids, learnt).sum() / count for ids, learnt in encoded)

    def pairs(self, batch):
        import torch.nn.functional as functional
        import torch
        tokens = sum(len(self.chat.answer(row["prompt"], row["chosen"])[1]) for row in batch)

        def losses():
            for row in batch:
                chosen, rejected = (self.answer(row, side) for side in ("chosen", "rejected"))
                margin = BETA * ((chosen.sum() - self.before[row["prompt"], row["chosen"]])
                                 - (rejected.sum() - self.before[row["prompt"], row["rejected"]]))
                if self.name == "rpo":
                    target = torch.tensor(row["chosen_reward"] - row["rejected_reward"], dtype=torch.float64)
                    loss = sum(functional.logsigmoid(sign * target).exp()
                               * (functional.logsigmoid(sign * target) - functional.logsigmoid(sign * margin))
                               for sign in (1, -1))
                else:
                    loss = -functional.logsigmoid(margin)
                loss = loss / len(batch)
                yield loss - 0.1 * chosen.sum() / tokens if self.name == "dpo_sft" else loss

        return self.add(losses())

    def reward(self, batch):
        import torch
        count = len(ATTRIBUTES) * len(batch)

        def losses():
            for row in batch:
                ids, learnt = self.chat.answer(row["prompt"], row["response"])
                state = self.model.model(torch.tensor([ids])).last_hidden_state[0, learnt[-1]]
                labels = torch.tensor([float(row[name]) for name in ATTRIBUTES])
                yield ((self.head(state) - labels) ** 2).sum() / count

        return self.add(losses())

    def add(self, losses):
        total = 0.0
        for loss in losses:
            loss.backward()
            total += loss.item()
        return total


def reference_curve(name, steps, items, folder, adapter):
    import torch
    torch.set_num_threads(os.cpu_count())
    size, rate, _, _ = OBJECTIVES[name]
    reference = Reference(name, folder, adapter, items)
    parameters = reference.parameters()
    optimizer = torch.optim.AdamW(
        [{"params": [value for value in parameters if value.dim() >= 2], "weight_decay": 0.1},
         {"params": [value for value in parameters if value.dim() < 2], "weight_decay": 0.0}],
        lr=rate, betas=(0.9, 0.95), eps=1e-8)
    curve = []
    for step, batch in enumerate(batches(items, size, steps)):
        for group in optimizer.param_groups:
            group["lr"] = rate * min(1, step / 2)
        optimizer.zero_grad()
        loss = reference.loss(batch)
        norm = torch.nn.utils.clip_grad_norm_(parameters, 1.0).item()
        optimizer.step()
        curve.append({"loss": loss, "grad_norm": norm})
        print(f"    torch {name} {step + 1}: {loss:.6f} {norm:.4f}", file=sys.stderr, flush=True)
    return curve


def fresh_adapter(folder, output):
    """An adapter in PEFT's form, rank 16 on all linear layers, whose B is not zero."""
    import torch
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModelForCausalLM
    torch.manual_seed(5)
    model = get_peft_model(
        AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32),
        LoraConfig(r=16, lora_alpha=32, lora_dropout=0.0, target_modules="all-linear", task_type="CAUSAL_LM"))
    for key, value in model.named_parameters():
        if "lora_B" in key:
            torch.nn.init.normal_(value, std=1e-3)
    model.save_pretrained(output)


# --- synthgen -------------------------------------------------------------------------------------


def our_curve(args, name, path, folder, adapter, work):
    size, rate, objective, more = OBJECTIVES[name]
    output = work / f"out-{name}"
    subprocess.run(["rm", "-rf", output, f"{output}.training"], check=True)
    command = [
        args.synthgen, "train", objective, "--model", folder, "--dataset", path, "--output", output,
        "--order", "file", "--batch", size, "--steps", args.steps, "--learning-rate", rate,
        "--schedule", "constant", "--warmup", 2, "--beta1", 0.9, "--beta2", 0.95, "--epsilon", 1e-8,
        "--weight-decay", 0.1, "--clip", 1, "--max-tokens", LIMIT, "--too-long", "truncate",
        "--samples", 0, "--arithmetic", "bf16" if args.bf16 else "float32", "--log", "-", *more]
    if name == "lora":
        command += ["--adapter", adapter]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, command))}\nended with {done.returncode}:\n{done.stderr}")
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    return [line for line in lines if "grad_norm" in line]


def difference(ours, theirs, key):
    return [abs(a[key] - b[key]) / max(abs(b[key]), 1e-30) for a, b in zip(ours, theirs, strict=True)]


def holds(args, name, losses, norms):
    loss, norm = BF16 if args.bf16 else FLOAT32
    late = loss if args.bf16 or name not in PAIRS else LATE_PAIRS
    return (all(value <= (loss if step < 6 else late) for step, value in enumerate(losses))
            and max(norms) <= norm)


def main():
    args = arguments()
    work = args.keep or pathlib.Path(tempfile.mkdtemp(prefix="synthgen-curves-"))
    work.mkdir(parents=True, exist_ok=True)
    folder, adapter = work / "smollm2", work / "adapter"
    if not folder.exists():
        subprocess.run([args.synthgen, "models", "export", "smollm2-135m-instruct", "--folder", folder,
                        "--type", "f32"], check=True)
    if "lora" in args.only and not adapter.exists():
        fresh_adapter(folder, adapter)
    failures = 0
    for name in args.only:
        passes = 3 if name == "reward" else 2
        items = rows(name, math.ceil(OBJECTIVES[name][0] * args.steps / passes))
        path = work / f"{name}.jsonl"
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in items))
        remembered = work / f"torch-{name}-{args.steps}.json"
        if remembered.exists():
            theirs = json.loads(remembered.read_text())
        else:
            theirs = reference_curve(name, args.steps, items, folder, adapter)
            remembered.write_text(json.dumps(theirs))
        ours = our_curve(args, name, path, folder, adapter, work)
        losses, norms = (difference(ours, theirs, key) for key in ("loss", "grad_norm"))
        right = holds(args, name, losses, norms)
        failures += not right
        print(f"{'held ' if right else 'FAULT'} {name}: {args.steps} steps, losses differ by at most "
              f"{max(losses):.1e} (step {losses.index(max(losses)) + 1}), gradient norms by "
              f"{max(norms):.1e} (step {norms.index(max(norms)) + 1})", flush=True)
    if not args.keep:
        subprocess.run(["rm", "-rf", work], check=True)
    sys.exit(bool(failures))


if __name__ == "__main__":
    main()
