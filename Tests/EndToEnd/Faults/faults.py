"""Does to a run what machines and people do to it, and compares what is left in the end.

    faults.py SYNTHGEN [--kills 200] [--seed 1] [--only NAME]

A pipeline with a scripted model is run undisturbed once. Then, again and again in fresh folders, the
process is killed, the disk is full, the folder cannot be written, files are damaged, replies are
garbage, Ctrl-C is pressed; after each, `run` again must bring the same shards and the same catalog,
with no call asked twice except those that were under way. Prints one line a check and a summary;
ends with status 1 if one failed. Needs nothing but Python; some checks need root and say so.
"""

import argparse
import concurrent.futures
import contextlib
import os
import pathlib
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

import workload

CHECKS = []


def check(function):
    CHECKS.append(function)
    return function


class Report:
    def __init__(self):
        self.lines = []
        self.lock = threading.Lock()

    def add(self, name, problem, note=""):
        """`problem` is None where all is well, "skip: why" where it could not be tried."""
        skipped = bool(problem) and problem.startswith("skip: ")
        verdict = "ok  " if not problem else "skip" if skipped else "FAIL"
        text = problem.removeprefix("skip: ") if problem else note
        with self.lock:
            self.lines.append(verdict)
            print(f"{verdict} {name}{': ' + text if text else ''}", flush=True)

    def summary(self):
        counts = {verdict: self.lines.count(verdict) for verdict in ("ok  ", "FAIL", "skip")}
        return f"{counts['ok  ']} passed, {counts['FAIL']} failed, {counts['skip']} skipped"


class Bench:
    """The program, the undisturbed result, and a place for trials."""

    def __init__(self, program, root, seed):
        self.program = str(pathlib.Path(program).resolve())
        self.root = root
        self.seed = seed
        self.whole = self.trial("whole")
        start = time.monotonic()
        self.whole.run()
        self.seconds = time.monotonic() - start
        self.result = self.whole.result()
        self.calls = self.whole.begun()
        self.whole.keep_log()

    def trial(self, name, **options):
        return workload.Trial(self.program, self.root / name, **options)

    def same(self, trial):
        """None if a trial's folder holds what the undisturbed run's does, else what differs."""
        return workload.difference(self.result, trial.result())

    def random(self, name):
        return random.Random(f"{self.seed} {name}")


# --- kill -9 ------------------------------------------------------------------------------------


def kill_once(bench, number):
    """One trial: kills at random moments, then a run to the end.

    What was asked and not answered at a kill may be asked again, and what a thread had in its hands:
    answered, but not in the journal yet. Returns a problem, the kills, and how many calls of either
    sort there were.
    """
    generator = bench.random(f"kill {number}")
    trial = bench.trial(f"kill-{number}")
    try:
        kills, open_calls, in_hand = 0, 0, 0
        for _ in range(generator.choice([1, 1, 1, 2, 3])):
            if not trial.run_for(generator.uniform(0, bench.seconds * 1.05), signal.SIGKILL):
                break
            kills += 1
            lost = trial.ended() - trial.remembered() - in_hand
            if lost < 0:
                return f"{-lost} answers are remembered that were never given", kills, 0, 0
            if lost > os.cpu_count():
                return f"{lost} answers were lost at a kill", kills, 0, 0
            in_hand += lost
            open_calls = trial.begun() - trial.ended()
        trial.run()
        allowed = bench.calls + open_calls + in_hand
        if trial.begun() > allowed:
            return f"{trial.begun()} calls, at most {allowed} allowed", kills, 0, 0
        return bench.same(trial), kills, open_calls, in_hand
    finally:
        trial.remove()


def kill_many(bench, report, runs):
    """Until so many runs have been killed at least once."""
    killed, done, open_calls, in_hand, problems, number = 0, 0, 0, 0, [], 0
    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
        while killed < runs:
            batch = [pool.submit(kill_once, bench, number + i)
                     for i in range(min(8, runs - killed))]
            number += len(batch)
            for future in batch:
                problem, count, unanswered, lost = future.result()
                done += count
                killed += count > 0
                open_calls += unanswered
                in_hand += lost
                if problem:
                    problems.append(problem)
    report.add(
        f"{killed} runs killed with -9 at {done} random moments",
        f"{len(problems)} differ, e.g. {problems[0]}" if problems else None,
        f"{killed} of {killed} byte-identical; {bench.calls} calls a pass; asked again at a kill, "
        f"on average: {open_calls / done:.1f} not answered yet; {in_hand} answers in all were lost "
        "between the model and the journal")


# --- how it is run ------------------------------------------------------------------------------


