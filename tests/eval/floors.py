#!/usr/bin/env python3
"""Holds a report of tests/eval/run against floors.yaml.

    floors.py FLOORS REPORT [SECTION...]

Prints a line for each floor, and exits with 1 if a figure is on the wrong side
of it. With sections, only their floors count.
"""

import re
import sys

import yaml


def sections(report: str) -> dict[str, str]:
    """The report's text by section: from "== NAME:" to the next."""
    parts = re.split(r"^== ([\w-]+):", report, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2]))


def verdict(floor: dict, text: str) -> tuple[bool, str]:
    """Whether the floor holds in its section's text, and what to say of it."""
    match = re.search(floor["figure"], text)
    bound = "at least" if "at_least" in floor else "at most"
    limit = floor.get("at_least", floor.get("at_most"))
    if match is None:
        return False, "is not in the report"
    value = float(match[1])
    holds = value >= limit if bound == "at least" else value <= limit
    return holds, f"is {match[1]}, {bound} {limit} is wanted"


def main() -> None:
    with open(sys.argv[1], encoding="utf-8") as file:
        floors = yaml.safe_load(file)
    if sys.argv[3:]:
        floors = [floor for floor in floors if floor["section"] in sys.argv[3:]]
    with open(sys.argv[2], encoding="utf-8") as file:
        found = sections(file.read())
    failed = 0
    for floor in floors:
        holds, why = verdict(floor, found.get(floor["section"], ""))
        failed += not holds
        print(f"{'ok    ' if holds else 'FAILED'}  {floor['section']}: {floor['figure']} {why}")
    print(f"floors: {len(floors) - failed} hold, {failed} do not")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
