"""One training by TRL on torch, on two threads; prints a line of JSON.

    peer.py TASK STEPS MODEL ROWS

TASK is sft-packed, sft-padded, sft-default, lora-packed, dpo or dpo-precomputed; sft-default is padded
too, with TRL's own settings: bfloat16 and recomputed activations. MODEL is a folder in Hugging Face's
layout, such as `synthgen models export smollm2-135m-instruct --folder` writes it. Tokens are those of
rows, not of padding; the first step, which makes buffers, is left out of the median.
"""

import json
import os
import pathlib
import resource
import statistics
import sys
import time
import warnings

os.environ.update(TQDM_DISABLE="1", HF_HUB_OFFLINE="1", TOKENIZERS_PARALLELISM="false")
warnings.filterwarnings("ignore")

import torch
import transformers
from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, TrainerCallback
from trl import DPOConfig, DPOTrainer, SFTConfig, SFTTrainer

# The model's own template, with the marks by which transformers finds what assistants say.
TEMPLATE = (
    "{% for message in messages %}"
    "{% if loop.first and message.role != 'system' %}"
    "<|im_start|>system\nYou are a helpful AI assistant named SmolLM, trained by Hugging Face<|im_end|>\n"
    "{% endif %}"
    "<|im_start|>{{ message.role }}\n"
    "{% if message.role == 'assistant' %}{% generation %}{{ message.content }}<|im_end|>{% endgeneration %}"
    "{% else %}{{ message.content }}<|im_end|>{% endif %}\n"
    "{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}")


class Clock(TrainerCallback):
    def __init__(self):
        self.seconds = []

    def on_step_begin(self, *_, **__):
        self.start = time.perf_counter()

    def on_step_end(self, *_, **__):
        self.seconds.append(time.perf_counter() - self.start)


def settings(steps, default=False):
    plain = {} if default else dict(bf16=False, gradient_checkpointing=False)
    return dict(output_dir="/tmp/peer", use_cpu=True, **plain,
                max_steps=steps, logging_steps=1, report_to=[], save_strategy="no",
                learning_rate=1e-5, weight_decay=0.1, adam_beta2=0.95, max_grad_norm=1.0,
                lr_scheduler_type="constant", dataloader_pin_memory=False, disable_tqdm=True)


def chats(rows):
    """Prompts and answers as turns, so that TRL renders the chat template."""
    turn = lambda role, text: [{"role": role, "content": text}]
    return rows.map(lambda row: {"prompt": turn("user", row["prompt"]),
                                 "chosen": turn("assistant", row["chosen"]),
                                 "rejected": turn("assistant", row["rejected"])})


def trainer(task, steps, model, tokenizer, rows, clock):
    data = load_dataset("json", data_files=rows, split="train")
    if task.startswith("dpo"):
        config = DPOConfig(**settings(steps), per_device_train_batch_size=4, max_length=1024,
                           precompute_ref_log_probs=task == "dpo-precomputed")
        return DPOTrainer(model=model, args=config, train_dataset=chats(data),
                          processing_class=tokenizer, callbacks=[clock])
    packed = task.endswith("packed")
    adapter = None
    if task.startswith("lora"):
        from peft import LoraConfig
        adapter = LoraConfig(r=16, lora_alpha=32, target_modules="all-linear",
                             task_type="CAUSAL_LM")
    config = SFTConfig(**settings(steps, task == "sft-default"), per_device_train_batch_size=1 if packed else 8,
                       max_length=1024, packing=packed, assistant_only_loss=True)
    return SFTTrainer(model=model, args=config, train_dataset=data, processing_class=tokenizer,
                      peft_config=adapter, callbacks=[clock])


def main():
    task, steps, folder, rows = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]
    torch.set_num_threads(2)
    torch.manual_seed(0)
    transformers.logging.set_verbosity_error()
    tokenizer = AutoTokenizer.from_pretrained(folder)
    tokenizer.chat_template = TEMPLATE
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32)
    clock, tokens = Clock(), []
    loop = trainer(task, steps, model, tokenizer, rows, clock)
    step = loop.training_step

    def counted(model, inputs, *rest, **more):
        mask = inputs.get("attention_mask")
        tokens.append(int(mask.sum()) if mask is not None else inputs["input_ids"].numel())
        return step(model, inputs, *rest, **more)

    loop.training_step = counted
    loop.train()
    rates = [count / seconds for count, seconds in zip(tokens, clock.seconds)][1:]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / 1024
    print(json.dumps({"task": task, "tokens": tokens, "median": round(statistics.median(rates), 1),
                      "rates": [round(rate, 1) for rate in rates], "peakGB": round(peak, 2)}))


if __name__ == "__main__":
    main()
