#!/usr/bin/env python3
"""Tries what tests/eval/retrieval counts and how it breaks words. It begins with this."""

import unittest

import breaking
import retrieval_sets
from retrieval_sets import Row


class BreakingTest(unittest.TestCase):
    def test_the_same_seed_breaks_the_same_words(self):
        message = "what treatments exist for familial mediterranean fever"
        self.assertEqual(breaking.break_words(message, "1:a"), breaking.break_words(message, "1:a"))
        self.assertGreater(len({breaking.break_words(message, seed) for seed in range(20)}), 10)

    def test_a_broken_word_is_one_edit_away(self):
        for seed in range(500):
            wrong = breaking.break_words("llama", seed, 1)
            self.assertNotEqual("llama", wrong)
            self.assertIn(len(wrong), (4, 5, 6))
            left = next(i for i in range(6) if wrong[i:i + 1] != "llama"[i:i + 1])
            right = next(i for i in range(6) if wrong[::-1][i:i + 1] != "amall"[i:i + 1])
            self.assertLessEqual(max(len(wrong), 5) - left - right, 2, wrong)

    def test_each_kind_of_mistake_is_made(self):
        made = {breaking.break_words("fever", seed, 1) for seed in range(3000)}
        self.assertLessEqual({"fevre", "feer", "feever", "fexver", "fexer"}, made)

    def test_short_words_and_numbers_stay(self):
        for text in ("can my son take it?", "0.5mm 10000 b12345", "", "?!"):
            with self.subTest(text):
                self.assertEqual({text}, {breaking.break_words(text, seed, 1) for seed in range(30)})

    def test_breaks_as_many_as_it_says(self):
        words = ["treatment"] * 10000
        broken = sum(word != "treatment" for word in breaking.break_words(" ".join(words), 7).split())
        self.assertAlmostEqual(0.3, broken / len(words), delta=0.015)


class RetrievalSetsTest(unittest.TestCase):
    BARE, WHOLE = Row("qa", "qa", bare=True), Row("qa-subject", "qa")

    def test_a_bare_document_has_no_subject(self):
        item = {"id": "a", "title": "", "text": "x", "meta": {"source": "N", "subject": "S"}}
        self.assertEqual({**item, "meta": {"source": "N"}}, retrieval_sets.document(self.BARE, item))
        self.assertEqual(item, retrieval_sets.document(self.WHOLE, item))

    def test_hits_become_documents_best_first_each_once(self):
        hits = [{"documentId": id, "passageId": f"{id}#{n}"} for n, id in
                enumerate(("qa/b", "qa/a", "qa/b", "qa/qa/c", "other/d"))]
        self.assertEqual(["b", "a", "qa/c", "other/d"], retrieval_sets.ranking(self.BARE, {"hits": hits}))
        self.assertEqual([], retrieval_sets.ranking(self.BARE, {}))

    def test_a_run_has_a_line_for_each_document_and_no_ties(self):
        self.assertEqual(["q1 Q0 b 1 999 needlepoint", "q1 Q0 a 2 998 needlepoint", "q3 Q0 a 1 999 needlepoint"],
                         retrieval_sets.trec_run({"q1": ["b", "a"], "q2": [], "q3": ["a"]}))

    def test_asks_one_collection_for_ten(self):
        self.assertEqual({"query": "x", "collection": "qa", "groupBy": "GROUP_BY_DOCUMENT", "pageSize": 10}, retrieval_sets.request(self.BARE, "x"))
        self.assertEqual({"query": "x", "collection": "qa", "groupBy": "GROUP_BY_DOCUMENT", "pageSize": 10, "disabledRankingParts": ["RANKING_PART_TITLE"]},
                         retrieval_sets.request(self.BARE, "x", ["RANKING_PART_TITLE"]))

    def test_reads_the_parts_of_the_ranking_from_the_contract(self):
        parts = retrieval_sets.ranking_parts()
        self.assertLessEqual({"RANKING_PART_TITLE", "RANKING_PART_HEADING_COVERAGE", "RANKING_PART_SPELLING"}, set(parts))
        self.assertNotIn("RANKING_PART_UNSPECIFIED", parts)


if __name__ == "__main__":
    unittest.main()