@check
def other_concurrency(bench, report):
    for options in (["--max-batch", "1"], ["--max-batch", "256"], ["--threads", "1"],
                    ["--threads", "2", "--max-batch", "8"]):
        trial = bench.trial("options")
        trial.run(*options)
        report.add(" ".join(options), bench.same(trial))
        trial.remove()


@check
def finished_run_again(bench, report):
    trial = bench.trial("again")
    trial.run()
    before = trial.begun()
    trial.run()
    calls = trial.begun() - before
    report.add("a finished run, run again", bench.same(trial) or
               (f"{calls} calls were made" if calls else None), "no call made")
    trial.remove()


# --- signals ------------------------------------------------------------------------------------


@check
def ctrl_c(bench, report):
    for presses in (1, 2):
        # Slow answers, so that the second press finds some under way.
        trial = bench.trial(f"ctrl-c-{presses}", milliseconds=8 if presses == 1 else 400)
        process = trial.start()
        trial.wait_for_calls(bench.calls // 3)
        process.send_signal(signal.SIGINT)
        if presses == 2:
            time.sleep(0.02)
            process.send_signal(signal.SIGINT)
        try:
            code = process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            code = "none within 30 s"
        problem = None if code == 130 else f"exit status {code}, expected 130"
        lost = trial.begun() - trial.remembered()
        if presses == 1 and lost:
            problem = problem or f"{lost} calls under way were thrown away"
        if presses == 2 and not lost:
            problem = problem or "the second press stopped nothing"
        trial.run()
        extra = trial.begun() - bench.calls - (lost if presses == 2 else 0)
        if extra > 0:
            problem = problem or f"{extra} calls too many"
        report.add(f"Ctrl-C pressed {'once' if presses == 1 else 'twice'}",
                   problem or bench.same(trial), f"{lost} calls given up, all others kept")
        trial.remove()


@check
def limits(bench, report):
    # Longer than it takes to look up what is remembered, or no run would get any further.
    for options in (["--max-tokens", "20000"], ["--max-seconds", f"{bench.seconds / 4:.2f}"]):
        trial = bench.trial("limits")
        stops = 0
        while (done := trial.attempt(*options)).returncode == 3 and stops < 200:
            stops += 1
        problem = None if done.returncode == 0 else f"exit status {done.returncode}"
        calls = trial.begun() - bench.calls
        if calls:
            problem = problem or f"{calls} calls too many"
        if stops == 0:
            problem = problem or "never stopped"
        report.add(f"{' '.join(options)}, again and again", problem or bench.same(trial),
                   f"stopped {stops} times, no call made twice")
        trial.remove()


@check
def shared_answers(bench, report):
    """Two processes fill one small cache at a time; a third folder is answered from it."""
    cache = str(bench.root / "answers")
    trials = [bench.trial(f"shared-{number}") for number in range(3)]
    started = [subprocess.Popen(trial.command("--cache", cache), cwd=trial.home,
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
               for trial in trials[:2]]
    codes = [process.wait(timeout=120) for process in started]
    trials[2].run("--cache", cache)
    problem = None if codes == [0, 0] else f"exit status {codes}"
    if trials[2].begun():
        problem = problem or f"{trials[2].begun()} calls were made again"
    for trial in trials:
        problem = problem or bench.same(trial)
        trial.remove()
    report.add("answers shared by three runs, two of them at once", problem,
               "no call in the third")


# --- disks --------------------------------------------------------------------------------------


@contextlib.contextmanager
def small_disk(folder, size):
    """A file system of its own; None where that is not allowed."""
    folder.mkdir(parents=True)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)],
        capture_output=True).returncode == 0
    try:
        yield folder if mounted else None
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(folder)], capture_output=True)


def expect_error(trial, words, *options, **popen):
    """Runs and wants status 1 and one clear message; returns a problem or None."""
    done = trial.attempt(*options, **popen)
    if done.returncode != 1:
        return f"exit status {done.returncode}, expected 1: {done.stderr.strip()[:200]}"
    errors = [line for line in done.stderr.splitlines() if line.startswith("error: ")]
    if len(errors) != 1 or not any(word in done.stderr for word in words):
        return f"unclear message: {done.stderr.strip()[:300]}"
    return None


@check
def full_disk(bench, report):
    with small_disk(bench.root / "disk", "1500k") as disk:
        if disk is None:
            report.add("a full disk", "skip: a file system of its own cannot be mounted here")
        else:
            trial = bench.trial("disk", log=bench.root / "disk.log")
            problem = expect_error(trial, ["disk is full", "No space left"])
            subprocess.run(["mount", "-o", "remount,size=200m", str(disk)], check=True)
            trial.run()
            report.add("a full disk", problem or bench.same(trial), "said so, and went on")


