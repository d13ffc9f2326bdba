#!/usr/bin/env python3
"""Tries the scorers on small answers, and the rewordings on small questions. tests/eval/run begins with it."""

import collections
import pathlib
import random
import tempfile
import unittest
from unittest import mock

import cases
import clash
import floors
import rewording
import robustness
import shape


def reworded(kind: str, question: str) -> set[str | None]:
    """All that a kind makes of a question with a good many seeds."""
    return {rewording.KINDS[kind](question, random.Random(seed)) for seed in range(60)}


class RewordingTest(unittest.TestCase):
    def test_the_same_seed_gives_the_same_text(self):
        for kind, change in rewording.KINDS.items():
            with self.subTest(kind):
                once, again = (change("Rolled 2 weeks ago, swollen?", random.Random("a")) for _ in "12")
                self.assertEqual(once, again)

    def test_typos_are_in_at_most_two_long_words(self):
        question = "my cheeks are swollen and burning at 0.5mm, 1000microns, 38.5"
        for text in reworded("typos", question):
            words, wrong = question.split(), text.split()
            self.assertEqual(len(words), len(wrong), text)
            changed = [w for w, x in zip(words, wrong) if w != x]
            self.assertIn(len(changed), (1, 2), text)
            self.assertLessEqual(set(changed), {"cheeks", "swollen", "burning"}, text)

    def test_a_mistyped_word_is_another_of_nearly_its_length(self):
        for seed in range(200):
            wrong = rewording.mistype("llama", random.Random(seed))
            self.assertNotEqual("llama", wrong)
            self.assertIn(len(wrong), (4, 5, 6))

    def test_plain_keeps_what_belongs_to_a_number(self):
        for question, want in (
            ("It's RED; is that OK?!", "its red is that ok"),
            ("0.5 mm, then .25 (every 2-3 days).", "0.5 mm then .25 every 2-3 days"),
            ("at-home, 5% & 38.5°C", "at home 5% 38.5°c"),
        ):
            self.assertEqual({want}, reworded("plain", question))

    def test_plain_leaves_out_what_it_does_not_change(self):
        self.assertEqual({None}, reworded("plain", "can i roll"))
        self.assertEqual({None}, reworded("plain", "?!"))

    def test_padding_is_forty_words_around_the_question(self):
        for opening in rewording.OPENINGS:
            for closing in rewording.CLOSINGS:
                self.assertIn(len(f"{opening} {closing}".split()), range(38, 43))
        for text in reworded("padding", "can i roll"):
            self.assertRegex(text, r"\. ?\n*can i roll\s+[A-Z]")
        self.assertEqual({None}, reworded("padding", " "))

    def test_units_say_the_same_in_another(self):
        for question, *want in (
            ("0.5mm at home", "500 microns at home", "½ mm at home"),
            ("a .5 mm roller", "a 500 microns roller", "a ½ mm roller"),
            ("fever of 38.5 C", "fever of 101.3 F"),
            ("101.3°F since noon", "38.5 C since noon"),
            ("2 weeks ago", "14 days ago"),
            ("three weeks ago", "21 days ago"),
            ("every 2-3 days", "every 48 to 72 hours"),
            ("within 24 hours", "within a day"),
            ("0.02 inch", "0.51 mm"),
            ("accutane 2 yrs ago", "accutane 24 months ago"),
        ):
            with self.subTest(question):
                self.assertEqual(set(want), reworded("units", question))

    def test_units_leave_other_numbers_alone(self):
        for question in ("34F here", "40 years old", "the 20th", "5 passes", "9 days ago", "1.5", "version 2.5.1 mm"):
            with self.subTest(question):
                self.assertEqual({None}, reworded("units", question))


def answer(disposition: str, *codes: str) -> dict:
    return {"disposition": f"DISPOSITION_{disposition}", "findings": [{"code": code} for code in codes]}


class RobustnessTest(unittest.TestCase):
    ITEM = {"disposition": "EMERGENCY", "acceptable_dispositions": ["EMERGENCY", "URGENT"], "findings": ["crisis"]}

    def losses(self, before: dict, after: dict) -> tuple[list[str], dict]:
        count = collections.Counter()
        return robustness.losses(self.ITEM, before, after, count), count

    def test_an_answer_that_stays_loses_nothing(self):
        lost, count = self.losses(answer("EMERGENCY", "crisis"), answer("EMERGENCY", "crisis"))
        self.assertEqual([], lost)
        self.assertEqual({"emergency": 1, "acute": 1, "acute kept": 1, "codes": 1, "codes kept": 1}, dict(count))

    def test_a_lost_emergency_may_be_acute_enough(self):
        lost, count = self.losses(answer("EMERGENCY"), answer("URGENT"))
        self.assertEqual(["EMERGENCY became URGENT"], lost)
        self.assertEqual(1, count["acute kept"])

    def test_what_was_wrong_already_is_not_lost(self):
        lost, count = self.losses(answer("INFORM"), answer("NO_ANSWER"))
        self.assertEqual([], lost)
        self.assertEqual(0, count["acute"] + count["codes"])

    def test_only_expected_codes_count(self):
        lost, _ = self.losses(answer("URGENT", "crisis", "minor"), answer("URGENT"))
        self.assertEqual(["lost crisis"], lost)


def part(headline: str, *sections: tuple) -> dict:
    """A part with sections of (kind, (text, citation numbers)...)."""
    return {"headline": {"text": headline}, "sections": [
        {"kind": f"SECTION_KIND_{kind}", "statements": [{"text": t, "citationNumbers": n} for t, n in statements]}
        for kind, *statements in sections]}


