#!/usr/bin/python3
"""Scores answers against a set of the worked cases of knowledge/cases. Needs Debian's python3-yaml.

  cases.py requests OUT --set SET        writes OUT/cases-SET.jsonl, one request a case
  cases.py report   OUT --set SET [-v]   reads OUT/cases-SET.out.jsonl and prints the figures; -v names each miss
Between the two:
  needlepoint batch ask --in OUT/cases-SET.jsonl --out OUT/cases-SET.out.jsonl

The sets: wave-2 and held-out are the files whose names begin so; topics is all the others. No file of another set is opened.
"""
import argparse
import json
import math
import pathlib

import yaml

SETS = ("topics", "wave-2", "wave-3", "held-out")
CASES = pathlib.Path(__file__).resolve().parents[2] / "knowledge" / "cases"
ENUM = {"setting": "SETTING_", "device": "DEVICE_", "budget": "BUDGET_", "experience": "EXPERIENCE_", "subject": "SUBJECT_"}
RANK = {"NO_ANSWER": -1, "INFORM": 0, "CAUTION": 1, "CONSULT": 2, "AVOID": 3, "URGENT": 4, "EMERGENCY": 5}


def set_of(name):
    """The set that a file of this name belongs to."""
    return next((s for s in SETS if name.startswith(s)), "topics")


def load(name):
    files = sorted(f for f in CASES.glob("*.yaml") if set_of(f.stem) == name)
    return [case for f in files for case in yaml.safe_load(f.read_text())["cases"]]


def camel(name):
    first, *rest = name.split("_")
    return first + "".join(word.title() for word in rest)


def profile_json(profile):
    out = {}
    for key, value in (profile or {}).items():
        if key in ENUM:
            value = ENUM[key] + value
        if key in ("medications", "skincare"):
            value = [{**{camel(k): v for k, v in item.items()}, "status": "MEDICATION_STATUS_" + item.get("status", "CURRENT")} for item in value]
        if key in ("symptoms", "recent_procedures"):
            value = [{camel(k): v for k, v in item.items()} if isinstance(item, dict) else {"code": item} for item in value]
        out[camel(key)] = value
    return out


def interval(hits, n):
    """The 95 % interval of a share, after Wilson."""
    if not n:
        return ""
    z, p = 1.96, hits / n
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return f"{hits}/{n} = {100 * p:.1f} % ({100 * (middle - half):.1f} to {100 * (middle + half):.1f})"


def report(name, cases, replies, verbose):
    right = hazards = found = forbidden = raised = acute = acute_right = benign = alarmed = errors = 0
    for case in cases:
        answer = (replies.get(case["id"], {}).get("response") or {}).get("answer")
        errors += answer is None
        answer = answer or {}
        got = answer.get("disposition", "DISPOSITION_NO_ANSWER").replace("DISPOSITION_", "")
        codes = {f["code"] for f in answer.get("findings", [])}
        wrong = [] if got in case["disposition"] else [f"{got}, not {'/'.join(case['disposition'])}"]
        right += not wrong
        if case["disposition"][0] in ("URGENT", "EMERGENCY"):
            acute += 1
            acute_right += RANK[got] >= min(RANK[d] for d in case["disposition"])
        false = codes & set(case.get("forbidden", []))
        if case["disposition"][0] == "INFORM":
            benign += 1
            alarmed += got not in case["disposition"] or bool(false)
        missed = set(case.get("findings", [])) - codes
        hazards += len(case.get("findings", []))
        found += len(case.get("findings", [])) - len(missed)
        forbidden += len(case.get("forbidden", []))
        raised += len(false)
        wrong += ["missed " + c for c in sorted(missed)] + ["false " + c for c in sorted(false)]
        if verbose and wrong:
            print("  ", case["id"], "; ".join(wrong), "|", case["question"])
    print(f"== cases-{name}: {len(cases)} questions, {errors} errors")
    print("   disposition acceptable", interval(right, len(cases)))
    print("   hazards found         ", interval(found, hazards), "| acute not under-triaged", interval(acute_right, acute))
    print("   forbidden raised      ", interval(raised, forbidden), "| benign alarmed", interval(alarmed, benign))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("step", choices=("requests", "report"))
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--set", choices=SETS, required=True)
    parser.add_argument("-v", action="store_true")
    chosen = parser.parse_args()
    file, cases = chosen.out / f"cases-{chosen.set}", load(chosen.set)
    if chosen.step == "requests":
        with open(f"{file}.jsonl", "w") as f:
            for case in cases:
                f.write(json.dumps({"id": case["id"], "request": {"question": case["question"], "profile": profile_json(case.get("profile"))}}) + "\n")
        return
    with open(f"{file}.out.jsonl") as f:
        replies = {line["id"]: line for line in map(json.loads, f)}
    report(chosen.set, cases, replies, chosen.v)


if __name__ == "__main__":
    main()
