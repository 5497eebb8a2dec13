"""The pipeline that faults.py disturbs, and what must be the same in the end."""

import hashlib
import json
import pathlib
import shutil
import sqlite3
import struct
import subprocess
import time

WINDOW = 16  # source records open at once
TOPICS = 48
# Tables whose content must not depend on what happened to the run.
CANONICAL = ["shards", "frames", "records", "source_records", "lineage", "stage_counts", "rejections",
             "repairs"]

QUESTIONS = (
    "{% for n in range(4) %}{{ n + 1 }}. What about the {{ pick(['tide', 'moon', 'salt', 'sand', "
    "'reef', 'gull']) }} and the {{ pick(['wind', 'rain', 'fog', 'ice', 'sun']) }} of "
    "{{ (uniform() * 40) | int }}?\n{% endfor %}")
ANSWERS = (
    "{% for n in range(120) %}{{ pick(['It rises', 'It falls', 'Nobody knows', 'In spring', "
    "'By night', 'As a rule', 'Slowly']) }} {{ (uniform() * 1000000) | int }} "
    "{% endfor %}")
REPLIES = ["{% if 'list' in question %}" + QUESTIONS + "{% else %}" + ANSWERS + "{% endif %}"]
# Every fourth reply is of use; the others are what models say on a bad day.
MALFORMED = REPLIES + [
    "", "   \n\t ", "1.", "- \n- \n- ", "{\"list\": [1, 2", "```json\n[\"a\", \"b\"",
    "\u0000\u0007\ufffd\u202e", "1. 1. 1. 1. 1.", "{{ 'x' * 20000 }}",
    "<|im_end|><|im_start|>assistant", "I cannot help with that.",
]

SOUND_PROGRAM = """
import json, sys
for line in sys.stdin:
    asked = json.loads(line)
    mark = len(asked["record"]["response"])
    print(json.dumps({"id": asked["id"], "record": {"mark": mark}}), flush=True)
"""
BROKEN_PROGRAMS = [
    ("ends before it answers", "import sys\nsys.exit('no license found')\n"),
    ("dies of every question", "import os, sys\nsys.stdin.readline()\nos.kill(os.getpid(), 9)\n"),
    ("answers garbage", SOUND_PROGRAM.replace("json.dumps({", "str({")),
]


def document(exec_script):
    stages = {
        "topics": {"type": "read", "dataset": "topics.jsonl"},
        "questions": {"type": "generate", "input": "topics", "model": "scripted",
                      "prompt": "questions.jinja", "parse": "list", "into": "prompt",
                      "sampling": {"temperature": 0.8, "maxTokens": 2000}},
        "once": {"type": "deduplicate", "input": "questions", "field": "prompt"},
        "answers": {"type": "generate", "input": "once", "model": "scripted", "samples": 2,
                    "into": "response", "sampling": {"temperature": 0.8, "maxTokens": 2000}},
        "rewards": {"type": "score", "input": "answers", "model": "scripted"},
        "kept": {"type": "filter", "input": "rewards", "where": "reward.helpfulness > 1"},
        "out": {"type": "write", "input": "kept", "dataset": "out"},
    }
    if exec_script:
        stages["marked"] = {"type": "exec", "input": "kept", "program": ["python3", "program.py"],
                            "fields": ["response"], "makes": ["mark"]}
        stages["out"]["input"] = "marked"
    return {"schemaVersion": 1, "name": "faults", "seed": 7,
            "models": {"scripted": {"source": "scripted.model.json"}}, "stages": stages}


def remembered(folder):
    """The whole entries of a folder's journal: a header of four numbers, key, value, checksum, zeros."""
    path = folder / "journal.log"
    content = path.read_bytes() if path.exists() else b""
    count, at = 0, 16
    while at + 16 <= len(content):
        _, key, value, _ = struct.unpack_from("<IIII", content, at)
        at += (16 + key + value + 8 + 15) // 16 * 16
        count += key == 16 and at <= len(content)
    return count


def has_stage_kind(program, name):
    schema = subprocess.run([program, "schema"], capture_output=True, text=True, check=True).stdout
    return f'"{name}"' in schema


