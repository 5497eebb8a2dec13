#!/usr/bin/env python3
"""Measures synthgen and llama.cpp side by side: same file, same threads, alternating rounds.

    python3 Benchmarks/llama-cpp/compare.py --llama FOLDER/build --model MODEL.gguf \\
        --synthgen .build/release/synthgen --work FOLDER --output figures.json

--synthgen may be given several times, as NAME=PATH, to compare versions in one run. Prints a table
in Markdown; the figures are medians of the rounds. See Benchmarks/README.md.
"""

import argparse
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys

import chats


def run(command, **options):
    print("  " + " ".join(map(str, command))[:150], file=sys.stderr, flush=True)
    done = subprocess.run(
        list(map(str, command)), check=False, text=True, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, **options)
    if done.returncode != 0:
        raise SystemExit(f"{command[0]} failed ({done.returncode}):\n{done.stderr[-2000:]}")
    return done.stdout


class Figures:
    """Values by (engine, what), a list of rounds each."""

    def __init__(self):
        self.rounds = {}

    def add(self, engine, what, value):
        self.rounds.setdefault(engine, {}).setdefault(what, []).append(value)

    def median(self, engine, what):
        values = self.rounds.get(engine, {}).get(what)
        return statistics.median(values) if values else None


def measure_synthgen(figures, name, binary, options):
    batches = ",".join(map(str, options.batches))
    out = json.loads(run([
        binary, "bench", "inference", "--model", options.model, "--batch", batches, "--rounds", 1,
        "--prompt-tokens", 128, "--generate", 128, "--prefill", 512, "--threads", options.threads,
        "--json"]))
    figures.add(name, "prefill 512", out["prefill"][0]["tokens_per_second"])
    for batch in out["decode"]:
        count = batch["sequences"]
        figures.add(name, f"decode {count}", batch["decode_tokens_per_second"])
        figures.add(name, f"whole {count}", batch["end_to_end_tokens_per_second"])
        figures.add(name, f"share {count}", batch["share_of_int8_ceiling"]["model"])
    for key, value in out["ceilings"].items():
        figures.add("ceilings", key, value)


def measure_llama(figures, name, model, options):
    tools = options.llama / "bin"
    out = json.loads(run([
        tools / "llama-bench", "-m", model, "-p", 512, "-n", 0, "-r", 1, "-t", options.threads,
        "-o", "json"]))
    figures.add(name, "prefill 512", out[0]["avg_ts"])
    for count in options.batches:
        out = run([
            tools / "llama-batched-bench", "-m", model, "-npp", 128, "-ntg", 128, "-npl", count,
            "-c", 256 * count + 256, "-t", options.threads, "--output-format", "jsonl"])
        rows = [json.loads(line) for line in out.splitlines() if line.startswith("{")]
        figures.add(name, f"decode {count}", rows[-1]["speed_tg"])
        figures.add(name, f"whole {count}", count * 128 / rows[-1]["t"])


def measure_chats(figures, options, synthgens):
    texts = chats.chats()
    lines = options.work / "chats.jsonl"
    lines.write_text("".join(json.dumps(chat) + "\n" for chat in texts))
    for _ in range(options.rounds):
        for name, binary in synthgens.items():
            out = json.loads(run([
                binary, "bench", "chats", "--model", options.model, "--input", lines, "--rounds", 1,
                "--max-tokens", 128, "--batch", 64, "--threads", options.threads, "--json"]))
            figures.add(name, "chats", out["tokens_per_second"])
        binary = options.llama / "bin" / "llama-server"
        with chats.Server(binary, options.model, options.threads, 32) as server:
            for what in ["chats, cold", "chats"]:
                seconds, tokens = server.answer(texts, 128)
                print(f"  llama-server, {what}: {tokens} tokens in {seconds:.1f} s", file=sys.stderr)
                figures.add("llama.cpp", what, tokens / seconds)


def reference_texts(fixtures):
    """(start, ids, log-probabilities) of an outputs.json."""
    outputs = json.loads((fixtures / "outputs.json").read_text())
    for prompt in outputs.get("prompts", []):
        yield 1, prompt["ids"][: 1 + len(prompt["token_logprobs"])], prompt["token_logprobs"]
    for reply in outputs.get("responses", []):
        start, values = reply["response_start"], reply["response_token_logprobs"]
        yield start, reply["full_ids"][: start + len(values)], values


