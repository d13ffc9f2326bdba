#!/usr/bin/env python3
"""Scores what contradicts a rule in a support desk's documents.

    clash.py [PRESET] [-v] [--set desk-clash]     default: release

Runs build/PRESET/bin/needlepoint-clash over tests/eval/SET.yaml. Prints a section of the report: how many
contradictions were found (by code, and in the sentence meant), how many documents
without one were alarmed, and how many codes were named that are neither meant nor
acceptable; -v names the items.
"""

import argparse
import json
import pathlib
import subprocess
import tempfile

import yaml

HERE = pathlib.Path(__file__).resolve().parent


def check(preset: str, items: list[dict]) -> dict[str, list[dict]]:
    """The contradictions found, by item; each with the words of its sentence."""
    build = HERE.parent.parent / "build" / preset
    with tempfile.TemporaryDirectory() as folder:
        source, target = pathlib.Path(folder) / "in.jsonl", pathlib.Path(folder) / "out.jsonl"
        source.write_text("".join(
            json.dumps({key: item[key] for key in ("id", "title", "text")}) + "\n" for item in items),
            encoding="utf-8")
        subprocess.run([build / "bin/needlepoint-clash", build / "share/needlepoint/guide.snapshot",
                        source, target], check=True)
        replies = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    texts = {item["id"]: item["text"].encode() for item in items}
    for reply in replies:
        for found in reply["contradictions"]:
            found["words"] = texts[reply["id"]][found["start"]:found["end"]].decode()
    return {reply["id"]: reply["contradictions"] for reply in replies}


def report(items: list[dict], replies: dict[str, list[dict]], verbose: bool) -> str:
    """The figures, as lines of text."""
    lines, wanted, found, placed, alarmed, calm, besides = [], 0, 0, 0, 0, 0, 0
    for item in items:
        got = replies[item["id"]]
        codes = {one["findingCode"] for one in got}
        meant = set(item.get("contradicts", ()))
        extra = codes - meant - set(item.get("also", ()))
        missing = meant - codes
        wanted += len(meant)
        found += len(meant & codes)
        placed += sum(any(one["findingCode"] == code and item["at"] in one["words"] for one in got)
                      for code in meant)
        calm += not meant
        alarmed += not meant and bool(codes)
        besides += len(extra)
        if verbose and (missing or extra):
            rules = ", ".join(f"{one['ruleId']} ({one['words']})" for one in got
                              if one["findingCode"] in extra)
            lines.append(f"  {item['id']} {item['kind']}: missing {sorted(missing)}, besides [{rules}]"
                         f"\n      {item['title']} | {item['text']}")
    lines.append(f"contradictions found {found}/{wanted}, in the sentence meant {placed}/{wanted}; "
                 f"others alarmed {alarmed}/{calm}; codes besides {besides}")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("preset", nargs="?", default="release")
    parser.add_argument("-v", action="store_true")
    parser.add_argument("--set", default="desk-clash")
    arguments = parser.parse_args()
    items = yaml.safe_load((HERE / f"{arguments.set}.yaml").read_text(encoding="utf-8"))
    print(f"== {arguments.set}: {len(items)} texts", flush=True)
    print(report(items, check(arguments.preset, items), arguments.v))


if __name__ == "__main__":
    main()
