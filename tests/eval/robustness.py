#!/usr/bin/python3
"""Asks each development question again in other words, and counts what gets lost. Needs Debian's python3-yaml.

  robustness.py requests SET_DIR SUFFIX OUT        writes OUT/robustness.jsonl: the questions as rewording.py changes them
  robustness.py report   SET_DIR SUFFIX OUT [-v]   reads OUT/ask.out.jsonl, the replies to the questions as they stand, and
                                                   OUT/robustness.out.jsonl, and prints the figures; -v names each loss
Between the two:  needlepoint batch ask --in OUT/robustness.jsonl --out OUT/robustness.out.jsonl

An answer is held against the item's expectation, and against the answer to the question as it stands: what was wrong already
cannot be lost.
"""
import collections
import json
import pathlib
import random
import sys

import rewording
import score
from cases import interval

SEEDS = range(3)


def variants(items):
    """Yields (id of the request, kind, item, changed question); a text that several seeds lead to comes once."""
    for kind, change in rewording.KINDS.items():
        for item in items:
            seen = set()
            for seed in SEEDS:
                text = change(item["question"] or "", random.Random(f"{item['id']}/{kind}/{seed}"))
                if text is not None and text not in seen:
                    seen.add(text)
                    yield f"{item['id']}/{kind}/{seed}", kind, item, text


def codes(answer):
    return {finding["code"] for finding in answer.get("findings", [])}


def losses(item, before, after, count):
    """Adds one pair of answers to `count`, and returns what the second lacks."""
    lost = []
    if score.disp(before) == "EMERGENCY":
        count["emergency"] += 1
        if score.disp(after) != "EMERGENCY":
            lost.append(f"EMERGENCY became {score.disp(after)}")
            count["emergency lost"] += 1
    lowest = min(score.RANK[d] for d in item.get("acceptable_dispositions") or [item["disposition"]])
    if item["disposition"] in ("URGENT", "EMERGENCY") and score.RANK[score.disp(before)] >= lowest:
        count["acute"] += 1
        if score.RANK[score.disp(after)] >= lowest:
            count["acute kept"] += 1
        else:
            lost.append(f"{item['disposition']} became {score.disp(after)}")
    expected = codes(before) & set(item["findings"])
    count["codes"] += len(expected)
    count["codes kept"] += len(expected & codes(after))
    return lost + ["lost " + code for code in sorted(expected - codes(after))]


def report(items, unchanged, changed, verbose):
    counts = collections.defaultdict(collections.Counter)
    errors = 0
    named = []
    for name, kind, item, text in variants(items):
        before, after = (((replies.get(key) or {}).get("response") or {}).get("answer")
                         for replies, key in ((unchanged, item["id"]), (changed, name)))
        errors += before is None or after is None
        counts[kind]["texts"] += 1
        lost = losses(item, before or {"disposition": "NO_ANSWER"}, after or {"disposition": "NO_ANSWER"}, counts[kind])
        if lost:
            named.append((name, "; ".join(lost), " ".join(text.split())))
    print(f"== robustness: {len(items)} questions in other words, {errors} errors")
    for kind, n in counts.items():
        print(f"   {kind:8} {n['texts']:3} texts | EMERGENCY lost {n['emergency lost']} of {n['emergency']}",
              "| acute kept", interval(n["acute kept"], n["acute"]), "| hazard codes kept", interval(n["codes kept"], n["codes"]))
    if verbose:
        for line in named:
            print("  ", *line[:2], "|", line[2])


def main(arguments):
    plain = [a for a in arguments if not a.startswith("-")]
    if len(plain) != 4 or plain[0] not in ("requests", "report"):
        sys.exit(__doc__)
    out, items = pathlib.Path(plain[3]), score.load(plain[1], "questions", plain[2])
    if plain[0] == "requests":
        with open(out / "robustness.jsonl", "w", encoding="utf-8") as file:
            for name, _, item, text in variants(items):
                request = {"question": text, "profile": score.profile_json(item.get("profile"))}
                file.write(json.dumps({"id": name, "request": request}) + "\n")
        return
    report(items, score.read(out / "ask.out.jsonl"), score.read(out / "robustness.out.jsonl"), "-v" in arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
