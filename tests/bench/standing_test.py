#!/usr/bin/env python3
"""Tries the comparison that tests/bench/side_by_side ends with. It begins with this."""

import unittest

import standing


def results(**engines):
    """A run over 100 documents and the set "message": engine=its latencies."""
    return {"search": {f"{name.replace('_', '-')}@100@message": {"min_us": values} for name, values in engines.items()}}


class StandingTest(unittest.TestCase):
    def test_percentiles_are_measured_values(self):
        for values, percent, want in (([3], 50, 3), ([1, 2, 3, 4], 50, 2), (list(range(200)), 99, 197), ([5, 1], 99, 5)):
            with self.subTest(values=values, percent=percent):
                self.assertEqual(want, standing.percentile(values, percent))

    def test_names_the_nearest_peer(self):
        self.assertEqual(
            ["needlepoint 100 message p50: 10.0 us, ahead of lucene at 20.0 us (2.00 times)",
             "needlepoint 100 message p99: 10.0 us, ahead of xapian at 35.0 us (3.50 times)"],
            standing.lines(results(needlepoint=[10, 10], lucene=[20, 40], xapian=[30, 35])))

    def test_says_where_a_row_is_behind(self):
        self.assertEqual(
            ["needlepoint-bm25 100 message p50: 10.0 us, BEHIND lucene at 5.0 us (0.50 times)",
             "needlepoint-bm25 100 message p99: 10.0 us, BEHIND lucene at 10.0 us (1.00 times)"],
            standing.lines(results(needlepoint_bm25=[10, 10], lucene=[5, 10])))

    def test_compares_no_two_rows_of_ours(self):
        said = standing.lines(results(needlepoint=[10], needlepoint_bm25=[5], lucene=[20]))
        self.assertEqual(4, len(said))
        self.assertTrue(all("ahead of lucene" in line for line in said), said)
        self.assertEqual([], standing.lines(results(needlepoint=[10], needlepoint_bm25=[5])))

    def test_a_peer_asked_fewer_questions_is_compared_on_those(self):
        self.assertEqual("needlepoint 100 message p99: 10.0 us, ahead of fts5 at 30.0 us (3.00 times)",
                         standing.lines(results(needlepoint=[10, 10, 500], fts5=[20, 30]))[1])

    def test_stock_fts5_has_to_be_slow_enough(self):
        self.assertEqual(["stock FTS5 100 message p50: 25.0 times needlepoint; 25 are wanted: enough",
                          "stock FTS5 100 message p50: 12.5 times needlepoint-bm25; 25 are wanted: NOT ENOUGH"],
                         standing.stock_lines(results(fts5=[500], needlepoint=[20], needlepoint_bm25=[40])))
        self.assertEqual([], standing.stock_lines(results(lucene=[500], needlepoint=[20])))

    def test_our_rows_can_be_taken_out(self):
        kept = {"search": {"lucene@100@one": {}}, "index": {"fts5@100": {}}, "notes": ["needlepoint failed"]}
        whole = {"search": {**kept["search"], "needlepoint@100@one": {}}, "index": {**kept["index"], "needlepoint-bm25@100": {}},
                 "notes": kept["notes"]}
        self.assertEqual(kept, standing.without_ours(whole))


if __name__ == "__main__":
    unittest.main()
