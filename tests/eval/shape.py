#!/usr/bin/python3
"""How answers to the development questions look to the one who reads them. Needs Debian's python3-yaml.

  shape.py SET_DIR SUFFIX OUT [-v]    reads OUT/ask.out.jsonl and prints the figures; -v names the items behind them

Referred: an answer to a question that needs no clinician sends the person to one, with the word "see", "ask", "call" or the like, or
by a finding with a place to go. Signs to get help with ("if it spreads, ...") are counted too, and apart: they are sound, but not free.
Statements of a part: all of its sections, without the headline and the cells of a comparison, which are one table.
Duplicates within one answer: a text that stands twice, or two statements of one section kind that rest on the same facts. Cells of a
table are compared with one another by the reader, so there the same may stand twice.
"""
import collections
import pathlib
import re
import sys

import score
from cases import interval

CARER = r"(?:doctor|gp|clinician|dermatologist|nurse|pharmacist|prescriber|midwife|surgeon|optician)s?"
SENT = re.compile(
    rf"\b(?:see|ask|call|phone|tell|visit|contact|consult|speak|talk|show|checked|seen|agreed|cleared|ideally)\b[^.;:]*\b{CARER}\b"
    r"|\b(?:get|seek|needs?|calls? for|call|without delay)\b[^.;:]*\b(?:medical|emergency|urgent|ambulance)\b"
    rf"|\bget a {CARER}\b|\bemergency department\b", re.IGNORECASE)


def sections(answer):
    """Yields (part's index, section kind, statement) of an answer, without headlines."""
    for index, part in enumerate(answer.get("parts", [])):
        for section in part.get("sections", []):
            for statement in section.get("statements", []):
                yield index, section["kind"].removeprefix("SECTION_KIND_"), statement


def headlines(answer):
    return [part["headline"]["text"] for part in answer.get("parts", []) if "headline" in part]


def referral(answer):
    """What sends the person to a clinician: (sentence, whether only signs to get help do) or None."""
    said = [(text, False) for text in headlines(answer)]
    for finding in answer.get("findings", []):
        if finding.get("place"):
            return finding["message"], False
        said += [(s["text"], False) for s in [{"text": finding["message"]}, *finding.get("actions", [])]]
    said += [(s["text"], kind == "GET_HELP") for _, kind, s in sections(answer)]
    sent = [line for line in said if SENT.search(line[0])]
    return min(sent, key=lambda line: line[1]) if sent else None


def most_statements(answer):
    counts = collections.Counter(index for index, kind, _ in sections(answer) if kind != "COMPARE")
    return max(counts.values(), default=0)


def duplicates(answer):
    """The sentences of an answer that say again what an earlier one has said."""
    texts, grounds, again = set(), set(), []
    for text in headlines(answer) + [s["text"] for _, kind, s in sections(answer) if kind != "COMPARE"]:
        if text in texts:
            again.append(text)
        texts.add(text)
    for _, kind, statement in sections(answer):
        ground = (kind, tuple(sorted(statement["citationNumbers"])))
        if kind != "COMPARE" and ground in grounds and statement["text"] not in again:
            again.append(statement["text"])
        grounds.add(ground)
    return again


def main(arguments):
    plain, verbose = [a for a in arguments if not a.startswith("-")], "-v" in arguments
    if len(plain) != 3:
        sys.exit(__doc__)
    items, replies = score.load(plain[0], "questions", plain[1]), score.read(pathlib.Path(plain[2]) / "ask.out.jsonl")
    answers = {item["id"]: (replies.get(item["id"], {}).get("response") or {}).get("answer") or {} for item in items}
    benign = [item["id"] for item in items if item["disposition"] == "INFORM"]
    referred = {name: sent for name in benign if (sent := referral(answers[name]))}
    long = {name: n for name in answers if (n := most_statements(answers[name])) > 6}
    again = {name: texts for name in answers if (texts := duplicates(answers[name]))}
    print(f"== shape: {len(items)} answers, {len(benign)} of them to benign questions")
    print("   benign referred        ", interval(len(referred), len(benign)),
          "| of them by signs to get help alone", sum(alone for _, alone in referred.values()))
    print("   most statements, a part", max(map(most_statements, answers.values())),
          "| duplicated statements", sum(map(len, again.values())), f"in {len(again)} answers")
    if verbose:
        for name, (text, alone) in referred.items():
            print("  ", name, "referred by signs to get help:" if alone else "referred:", text)
        for name, n in long.items():
            print("  ", name, "has", n, "statements in a part")
        for name, texts in again.items():
            print("  ", name, "says again:", " / ".join(texts))


if __name__ == "__main__":
    main(sys.argv[1:])
