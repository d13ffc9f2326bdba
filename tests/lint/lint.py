#!/usr/bin/env python3
"""Checks that no compiler makes: layers, banned calls, file length, links.

    tests/lint/lint.py [ROOT]

Prints one line a fault, `file:line: what is wrong; how to mend it`, and exits 1
if there is one. Each check is a module beside this one with a function
check(tree) that yields Faults. lint_test.py tries them on small trees.
"""

import pathlib
import sys

import banned
import layers
import length
import links
import names
from tree import Tree

CHECKS = (layers, banned, length, links, names)


def main() -> int:
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else __file__)
    tree = Tree(root if root.is_dir() else root.resolve().parents[2])
    faults = [fault for check in CHECKS for fault in check.check(tree)]
    for fault in faults:
        print(fault)
    print(f"lint: {len(tree.paths)} files, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
