"""Runs the blocks of docs/your-data.md as a reader would paste them: run.py SYNTHGEN

A block whose first line names a file (```json pairs.json) is written to that file; a block marked sh is run, and must
end with status 0. All of it happens in a temporary folder.
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile

PAGE = pathlib.Path(__file__).resolve().parents[3] / "docs" / "your-data.md"


def main():
    synthgen = pathlib.Path(sys.argv[1]).resolve()
    blocks = re.findall(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", PAGE.read_text(), re.M | re.S)
    with tempfile.TemporaryDirectory() as folder:
        bin = pathlib.Path(folder, ".bin")
        bin.mkdir()
        (bin / "synthgen").symlink_to(synthgen)
        path = f"{bin}:{os.environ['PATH']}"
        for kind, name, text in blocks:
            if name:
                pathlib.Path(folder, name).write_text(text)
                print(f"wrote {name}")
            elif kind == "sh":
                print("".join(f"$ {line}\n" for line in text.splitlines()), end="", flush=True)
                subprocess.run(["sh", "-euc", text], cwd=folder, check=True,
                               env={**os.environ, "PATH": path})
        rows = pathlib.Path(folder, "train.jsonl").read_text().splitlines()
        if not rows:
            sys.exit("error: the exported file has no rows")
        print(f"{len(rows)} rows exported")


main()
