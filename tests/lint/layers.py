"""Includes point down, never sideways.

On Debian the headers of all libraries share one folder, so a forgotten link
does not stop a forbidden include; this does.
"""

import re

from tree import Fault, Tree

# From the bottom up. A layer may include those on the lines before its own, and
# itself, but not its neighbours on the same line.
LAYERS = (
    ("base",),
    ("model",),
    ("condition", "text", "storage"),
    ("index",),
    ("pack", "documents"),
    ("understand", "retrieve", "safety"),
    ("follow_up",),
    ("answer", "review", "prove"),
    ("plan", "conversation"),
    ("collection",),
    ("api",),
    ("rpc", "http"),
    ("server", "tools"),
)
RANK = {layer: rank for rank, row in enumerate(LAYERS) for layer in row}
LOWEST_WITH_MESSAGES = RANK["follow_up"]

# Headers that only these folders may include; tests may include all but the last.
ONLY_IN = (
    (re.compile(r"sqlite3(ext)?\.h"), ("service/storage/", "tests/"),
     "service/storage is the only C++ that knows SQLite; add what is missing to its interface"),
    (re.compile(r".*\.grpc\.pb\.h"), ("service/rpc/", "clients/", "tests/"),
     "stubs belong in service/rpc; write the method in service/api without gRPC"),
    (re.compile(r"(grpc|grpcpp)/.*"), ("service/rpc/", "clients/", "tests/"),
     "service/rpc is the only C++ that knows gRPC; hide this behind an interface of its own"),
    (re.compile(r"(gtest|gmock)/.*"), ("tests/",), "test code belongs under tests/"),
)

INCLUDE = re.compile(r'\s*#\s*include\s*([<"])([^>"]+)[>"]')


def includes(tree: Tree, path: str):
    """Yields (line number, whether quoted, header) of each include."""
    for number, line in enumerate(tree.lines(path), 1):
        match = INCLUDE.match(line)
        if match:
            yield number, match[1] == '"', match[2]


def check(tree: Tree):
    for path in tree.cpp("service/", "clients/", "tests/"):
        for number, quoted, header in includes(tree, path):
            message = fault_of(tree, path, quoted, header)
            if message:
                yield Fault(path, number, message)
    # Here what is included by what is included counts as well.
    for path in tree.cpp("clients/", "tests/conformance/"):
        for number, chain in chains_into_service(tree, path):
            yield Fault(path, number, f"reaches the server's inside through {' > '.join(chain)}; "
                        "use proto/ alone, as any other client does")


def fault_of(tree: Tree, path: str, quoted: bool, header: str) -> str | None:
    """Says what is wrong with `path` including `header`, or None."""
    if quoted and header not in tree.paths:
        beside = f"{path.rsplit('/', 1)[0]}/{header}"
        if header.startswith(".") or beside in tree.paths:
            return f'write the include from the repository root, not "{header}"'
    for pattern, folders, why in ONLY_IN:
        if pattern.fullmatch(header) and not path.startswith(folders):
            return f"{header} is not for {folder_of(path)}: {why}"
    if not path.startswith("service/"):
        return None
    if header.startswith(("tests/", "clients/")):
        return f"the server does not include {header}; move what both need down into service/"

    layer = path.split("/")[1]
    if layer not in RANK:
        return f"service/{layer} is no layer; place it in LAYERS of tests/lint/layers.py"
    if header.endswith(".pb.h") and RANK[layer] < LOWEST_WITH_MESSAGES:
        return (f"service/{layer} knows no generated type; "
                "use a value of service/model and convert in the pipelines or the API")
    if header.startswith("service/"):
        other = header.split("/")[1]
        if other not in RANK:
            return f"service/{other} is no layer; place it in LAYERS of tests/lint/layers.py"
        if other != layer and RANK[other] == RANK[layer]:
            return (f"service/{layer} and service/{other} are siblings; "
                    "move what both need a layer down, or join them in the layer above")
        if RANK[other] > RANK[layer]:
            return (f"service/{layer} is below service/{other}; "
                    "pass the value in, or turn the dependency round with an interface here")
    return None


def folder_of(path: str) -> str:
    return "/".join(path.split("/")[:2])


def chains_into_service(tree: Tree, path: str):
    """Yields (line number, headers from `path` to the first one in service/)."""
    for number, _, header in includes(tree, path):
        seen = set()
        pending = [(header,)]
        while pending:
            chain = pending.pop()
            if chain[-1].startswith("service/"):
                yield number, chain
                break
            if chain[-1] in tree.paths and chain[-1] not in seen:
                seen.add(chain[-1])
                pending += [(*chain, below) for _, _, below in includes(tree, chain[-1])]
