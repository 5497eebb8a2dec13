"""Counts the tokens of pairs: prompt and answer twice, as TRL computes them, and the prompt once.

    tokens.py MODEL PAIRS COUNT
"""

import json
import sys

from transformers import AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained(sys.argv[1])
twice = once = 0
with open(sys.argv[2]) as lines:
    for _, line in zip(range(int(sys.argv[3])), lines):
        row = json.loads(line)
        turns = [{"role": "user", "content": row["prompt"]}]
        prompt = len(tokenizer(tokenizer.apply_chat_template(
            turns, tokenize=False, add_generation_prompt=True))["input_ids"])
        answers = sum(len(tokenizer(row[name])["input_ids"]) + 1 for name in ("chosen", "rejected"))
        twice += 2 * prompt + answers
        once += prompt + answers
print(twice, once)