def measure_fidelity(figures, options, synthgens):
    source = pathlib.Path(__file__).with_name("logprobs.cpp")
    vendor = next(options.llama.parent.glob("llama_cpp_python-*/vendor/llama.cpp"))
    program = options.work / "logprobs"
    run([
        os.environ.get("CXX", "c++"), "-O2", "-std=c++17", source, f"-I{vendor}/include",
        f"-I{vendor}/ggml/include", f"-L{options.llama}/bin", "-lllama", "-lggml", "-lggml-base",
        f"-Wl,-rpath,{options.llama}/bin", "-o", program])
    texts = list(reference_texts(options.fixtures))
    lines = "".join(f"{start} {' '.join(map(str, ids))}\n" for start, ids, _ in texts)
    found = run([program, options.model, options.threads], input=lines).splitlines()
    differences = [
        abs(float(value) - expected)
        for line, (_, _, values) in zip(found, texts)
        for value, expected in zip(line.split(), values)
    ]
    figures.add("llama.cpp", "fidelity", statistics.fmean(differences))
    for name, binary in synthgens.items():
        out = json.loads(run([
            binary, "bench", "fidelity", "--model", options.model, "--fixtures", options.fixtures,
            "--threads", options.threads, "--json"]))
        figures.add(name, "fidelity", out["meanDifference"])


def machine():
    """The kind of machine: cores and instruction sets."""
    text = pathlib.Path("/proc/cpuinfo").read_text() if os.path.exists("/proc/cpuinfo") else ""
    flags = next((line for line in text.splitlines() if line.startswith("flags")), "").split()
    wanted = ["avx2", "avx_vnni", "avx512f", "avx512_vnni", "avx512_bf16", "amx_int8"]
    vendor = next((line.split(":")[1].strip() for line in text.splitlines()
                   if line.startswith("vendor_id")), platform.machine())
    return f"{os.cpu_count()} cores, {vendor}, {' '.join(f for f in wanted if f in flags)}"


def table(figures, engines, options):
    rows = ["prefill 512"] + [f"decode {count}" for count in options.batches]
    rows += [f"whole {count}" for count in options.batches] + ["chats, cold", "chats"]
    lines = ["| tokens/s | " + " | ".join(engines) + " |", "|---" * (len(engines) + 1) + "|"]
    for what in rows:
        values = [figures.median(engine, what) for engine in engines]
        if any(value is not None for value in values):
            cells = ["-" if value is None else f"{value:,.0f}" for value in values]
            lines.append(f"| {what} | " + " | ".join(cells) + " |")
    for what, digits in [("fidelity", 5)]:
        values = [figures.median(engine, what) for engine in engines]
        if any(value is not None for value in values):
            cells = ["-" if value is None else f"{value:.{digits}f}" for value in values]
            lines.append("| log-probabilities, mean difference | " + " | ".join(cells) + " |")
    for count in options.batches:
        values = [figures.median(engine, f"share {count}") for engine in engines]
        if any(value is not None for value in values):
            cells = ["-" if value is None else f"{100 * value:.1f} %" for value in values]
            lines.append(f"| share of int8 ceiling, {count} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--llama", type=pathlib.Path, required=True, help="llama.cpp's build folder")
    parser.add_argument("--model", required=True, help="the GGUF file")
    parser.add_argument("--synthgen", action="append", help="PATH or NAME=PATH")
    parser.add_argument("--work", type=pathlib.Path, required=True, help="a folder for what is made")
    parser.add_argument("--fixtures", type=pathlib.Path, help="the folder with outputs.json")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--batches", default="1,8,32,64,128")
    parser.add_argument("--parts", default="speed,bf16,chats,fidelity")
    parser.add_argument("--output", type=pathlib.Path, help="where the figures go, as JSON")
    options = parser.parse_args()
    options.batches = [int(part) for part in options.batches.split(",")]
    options.llama = options.llama.resolve()
    options.work.mkdir(parents=True, exist_ok=True)
    parts = options.parts.split(",")
    synthgens = {}
    for given in options.synthgen or [".build/release/synthgen"]:
        name, _, path = given.rpartition("=")
        synthgens[name or "synthgen"] = path

    figures = Figures()
    llamas = {"llama.cpp": options.model} if "speed" in parts else {}
    if "bf16" in parts:
        bf16 = options.work / "bf16.gguf"
        if not bf16.exists():
            run([options.llama / "bin" / "llama-quantize", "--allow-requantize", options.model, bf16,
                 "BF16", options.threads])
        llamas["llama.cpp, BF16"] = bf16
    for _ in range(options.rounds):
        if "speed" in parts:
            for name, binary in synthgens.items():
                measure_synthgen(figures, name, binary, options)
        for name, model in llamas.items():
            measure_llama(figures, name, model, options)
    if "chats" in parts:
        measure_chats(figures, options, synthgens)
    if "fidelity" in parts and options.fixtures:
        measure_fidelity(figures, options, synthgens)

    engines = list(dict.fromkeys(["llama.cpp", *llamas, *synthgens]))
    text = table(figures, engines, options)
    print(machine() + f"; {options.threads} threads; medians of {options.rounds} rounds\n\n" + text)
    if options.output:
        record = {"machine": machine(), "threads": options.threads, "rounds": figures.rounds}
        options.output.write_text(json.dumps(record, indent=1) + "\n")


if __name__ == "__main__":
    main()