@check
def file_size_limit(bench, report):
    for limit in (100_000, 400_000, 1_000_000):
        def limited(limit=limit):
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        trial = bench.trial("limit")
        problem = expect_error(
            trial, ["full", "too large", "I/O"], preexec_fn=limited, restore_signals=False)
        trial.run()
        report.add(f"files limited to {limit} bytes", problem or bench.same(trial))
        trial.remove()


@check
def read_only(bench, report):
    with small_disk(bench.root / "sealed", "200m") as disk:
        if disk is None:
            report.add("a read-only folder", "skip: a file system of its own cannot be mounted")
        else:
            trial = bench.trial("sealed", log=bench.root / "sealed.log")
            trial.run_for(bench.seconds / 2, signal.SIGKILL)
            subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
            problem = expect_error(trial, ["cannot be written", "read-only", "Read-only"])
            subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
            trial.run()
            report.add("a read-only file system", problem or bench.same(trial))
    if os.geteuid() != 0:
        user = []
    elif shutil.which("setpriv"):
        user = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    else:
        return report.add("a folder of another user", "skip: setpriv is not installed")
    trial = bench.trial("theirs")
    trial.folder.mkdir()
    trial.folder.chmod(0o555)
    if user and subprocess.run([*user, "test", "-x", bench.program]).returncode != 0:
        return report.add("a folder of another user", "skip: others may not run the program here")
    for parent in (bench.root, trial.home):
        parent.chmod(0o755)
    problem = expect_error(trial, ["cannot be written", "ermission denied"], prefix=user)
    trial.folder.chmod(0o755)
    trial.run()
    report.add("a folder without permission", problem or bench.same(trial))
    trial.remove()


# --- damage -------------------------------------------------------------------------------------


def flip(path, place):
    content = bytearray(path.read_bytes())
    content[int(len(content) * place)] ^= 0x20
    path.write_bytes(content)


def cut(path, share):
    """At an odd place, where no part of a file ends."""
    os.truncate(path, int(path.stat().st_size * share) | 1)


DAMAGES = [
    ("a corrupt frame", lambda folder: flip(folder / "shard-00000.jsonl.zst", 0.5), False),
    ("a corrupt last frame", lambda folder: flip(folder / "shard-00000.jsonl.zst", 0.999), False),
    ("a shard cut short", lambda folder: cut(folder / "shard-00000.jsonl.zst", 0.7), False),
    ("a shard removed", lambda folder: (folder / "shard-00000.jsonl.zst").unlink(), False),
    ("rejected records removed", lambda folder: (folder / "rejected-00000.jsonl.zst").unlink(),
     False),
    ("the catalog removed", lambda folder: (folder / "catalog.sqlite").unlink(), False),
    ("the catalog overwritten",
     lambda folder: (folder / "catalog.sqlite").write_bytes(b"\xa5" * 50_000), False),
    ("the catalog cut short", lambda folder: cut(folder / "catalog.sqlite", 0.6), False),
    ("the journal cut short", lambda folder: cut(folder / "journal.log", 0.6), True),
    ("an answer garbled", lambda folder: flip(folder / "journal.log", 0.5), True),
    ("the journal overwritten",
     lambda folder: (folder / "journal.log").write_bytes(b"\xa5" * 50_000), True),
]


@check
def damage(bench, report):
    for name, apply, costs_calls in DAMAGES:
        trial = bench.trial("damage", log=bench.root / "damage.log")
        shutil.copytree(bench.whole.folder, trial.folder)
        apply(trial.folder)
        found = trial.check()
        problem = None if found.returncode == 1 else "check found nothing"
        mended = trial.check("--repair")
        if mended.returncode != 0:
            problem = problem or f"not mended: {mended.stdout.strip()[-300:]}"
        trial.run()
        calls = trial.begun()
        if calls > (bench.calls if costs_calls else 0):
            problem = problem or f"{calls} calls were made again"
        if trial.check().returncode != 0:
            problem = problem or "still damaged after a run"
        report.add(f"{name}, repaired", problem or bench.same(trial), f"{calls} calls again")
        trial.remove()


@check
def damage_without_repair(bench, report):
    """`run` itself makes good what it can tell; otherwise it says which command does."""
    for name, apply, _ in DAMAGES:
        trial = bench.trial("unrepaired", log=bench.root / "unrepaired.log")
        shutil.copytree(bench.whole.folder, trial.folder)
        apply(trial.folder)
        done = trial.attempt()
        if done.returncode == 0:
            report.add(f"{name}, run again", bench.same(trial), f"{trial.begun()} calls again")
        else:
            clear = done.returncode == 1 and "check --repair" in done.stderr
            report.add(f"{name}, run again",
                       None if clear else f"unclear message: {done.stderr.strip()[:300]}",
                       "refused, with the command that mends it")
        trial.remove()


