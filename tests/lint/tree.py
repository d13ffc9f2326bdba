"""The files that the checks look at, and what a check reports."""

import dataclasses
import functools
import os
import pathlib
import subprocess

CPP = (".h", ".cc")


@dataclasses.dataclass(frozen=True)
class Fault:
    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


class Tree:
    """A repository's own files: what git tracks or would; without git, all but build/."""

    def __init__(self, root: pathlib.Path):
        self.root = root.resolve()
        self.paths = sorted(path for path in self._list() if (self.root / path).is_file())

    def cpp(self, *folders: str) -> list[str]:
        """C++ files beneath `folders`, or all."""
        return [
            path
            for path in self.paths
            if path.endswith(CPP) and (not folders or path.startswith(folders))
        ]

    @functools.cache
    def lines(self, path: str) -> tuple[str, ...]:
        """The lines of a text file; none of a binary one."""
        try:
            return tuple((self.root / path).read_text(encoding="utf-8").splitlines())
        except UnicodeDecodeError:
            return ()

    def _list(self) -> list[str]:
        if (self.root / ".git").exists():
            command = ["git", "-C", str(self.root), "ls-files", "-z"]
            command += ["--cached", "--others", "--exclude-standard"]
            try:
                found = subprocess.run(command, check=True, capture_output=True, text=True)
                return found.stdout.split("\0")[:-1]
            except (OSError, subprocess.CalledProcessError):
                pass  # no git, or a folder that it does not trust
        paths = []
        for folder, names, files in os.walk(self.root):
            names[:] = [name for name in names if name not in ("build", ".git", "node_modules")]
            base = pathlib.Path(folder).relative_to(self.root)
            paths += [(base / name).as_posix() for name in files]
        return paths