class ShapeTest(unittest.TestCase):
    def test_referral_needs_a_carer_and_a_verb(self):
        for text, want in (
            ("Ask a doctor before using minoxidil.", True),
            ("Once a week is plenty, says a US dermatologist.", False),
            ("A patch that does not heal should be seen by a doctor.", True),
            ("Wheeze needs an ambulance.", True),
            ("One clinic calls once a week plenty.", False),
        ):
            with self.subTest(text):
                self.assertEqual(want, shape.referral({"parts": [part(text)]}) is not None)

    def test_signs_to_get_help_are_told_apart(self):
        signs = part("Yes.", ("GET_HELP", ("See a doctor if it spreads.", [1])))
        self.assertEqual(("See a doctor if it spreads.", True), shape.referral({"parts": [signs]}))
        self.assertEqual(("Ask a doctor.", False), shape.referral({"parts": [signs, part("Ask a doctor.")]}))

    def test_a_finding_with_a_place_refers(self):
        finding = {"message": "It may be infected.", "place": "HELP_PLACE_SAME_DAY_CARE"}
        self.assertEqual(("It may be infected.", False), shape.referral({"findings": [finding]}))

    def test_counts_statements_beside_a_table(self):
        busy = part("Yes.", ("EXPECT", ("a", [1]), ("b", [2])), ("COMPARE", ("c", [3])), ("AVOID", ("d", [4])))
        self.assertEqual(3, shape.most_statements({"parts": [busy, part("No.")]}))

    def test_finds_what_is_said_again(self):
        for parts, want in (
            ([part("a", ("EXPECT", ("b", [1]), ("c", [2])))], []),
            ([part("a", ("EXPECT", ("b", [1]), ("c", [1])))], ["c"]),
            ([part("a", ("EXPECT", ("b", [1])), ("AVOID", ("c", [1])))], []),
            ([part("a", ("EXPECT", ("b", [1]))), part("d", ("AVOID", ("b", [2])))], ["b"]),
            ([part("a", ("EXPECT", ("a", [1])))], ["a"]),
            ([part("a", ("COMPARE", ("b", [1]), ("b", [1])))], []),
        ):
            self.assertEqual(want, shape.duplicates({"parts": parts}))


class CasesTest(unittest.TestCase):
    def test_each_file_is_of_one_set(self):
        for name, want in (("aftercare", "topics"), ("wave-2-misuse", "wave-2"), ("wave-2", "wave-2"), ("held-out", "held-out")):
            self.assertEqual(want, cases.set_of(name))

    def test_loads_no_file_of_another_set(self):
        with tempfile.TemporaryDirectory() as folder, mock.patch.object(cases, "CASES", pathlib.Path(folder)):
            (cases.CASES / "aftercare.yaml").write_text("cases: [{id: a-1}]")
            (cases.CASES / "wave-2-a.yaml").write_text("cases: [{id: w-1}]")
            (cases.CASES / "held-out.yaml").write_text("{ not even YAML")
            self.assertEqual([{"id": "a-1"}], cases.load("topics"))
            self.assertEqual([{"id": "w-1"}], cases.load("wave-2"))


class ClashTest(unittest.TestCase):
    ITEMS = [
        {"id": "a", "kind": "permits", "title": "", "text": "Share it. Now.", "contradicts": ["shared-device"], "at": "Share"},
        {"id": "b", "kind": "warns", "title": "", "text": "Do not."},
    ]

    def figures(self, **replies: dict) -> str:
        return clash.report(self.ITEMS, {"a": [], "b": [], **replies}, verbose=False)

    def test_counts_what_is_found_in_the_sentence_meant(self):
        there = {"ruleId": "misuse/sharing", "findingCode": "shared-device", "words": "Share it"}
        elsewhere = {**there, "words": "Now"}
        self.assertIn("found 1/1, in the sentence meant 1/1", self.figures(a=[there]))
        self.assertIn("found 1/1, in the sentence meant 0/1", self.figures(a=[elsewhere]))
        self.assertIn("found 0/1, in the sentence meant 0/1; others alarmed 0/1", self.figures())

    def test_counts_texts_alarmed_and_codes_besides(self):
        other = {"ruleId": "diabetes/any", "findingCode": "diabetes", "words": "Do not"}
        self.assertIn("others alarmed 1/1; codes besides 1", self.figures(b=[other]))
        self.assertIn("others alarmed 0/1; codes besides 1", self.figures(a=[other]))


class FloorsTest(unittest.TestCase):
    REPORT = "== seed: 40 of 40 rows\n== cases-wave-2: 5 questions, 1 errors\n   kept 9/9 = 97.4 % (90 to 99)\n"

    def test_knows_which_side_of_a_floor_is_right(self):
        text = floors.sections(self.REPORT)["cases-wave-2"]
        for floor, want in (
            ({"figure": r"(\d+) errors", "at_most": 0}, False),
            ({"figure": r"(\d+) errors", "at_most": 1}, True),
            ({"figure": r"kept \S+ = (\d+\.\d)", "at_least": 97}, True),
            ({"figure": r"(\d+) of 40 rows", "at_least": 40}, False),  # stands in another section
        ):
            self.assertEqual(want, floors.verdict(floor, text)[0], floor)


if __name__ == "__main__":
    unittest.main()
