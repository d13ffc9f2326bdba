"""A file that is written by hand stays within 500 lines."""

import re

from tree import Fault, Tree

LIMIT = 500

# Data, licences, and what a tool writes.
EXEMPT = re.compile(
    r"LICENSE|(.*/)?third_party/.*|(.*/)?package-lock\.json|knowledge/evidence/.*|tests/eval/.*\.yaml|"
    r"tests/golden/.*\.(json|jsonl|txt|yaml)|.*\.(svg|csv|jsonl)"
)


def check(tree: Tree):
    for path in tree.paths:
        count = len(tree.lines(path))
        if count > LIMIT and not EXEMPT.fullmatch(path):
            yield Fault(path, LIMIT + 1, f"{count} lines, more than {LIMIT}; "
                        "look for the second idea in it and give that a file of its own")