class Trial:
    """One folder that runs are made in, with a log of the calls that its model got."""

    def __init__(self, program, home, replies=None, exec_script=None, log=None,
                 milliseconds=8):
        self.program = program
        self.home = home
        self.folder = home / "out"
        self.log = log or home / "calls.log"
        home.mkdir(parents=True, exist_ok=True)
        with open(home / "topics.jsonl", "w") as file:
            for number in range(TOPICS):
                file.write(json.dumps({"topic": f"shore {number}"}) + "\n")
        (home / "questions.jinja").write_text("Write a list of questions about {{ topic }}.")
        (home / "document.json").write_text(json.dumps(document(exec_script), indent=1))
        (home / "scripted.model.json").write_text(json.dumps({
            "replies": replies or REPLIES, "milliseconds": milliseconds, "log": str(self.log)}))
        if exec_script:
            self.write_program(exec_script)

    def write_program(self, text):
        (self.home / "program.py").write_text(text)

    # Running

    def command(self, *options):
        options = options if "--max-batch" in options else (*options, "--max-batch", str(WINDOW))
        cache = () if "--cache" in options else ("--no-cache",)
        return [self.program, "run", "document.json", "--json", *cache, *options]

    def attempt(self, *options, prefix=(), **popen):
        return subprocess.run([*prefix, *self.command(*options)], cwd=self.home,
                              capture_output=True, text=True, timeout=120, **popen)

    def run(self, *options):
        done = self.attempt(*options)
        if done.returncode != 0:
            raise SystemExit(f"run failed with {done.returncode}: {done.stderr}")

    def start(self):
        return subprocess.Popen(self.command(), cwd=self.home, stdout=subprocess.DEVNULL,
                                stderr=subprocess.DEVNULL)

    def run_for(self, seconds, number):
        """Whether the run was still going after that time, when it was sent the signal."""
        process = self.start()
        try:
            process.wait(timeout=seconds)
            return False
        except subprocess.TimeoutExpired:
            process.send_signal(number)
            process.wait()
            return True

    def wait_for_calls(self, count):
        while self.begun() < count:
            time.sleep(0.005)

    def check(self, *options):
        return subprocess.run([self.program, "check", str(self.folder), *options],
                              capture_output=True, text=True, timeout=120)

    # Looking

    def begun(self):
        """The calls that the model was asked so far, over all runs."""
        return self.log.read_bytes().count(b"begin ") if self.log.exists() else 0

    def ended(self):
        """The calls that it has answered."""
        return self.log.read_bytes().count(b"end ") if self.log.exists() else 0

    def remembered(self):
        """The answers in the journal."""
        return remembered(self.folder)

    def keep_log(self):
        """Lets later copies of this folder count from nothing."""
        self.log.unlink()

    def query(self, sql):
        with sqlite3.connect(self.folder / "catalog.sqlite") as database:
            return database.execute(sql).fetchall()

    def count(self, kind):
        return self.query(f"select count(*) from records where kind = '{kind}'")[0][0]

    def counts_that_do_not_add_up(self):
        return self.query("select stage from stage_counts where created != passed + rejected")

    def result(self):
        """All that must be the same: every shard's bytes and every canonical row."""
        found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest()
                 for path in sorted(self.folder.glob("*.zst"))}
        for table in CANONICAL:
            rows = sorted(self.query(f"select * from {table}"), key=repr)
            found[f"table {table}"] = hashlib.sha256(repr(rows).encode()).hexdigest()
        found["sqlite"] = self.query("pragma integrity_check")[0][0]
        found["twice"] = self.query(
            "select count(*) - count(distinct id) from records where kind = 'accepted'")[0][0]
        return found

    def remove(self):
        shutil.rmtree(self.home, ignore_errors=True)
        pathlib.Path(self.log).unlink(missing_ok=True)


def difference(expected, found):
    """None, or the names of what differs."""
    names = [name for name in sorted({*expected, *found}) if expected.get(name) != found.get(name)]
    return None if not names else "differs: " + ", ".join(names)
