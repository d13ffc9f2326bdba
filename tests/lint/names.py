"""A type of namespace needlepoint has one definition.

Two types of one name in two libraries link without a word, and the program runs
the destructor of the other. Types in an unnamed namespace do not count.
"""

import re

from tree import Fault, Tree

TYPE = re.compile(r"(?:struct|class|enum class) (\w+)(?: final)?(?: : [^;{]*)? ?\{")


def types(tree: Tree, path: str):
    """Yields (line number, name) of each type that other files can see."""
    unnamed = False
    for number, line in enumerate(tree.lines(path), 1):
        if line.startswith("namespace {"):
            unnamed = True
        elif line.rstrip() == "}  // namespace":
            unnamed = False
        elif not unnamed and (match := TYPE.match(line)):
            yield number, match[1]


def check(tree: Tree):
    seen: dict[str, str] = {}
    for path in tree.cpp("service/"):
        for number, name in types(tree, path):
            if seen.setdefault(name, path) != path:
                yield Fault(path, number, f"{name} is defined in {seen[name]}, too; give one of them another name")
