"""Says whether an adapter that PEFT made gives in synthgen what it gives in PEFT.

    check_adapter.py SYNTHGEN FOLDER WORK

FOLDER is a model that `synthgen models export --type f32` wrote. The adapter has random weights, and
a rank and an alpha of its own for some modules. It is served beside the weights, merged by
`synthgen models merge`, and compared with PEFT's own merging.
"""

import json
import pathlib
import shutil
import subprocess
import sys

import torch
from peft import LoraConfig, PeftModel, get_peft_model
from safetensors.torch import load_file
from transformers import AutoModelForCausalLM

synthgen, folder, work = sys.argv[1:]
adapter, merged = pathlib.Path(work, "adapter"), pathlib.Path(work, "merged")
shutil.rmtree(adapter, ignore_errors=True)
torch.manual_seed(0)


def base():
    return AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()


model = get_peft_model(base(), LoraConfig(
    r=8, lora_alpha=16, target_modules="all-linear", task_type="CAUSAL_LM",
    rank_pattern={"q_proj": 4}, alpha_pattern={"layers.3.mlp.down_proj": 7}))
for name, parameter in model.named_parameters():
    if "lora_B" in name:
        torch.nn.init.normal_(parameter, std=0.02)
model.save_pretrained(adapter)

line = json.loads(subprocess.run(
    [synthgen, "complete", "--model", f"{folder}+{adapter}", "--prompt", "The capital of France is",
     "--greedy", "--json", "--max-tokens", "8", "--logprobs", "20", "--ignore-eos", "--float32"],
    capture_output=True, text=True, check=True).stdout)
prompt, ids = line["prompt_ids"], line["ids"]
with torch.no_grad():
    theirs = model(torch.tensor([prompt + ids])).logits[0].double().log_softmax(-1)
    with model.disable_adapter():
        plain = model(torch.tensor([prompt + ids])).logits[0].double().log_softmax(-1)
served = max(
    abs(theirs[len(prompt) - 1 + step, entry["id"]].item() - entry["logprob"])
    for step, top in enumerate(line["top_logprobs"]) for entry in top)
print(f"served beside the weights: log-probabilities differ by at most {served:.1e}, "
      f"the adapter moves them by {(theirs - plain).abs().max():.1f}")

subprocess.run(
    [synthgen, "models", "merge", folder, str(adapter), "--output", str(merged), "--type", "f32"],
    check=True, stdout=subprocess.DEVNULL)
ours = load_file(merged / "model.safetensors")
peft = PeftModel.from_pretrained(base(), adapter).merge_and_unload().state_dict()
weights = max((ours[name] - peft[name]).abs().max().item() for name in ours)
print(f"merged: weights differ by at most {weights:.1e}")
sys.exit(served > 1e-3 or weights > 1e-6)
