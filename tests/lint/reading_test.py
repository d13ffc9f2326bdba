#!/usr/bin/env python3
"""Tries the reading grade on words, sentences and a small folder of knowledge."""

import contextlib
import io
import pathlib
import tempfile
import unittest
from unittest import mock

import reading

PASSAGE = """
answers: [{form: can, variants: [{id: a, text: 'Yes.'}]}]
statements: [{id: b, text: '%s'}, {id: c, text: 'Yes.'}]
thresholds: [{id: d, below: {text: 'Not yet.'}, above: {text: 'Yes.'}}]
conflicts: [{id: e, headline: {text: 'It is not sure.'}, cautious: [{text: 'No.'}], other: [{text: 'Go on.'}]}]
comparisons: [{id: f, rows: [{attribute: g, cells: {h: {text: 'Extraordinarily unsatisfactory.'}}}]}]
"""
RULES = "# Rules.\nrules:\n  - id: a/b\n    headline: {text: '%s'}\n    message: {text: 'No.'}\n    actions: [{text: 'Go.'}]\n"
LEXICON = """
kind: medication
entries: [{code: isotretinoin, label: isotretinoin, surfaces: [roaccutane, 'constantly .. reacted']}]
"""
HARD = "Considerable deterioration necessitates professional consultation."


class ReadingTest(unittest.TestCase):
    def test_counts_syllables(self):
        for word, want in (("skin", 1), ("needle", 2), ("asked", 1), ("needed", 2), ("every", 3), ("medical", 3),
                           ("moisturiser", 4), ("sterilised", 3), ("xyz", 1)):
            with self.subTest(word):
                self.assertEqual(want, reading.syllables(word))

    def test_a_known_text_has_the_grade_of_the_formula(self):
        grade, heaviest = reading.grade_of(["The cat sat on the mat. It was a medical cat."], set())
        self.assertEqual(round(0.39 * 11 / 2 + 11.8 * 13 / 11 - 15.59, 1), grade)
        self.assertEqual(["medical"], heaviest)

    def test_names_count_two_syllables_at_most(self):
        for sentence, want in (
            ("isotretinoin", [2]),
            ("on isotretinoins now", [1, 2, 1]),
            ("says Massachusetts", [1, 2]),
            ("Considerable harm", [5, 1]),  # a capital at the beginning is no name
            ("isotretinoin-related", [5]),
            ("0.5 mm, 20%", [1, 1, 1]),
        ):
            with self.subTest(sentence):
                self.assertEqual(want, [count for _, count in reading.weights(sentence, {"isotretinoin"})])

    def check(self, passage: str, headline: str) -> tuple[int, str]:
        with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()) as out:
            for name, text in (("passages/topic/a.yaml", PASSAGE % passage), ("rules/r.yaml", RULES % headline),
                               ("lexicon/m.yaml", LEXICON)):
                file = pathlib.Path(folder, "knowledge", name)
                file.parent.mkdir(parents=True)
                file.write_text(text, encoding="utf-8")
            with mock.patch("sys.argv", ["reading.py", folder]):
                return reading.main(), out.getvalue()

    def test_plain_words_pass(self):
        self.assertEqual((0, "reading: 2 passages and rules, 0 above grade 8\n"), self.check("Wait.", "Wait."))

    def test_names_the_passage_and_its_words(self):
        failed, said = self.check(HARD, "Wait.")
        self.assertEqual(1, failed)
        self.assertIn("knowledge/passages/topic/a.yaml:1: this passage reads at grade ", said)
        self.assertIn("say these plainly: deterioration, considerable, consultation, necessitates, professional", said)
        self.assertNotIn("extraordinarily", said)

    def test_names_the_rule_and_its_line(self):
        failed, said = self.check("Wait.", HARD)
        self.assertEqual(1, failed)
        self.assertIn("knowledge/rules/r.yaml:3: the rule a/b reads at grade ", said)

    def test_only_plain_surfaces_are_names(self):
        with tempfile.TemporaryDirectory() as folder:
            pathlib.Path(folder, "m.yaml").write_text(LEXICON, encoding="utf-8")
            names = reading.names_of(pathlib.Path(folder))
        self.assertEqual({"isotretinoin", "roaccutane"} | reading.NAMES_EVERYWHERE, names)


if __name__ == "__main__":
    unittest.main()
