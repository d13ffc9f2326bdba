"""Calls that compile, and that we do not want."""

import dataclasses
import re

from tree import Fault, Tree


@dataclasses.dataclass(frozen=True)
class Ban:
    pattern: re.Pattern
    message: str
    allowed: tuple[str, ...] = ()  # beginnings of the paths where it is right
    headers_only: bool = False


EDGES = ("service/base/clock.", "service/server/", "service/tools/", "clients/", "tests/")

BANS = (
    Ban(re.compile(r"\b(v?sprintf|strcpy|strcat|strtok)\s*\("),
        "no bound on what it writes; use absl::StrCat or absl::StrFormat"),
    Ban(re.compile(r"\bs?rand\s*\(|\bstd::random_device\b"),
        "not reproducible; take a generator or a seed through the constructor",
        allowed=("service/server/", "service/tools/")),
    Ban(re.compile(r"\bstd::(cout|cerr|clog)\b"),
        "only programs print; return a status",
        allowed=("service/server/main.cc", "service/tools/", "clients/", "tests/bench/", "tests/eval/")),
    Ban(re.compile(r"\babsl::(Mutex|MutexLock|ReaderMutexLock|WriterMutexLock|CondVar)\b"),
        "ThreadSanitizer cannot see into Debian's; use service/base/mutex.h"),
    Ban(re.compile(r"\bstd::string_view\b"),
        "here it is not absl::string_view and does not convert; use absl::string_view",
        headers_only=True),
    Ban(re.compile(r"\babsl::Now\s*\(|\bstd::chrono::system_clock\b|\btime\s*\(\s*(nullptr|NULL|0)\s*\)"),
        "the clock enters through the constructor; take a Clock (service/base/clock.h)",
        allowed=EDGES),
    Ban(re.compile(r"\bgetenv\s*\("),
        "the environment is read in server/ and tools/; pass the value in",
        allowed=EDGES),
    Ban(re.compile(r"#\s*include\s*<(format|ranges|source_location)>"),
        "Clang 14, and so fuzzing and clang-tidy, cannot compile it with Debian's libstdc++; use Abseil"),
)

# Comments and literals: their words are not calls.
NOISE = re.compile(r"//.*|'(\\.|[^'\\])'|\"(\\.|[^\"\\])*\"|/\*.*?\*/")


def check(tree: Tree):
    for path in tree.cpp("service/", "clients/", "tests/"):
        for number, line in enumerate(tree.lines(path), 1):
            code = NOISE.sub('""', line)
            for ban in BANS:
                if ban.headers_only and not path.endswith(".h"):
                    continue
                match = ban.pattern.search(code)
                if match and not path.startswith(ban.allowed):
                    yield Fault(path, number, f"{match[0].strip()} is banned: {ban.message}")