# Changes half of the catalog's rows, of which more than the cache holds is in the file, and dies.
DYING = """
import os, sqlite3, sys
database = sqlite3.connect(sys.argv[1], isolation_level=None)
for line in ("pragma journal_mode = delete", "pragma cache_size = 1", "begin immediate",
             "delete from records", "update lineage set fields = hex(randomblob(500))"):
    database.execute(line)
os.kill(os.getpid(), 9)
"""


@check
def killed_in_a_change(bench, report):
    """Outside of write-ahead mode, a kill leaves a rollback journal: each command must go on."""
    for command in ("run", "stats", "check"):
        trial = bench.trial("change", log=bench.root / "change.log")
        shutil.copytree(bench.whole.folder, trial.folder)
        catalog = trial.folder / "catalog.sqlite"
        subprocess.run([sys.executable, "-c", DYING, str(catalog)])
        journal = catalog.with_name("catalog.sqlite-journal")
        problem = None if journal.exists() and journal.stat().st_size else "nothing was left undone"
        if command == "run":
            trial.run()
        else:
            done = subprocess.run([trial.program, command, str(trial.folder)],
                                  capture_output=True, text=True)
            if done.returncode != 0:
                problem = problem or f"{command}: {done.stderr.strip()[:200]}"
        calls = trial.begun()
        report.add(f"killed in a change of the catalog, then {command}",
                   problem or bench.same(trial) or (f"{calls} calls again" if calls else None))
        trial.remove()


@check
def half_done_damage(bench, report):
    """The journal or the catalog's log is cut while the dataset is half done."""
    for file, share in (("journal.log", 0.5), ("catalog.sqlite-wal", 0.5)):
        trial = bench.trial("half")
        trial.run_for(bench.seconds * 0.6, signal.SIGKILL)
        path = trial.folder / file
        if not path.exists():
            report.add(f"half done, {file} cut short", "skip: there was none")
            continue
        cut(path, share)
        done = trial.attempt()
        if done.returncode != 0:
            mended = trial.check("--repair")
            if mended.returncode != 0:
                report.add(f"half done, {file} cut short", f"not mended: {mended.stdout[-300:]}")
                continue
            trial.run()
        report.add(f"half done, {file} cut short", bench.same(trial))
        trial.remove()


# --- replies and programs -----------------------------------------------------------------------


@check
def malformed_replies(bench, report):
    script = workload.MALFORMED
    first = bench.trial("garbage", replies=script)
    first.run()
    wrong = first.counts_that_do_not_add_up()
    result, accepted = first.result(), first.count("accepted")
    rejected = first.count("rejected")
    second = bench.trial("garbage-killed", replies=script)
    for share in (0.2, 0.5, 0.8):
        second.run_for(bench.seconds * share, signal.SIGKILL)
    second.run()
    problem = f"counts do not add up: {wrong}" if wrong else None
    if rejected == 0:
        problem = problem or "nothing was rejected"
    report.add("malformed replies", problem or workload.difference(result, second.result()),
               f"{accepted} accepted, {rejected} rejected with a reason, three kills between")
    first.remove()
    second.remove()


@check
def broken_program(bench, report):
    if not workload.has_stage_kind(bench.program, "exec"):
        return report.add("a stage's program breaks", "skip: this build has no exec stages")
    whole = bench.trial("program", exec_script=workload.SOUND_PROGRAM)
    whole.run()
    result = whole.result()
    for name, script in workload.BROKEN_PROGRAMS:
        trial = bench.trial("program-broken", exec_script=script)
        problem = expect_error(trial, ["stage 'marked'"])
        trial.write_program(workload.SOUND_PROGRAM)
        trial.run()
        report.add(f"a stage's program {name}",
                   problem or workload.difference(result, trial.result()))
        trial.remove()


# --- all ----------------------------------------------------------------------------------------


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("synthgen")
    parser.add_argument("--kills", type=int, default=200, help="runs to kill")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", help="a check's name")
    args = parser.parse_args()
    root = pathlib.Path(tempfile.mkdtemp(prefix="synthgen-faults-"))
    report = Report()
    start = time.monotonic()
    try:
        bench = Bench(args.synthgen, root, args.seed)
        print(f"undisturbed: {bench.calls} calls, {bench.whole.count('accepted')} accepted, "
              f"{bench.whole.count('rejected')} rejected, {bench.seconds:.1f} s", flush=True)
        if args.kills and not args.only:
            kill_many(bench, report, args.kills)
        for function in CHECKS:
            if args.only in (None, function.__name__):
                function(bench, report)
    finally:
        shutil.rmtree(root, ignore_errors=True)
    print(f"{report.summary()} in {time.monotonic() - start:.0f} s")
    raise SystemExit(1 if "FAIL" in report.lines else 0)


if __name__ == "__main__":
    main()
