#!/usr/bin/python3
"""Scores what is understood of the messages of understanding-wave-2.yaml, as score.py scores its own. Needs Debian's python3-yaml.

  messages.py requests OUT             writes OUT/messages.jsonl, one request a message
  messages.py report OUT [-v]          reads OUT/messages.out.jsonl and prints the figures; -v names each miss
"""
import contextlib
import io
import json
import pathlib
import sys

import yaml

import score

MESSAGES = pathlib.Path(__file__).resolve().parent / "understanding-wave-2.yaml"


def main(arguments):
    plain = [a for a in arguments if not a.startswith("-")]
    if len(plain) != 2 or plain[0] not in ("requests", "report"):
        sys.exit(__doc__)
    items, out = yaml.safe_load(MESSAGES.read_text()), pathlib.Path(plain[1])
    if plain[0] == "requests":
        with open(out / "messages.jsonl", "w") as f:
            for item in items:
                f.write(json.dumps({"id": item["id"], "request": {"question": item["text"]}}) + "\n")
        return
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        score.show_understanding(items, score.read(out / "messages.out.jsonl"))
    print(printed.getvalue().replace("== understanding:", "== understanding-wave-2:"), end="")


if __name__ == "__main__":
    main(sys.argv[1:])
