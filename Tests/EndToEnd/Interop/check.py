"""Reads what synthgen wrote with the programs that others read it with.

    check.py DATASET TRL_EXPORT [TRL_SFT_EXPORT [PARQUET_EXPORT]]

Prints one line a check. Ends with status 1 at the first that fails.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

# Nothing is to be looked up on a network, and caches are not to outlive the check.
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["HF_DATASETS_DISABLE_PROGRESS_BARS"] = "1"
os.environ["TRANSFORMERS_VERBOSITY"] = "error"

import pandas
import pyarrow.parquet
import zstandard
from datasets import load_dataset
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from transformers import PreTrainedTokenizerFast
from trl import data_utils

CHATML = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n"
    "{{ message['content'] }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
PREFERENCE = ["prompt", "chosen", "rejected"]


def main(dataset, export, sft=None, parquet=None):
    with tempfile.TemporaryDirectory() as cache:
        rows = check_shards(Path(dataset), cache)
        check_preferences(rows, export, cache)
        if sft:
            check_conversations(sft, cache)
        if parquet:
            check_parquet(rows, parquet)


def check_shards(folder, cache):
    """Every way of reading the shards gives the same rows. Returns them."""
    shards = sorted(folder.glob("shard-*.jsonl.zst"))
    expect(shards, f"{folder} has no shards")
    for path in sorted(folder.glob("*.zst")):
        test = subprocess.run(["zstd", "-t", "-q", path], capture_output=True, text=True)
        expect(test.returncode == 0, f"zstd -t {path}: {test.stderr.strip()}")
    passed("zstd -t", f"{len(list(folder.glob('*.zst')))} files")

    rows = [row for shard in shards for row in read_lines(shard)]
    ids = [row["id"] for row in rows]
    expect(rows, "the shards hold no rows")
    expect(len(set(ids)) == len(ids), "two rows have the same id")

    pattern = str(folder / "shard-*.jsonl.zst")
    table = load_dataset("json", data_files=pattern, split="train", cache_dir=cache)
    expect(table["id"][:] == ids, "datasets read other rows than the shards hold")
    for column in PREFERENCE:
        expect(table[column][:] == [row[column] for row in rows], f"datasets changed '{column}'")
    passed("datasets.load_dataset", f"{len(table)} rows, {len(table.column_names)} columns")

    stream = load_dataset("json", data_files=pattern, split="train", streaming=True)
    expect([row["id"] for row in stream] == ids, "datasets streams other rows")
    passed("datasets, streaming", f"{len(ids)} rows")

    frames = [pandas.read_json(shard, lines=True, dtype={"id": str}) for shard in shards]
    expect(list(pandas.concat(frames)["id"]) == ids, "pandas reads other rows")
    passed("pandas.read_json", f"{len(ids)} rows")
    return rows


def check_preferences(rows, export, cache):
    """TRL's own functions take the export for conversational preferences with a prompt."""
    expect(os.path.getsize(export) > 0, f"{export} holds no rows")
    table = load_dataset("json", data_files=str(export), split="train", cache_dir=cache)
    missing = [column for column in PREFERENCE if column not in table.column_names]
    expect(not missing, f"{export} lacks {', '.join(missing)}")

    known = {json.dumps([row[column] for column in PREFERENCE]) for row in rows}
    tokenizer = chat_tokenizer()
    for number, row in enumerate(table, start=1):
        here = f"{export}:{number}"
        row = {column: row[column] for column in PREFERENCE}
        for column in PREFERENCE:
            check_turns(row[column], f"{here}: '{column}'")
            conversational = data_utils.is_conversational({column: row[column]})
            expect(conversational, f"{here}: TRL does not take '{column}' for a conversation")
        expect(row["prompt"][-1]["role"] == "user", f"{here}: the prompt must end with the user")
        expect(row["chosen"] != row["rejected"], f"{here}: chosen equals rejected")
        expect(data_utils.maybe_extract_prompt(row) == row, f"{here}: TRL finds another prompt")
        # Fails if the prompt's text is not the beginning of the whole conversation's.
        texts = data_utils.maybe_apply_chat_template(row, tokenizer)
        for column in PREFERENCE:
            kept = row[column][-1]["content"] in texts[column]
            expect(kept, f"{here}: '{column}' lost its words")
        expect(json.dumps(list(row.values())) in known, f"{here}: not a row of the dataset")
    passed("TRL preference format", f"{len(table)} of {len(rows)} rows")


def check_parquet(rows, path):
    """pyarrow reads the rows of the shards from the Parquet export, but for members that are null."""
    table = pyarrow.parquet.read_table(path)
    # Values of several types in one column are marked as JSON.
    columns = [field.name for field in table.schema if "json" not in str(field.type)]
    for number, (found, row) in enumerate(zip(table.to_pylist(), rows, strict=True), start=1):
        for column in columns:
            same = without_nulls(found[column]) == without_nulls(row.get(column))
            expect(same, f"{path}:{number}: pyarrow reads another '{column}'")
    passed("pyarrow.parquet.read_table", f"{len(rows)} rows, {len(columns)} columns")


def without_nulls(value):
    if isinstance(value, dict):
        return {key: without_nulls(member) for key, member in value.items() if member is not None}
    return [without_nulls(item) for item in value] if isinstance(value, list) else value


def check_conversations(sft, cache):
    """TRL's own functions take the export for conversations to be trained on."""
    expect(os.path.getsize(sft) > 0, f"{sft} holds no rows")
    table = load_dataset("json", data_files=str(sft), split="train", cache_dir=cache)
    expect("messages" in table.column_names, f"{sft} lacks messages")
    tokenizer = chat_tokenizer()
    for number, row in enumerate(table, start=1):
        here = f"{sft}:{number}"
        row = {"messages": row["messages"]}
        check_turns(row["messages"], here)
        expect(data_utils.is_conversational(row), f"{here}: TRL sees no conversation")
        expect(row["messages"][-1]["role"] == "assistant", f"{here}: no reply to train on")
        text = data_utils.maybe_apply_chat_template(row, tokenizer)["text"]
        kept = all(turn["content"] in text for turn in row["messages"])
        expect(kept, f"{here}: words are lost")
    passed("TRL conversation format", f"{len(table)} rows")


def check_turns(turns, where):
    expect(isinstance(turns, list) and turns, f"{where} is no list of turns")
    for turn in turns:
        keys, role, content = sorted(turn), turn.get("role"), turn.get("content")
        expect(keys == ["content", "role"], f"{where} has a turn with the keys {keys}")
        expect(role in ("system", "user", "assistant"), f"{where} has the role '{role}'")
        expect(isinstance(content, str) and content.strip(), f"{where} has an empty turn")


def chat_tokenizer():
    """A tokenizer of single bytes with a ChatML template: formats are checked, not a vocabulary."""
    alphabet = {symbol: i for i, symbol in enumerate(sorted(pre_tokenizers.ByteLevel.alphabet()))}
    bytewise = Tokenizer(models.BPE(vocab=alphabet, merges=[]))
    bytewise.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    bytewise.decoder = decoders.ByteLevel()
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=bytewise)
    tokenizer.chat_template = CHATML
    return tokenizer


def read_lines(path):
    with zstandard.open(path, "rb") as file:
        return [json.loads(line) for line in file.read().split(b"\n") if line]


def expect(condition, message):
    if not condition:
        sys.exit(f"error: {message}")


def passed(check, what):
    print(f"{check}: {what}")


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4, 5):
        sys.exit(__doc__)
    main(*sys.argv[1:])
