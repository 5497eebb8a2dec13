"""Chats that share a long system prompt, and llama-server's time for answering them all at once."""

import json
import subprocess
import threading
import time
import urllib.error
import urllib.request

RULES = """You write for the notice board of a small harbour town. Keep to these rules in every answer.
First, say what the reader can do today, before you explain anything. Second, use the names of places as people
here use them: the Long Quay, the Old Slip, the Ropewalk, Gannet Street. Third, give times by the tide when
boats are concerned and by the clock otherwise. Fourth, never promise what the council has not decided; say who
decides, and when they meet. Fifth, when money is asked for, name the sum, what it buys, and where the receipt
is kept. Sixth, if two people disagree, set down both opinions in one sentence each and leave it there. Seventh,
numbers below thirteen are written as words. Eighth, a notice has a heading of at most six words, a body of at
most five sentences, and a last line that says whom to ask. The harbour master is at the Old Slip until the
evening tide. The library opens at ten, except on Mondays, when the reading group has it until noon. The ferry
takes twelve bicycles and no more; the thirteenth waits. Dogs are welcome on the beach from October to Easter.
The swimming club meets below the lighthouse, whatever the weather, and lends wetsuits to beginners. The repair
shop in the Ropewalk mends nets on weekdays and bicycles on Saturdays, and asks that nobody ring the bell before
nine. Fish is sold from the boats at the Long Quay when the flag is up. The town's records are kept in the
cellar of the chapel, in dry boxes, and may be read on request. Visitors ask most often about parking, about
the tide, and about the whale that came in 1962; answer them kindly each time."""

WISHES = [
    "Write a notice about {what} for next week.",
    "Someone asks about {what}. What do you answer?",
    "Explain to a visitor why {what} matters here.",
    "Draft a short reminder about {what}.",
]

THINGS = [
    "the broken lamp on the Long Quay", "the new ferry timetable", "the swimming lessons",
    "the library's reading group", "nets left on the Ropewalk", "the fish market's flag",
    "parking in Gannet Street", "dogs on the beach", "the lighthouse's open day",
    "bicycles on the ferry", "the chapel's records", "the spring tide", "the whale of 1962",
    "the harbour master's hours", "the repair shop's bell", "the council's next meeting",
]


def chats():
    """Sixty-four conversations: one system prompt of about 400 tokens, a question of their own."""
    return [
        {
            "messages": [
                {"role": "system", "content": RULES.replace("\n", " ")},
                {"role": "user", "content": wish.format(what=thing)},
            ]
        }
        for wish in WISHES
        for thing in THINGS
    ]


class Server:
    """llama-server on a port of its own, answering until it is left."""

    def __init__(self, binary, model, threads, slots, port=18080):
        self.address = f"http://127.0.0.1:{port}"
        self.command = [
            binary, "-m", model, "-t", str(threads), "--parallel", str(slots),
            "-c", str(slots * 1024), "--port", str(port), "--host", "127.0.0.1",
        ]

    def __enter__(self):
        self.process = subprocess.Popen(
            self.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(600):
            try:
                urllib.request.urlopen(self.address + "/health", timeout=5).read()
                return self
            except (urllib.error.URLError, ConnectionError):
                if self.process.poll() is not None:
                    raise SystemExit("llama-server ended before it was ready")
                time.sleep(0.1)
        raise SystemExit("llama-server was not ready after a minute")

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def answer(self, chats, tokens):
        """Asks for all chats at once; seconds, and tokens that came back."""
        counts = [0] * len(chats)

        def ask(number):
            body = {
                "messages": chats[number]["messages"], "max_tokens": tokens, "ignore_eos": True,
                "temperature": 1, "top_p": 0.95, "top_k": 0, "min_p": 0, "seed": number,
                "cache_prompt": True,
            }
            request = urllib.request.Request(
                self.address + "/v1/chat/completions", json.dumps(body).encode(),
                {"Content-Type": "application/json"})
            with urllib.request.urlopen(request, timeout=3600) as reply:
                counts[number] = json.load(reply)["usage"]["completion_tokens"]

        threads = [threading.Thread(target=ask, args=(n,)) for n in range(len(chats))]
        start = time.monotonic()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return time.monotonic() - start, sum(counts)
