"""Relative links in Markdown lead somewhere."""

import posixpath
import re
import urllib.parse

from tree import Fault, Tree

LINK = re.compile(r"\[[^\]]*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)|^\s*\[[^\]]+\]:\s*(\S+)")
FENCE = re.compile(r"\s*(```|~~~)")
HEADING = re.compile(r"#{1,6}\s+(.*?)\s*#*\s*$")


def check(tree: Tree):
    folders = {posixpath.dirname(path) for path in tree.paths}
    folders |= {parent for folder in folders for parent in parents(folder)} | {""}
    for path in tree.paths:
        if path.endswith(".md"):
            for number, target in links(tree, path):
                message = fault_of(tree, folders, path, target)
                if message:
                    yield Fault(path, number, message)


def fault_of(tree: Tree, folders: set[str], path: str, target: str) -> str | None:
    if re.match(r"[a-z][a-z0-9+.-]*:|//", target, re.IGNORECASE):
        return None  # another site
    name, _, anchor = urllib.parse.unquote(target).partition("#")
    found = posixpath.normpath(posixpath.join(posixpath.dirname(path), name)) if name else path
    found = "" if found == "." else found
    if found.startswith(("..", "/")):
        return f"{target} leads out of the repository; name the thing instead of linking it"
    if found not in tree.paths and found not in folders:
        return f"{target} does not exist; mend or remove the link"
    if anchor and found.endswith(".md") and anchor not in anchors(tree, found):
        return f"{found} has no heading #{anchor}; mend the part after #"
    return None


def links(tree: Tree, path: str):
    """Yields (line number, target) of each link outside code."""
    for number, line in prose(tree, path):
        for match in LINK.finditer(re.sub(r"`[^`]*`", "", line)):
            yield number, match[1] or match[2]


def anchors(tree: Tree, path: str) -> set[str]:
    """The names that a site gives to a file's headings."""
    found = set()
    for _, line in prose(tree, path):
        match = HEADING.match(line)
        if match:
            words = re.sub(r"[^\w\- ]", "", match[1].lower()).replace(" ", "-")
            found.add(words)
    return found


def prose(tree: Tree, path: str):
    fenced = False
    for number, line in enumerate(tree.lines(path), 1):
        if FENCE.match(line):
            fenced = not fenced
        elif not fenced:
            yield number, line


def parents(folder: str):
    while folder:
        yield folder
        folder = posixpath.dirname(folder)
