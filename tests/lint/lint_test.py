#!/usr/bin/env python3
"""Tries each check on small trees: what it must say, and where it must be silent."""

import pathlib
import tempfile
import unittest

import banned
import layers
import length
import links
import names
from tree import Tree


class LintTest(unittest.TestCase):
    def faults(self, module, files: dict[str, str]) -> list[str]:
        """The faults of `module` on a tree of `files`, as "path:line" and message."""
        with tempfile.TemporaryDirectory() as folder:
            for path, text in files.items():
                file = pathlib.Path(folder, path)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, encoding="utf-8")
            return [str(fault) for fault in module.check(Tree(pathlib.Path(folder)))]

    def assert_silent(self, module, files):
        self.assertEqual([], self.faults(module, files))

    def assert_one(self, module, files, *want):
        faults = self.faults(module, files)
        self.assertEqual(1, len(faults), faults)
        for part in want:
            self.assertIn(part, faults[0])


class LayersTest(LintTest):
    def include(self, path: str, header: str) -> dict[str, str]:
        return {path: f'#include "{header}"\n'}

    def test_includes_point_down(self):
        for path, header in (
            ("service/model/a.h", "service/base/b.h"),
            ("service/model/a.h", "service/model/b.h"),
            ("service/pack/a.cc", "service/storage/b.h"),
            ("service/answer/a.cc", "service/safety/b.h"),
            ("service/answer/a.cc", "needlepoint/v1/answer.pb.h"),
            ("service/api/a.cc", "service/collection/b.h"),
            ("service/rpc/a.cc", "needlepoint/v1/a_service.grpc.pb.h"),
            ("service/server/a.cc", "service/rpc/b.h"),
            ("tests/unit/storage/a_test.cc", "sqlite3.h"),
            ("tests/conformance/a_test.cc", "needlepoint/v1/a_service.grpc.pb.h"),
        ):
            with self.subTest(path=path, header=header):
                self.assert_silent(layers, self.include(path, header))

    def test_includes_never_point_up_or_sideways(self):
        for path, header, want in (
            ("service/base/a.h", "service/model/b.h", "below"),
            ("service/text/a.h", "service/condition/b.h", "siblings"),
            ("service/safety/a.cc", "service/retrieve/b.h", "siblings"),
            ("service/answer/a.cc", "service/review/b.h", "siblings"),
            ("service/api/a.cc", "service/rpc/b.h", "below"),
            ("service/server/a.cc", "service/tools/b.h", "siblings"),
            ("service/safety/a.cc", "tests/support/b.h", "does not include"),
            ("service/magic/a.cc", "string", "no layer"),
            ("service/model/a.cc", "service/magic/b.h", "no layer"),
        ):
            with self.subTest(path=path, header=header):
                self.assert_one(layers, self.include(path, header), f"{path}:1", want)

    def test_keeps_libraries_in_their_layer(self):
        for path, header, want in (
            ("service/retrieve/a.cc", "sqlite3.h", "service/storage"),
            ("service/api/a.cc", "needlepoint/v1/a_service.grpc.pb.h", "service/rpc"),
            ("service/server/a.cc", "grpcpp/server.h", "service/rpc"),
            ("service/safety/a.cc", "needlepoint/v1/answer.pb.h", "no generated type"),
            ("service/base/a.h", "gtest/gtest.h", "tests/"),
        ):
            with self.subTest(path=path, header=header):
                self.assert_one(layers, self.include(path, header), f"{path}:1", want)

    def test_angle_brackets_count(self):
        self.assert_one(layers, {"service/pack/a.cc": "// x\n#include <sqlite3.h>\n"}, "a.cc:2")

    def test_includes_start_at_the_root(self):
        files = {"service/base/a.cc": '#include "b.h"\n', "service/base/b.h": ""}
        self.assert_one(layers, files, "a.cc:1", "root")
        self.assert_one(layers, self.include("service/base/a.cc", "../x.h"), "root")

    def test_conformance_and_clients_see_the_wire_only(self):
        for path in ("tests/conformance/a_test.cc", "clients/cli/a.cc"):
            with self.subTest(path=path):
                files = self.include(path, "service/api/b.h")
                self.assert_one(layers, files, f"{path}:1", "proto/ alone")

    def test_conformance_does_not_reach_the_server_by_a_detour(self):
        files = self.include("tests/conformance/a_test.cc", "tests/support/b.h")
        files["tests/support/b.h"] = '#include "tests/support/c.h"\n'
        self.assert_silent(layers, files)
        files["tests/support/c.h"] = '#include "service/model/d.h"\n'
        self.assert_one(layers, files, "a_test.cc:1", "b.h > tests/support/c.h > service/model/d.h")


class BannedTest(LintTest):
    def test_finds_calls(self):
        for code, want in (
            ("std::sprintf(buffer, x);", "sprintf"),
            ("int x = rand();", "rand"),
            ("std::cout << x;", "std::cout"),
            ("absl::MutexLock lock(&mutex_);", "absl::MutexLock"),
            ("auto t = absl::Now();", "absl::Now"),
            ("auto t = std::chrono::system_clock::now();", "system_clock"),
            ('auto v = std::getenv("HOME");', "getenv"),
            ("#include <ranges>", "<ranges>"),
        ):
            with self.subTest(code=code):
                self.assert_one(banned, {"service/answer/a.cc": f"\n{code}\n"}, "a.cc:2", want)

    def test_knows_where_they_are_right(self):
        self.assert_silent(banned, {
            "service/base/clock.cc": "return absl::Now();",
            "service/server/main.cc": "absl::Now(); std::getenv(name);",
            "service/tools/a.cc": "std::cout << absl::Now();",
            "clients/cli/a.cc": "std::cout << x;",
            "tests/unit/a_test.cc": "absl::Now();",
        })

    def test_std_string_view_is_banned_in_headers_alone(self):
        self.assert_silent(banned, {"service/text/a.cc": "std::string_view s;"})
        self.assert_one(banned, {"service/text/a.h": "std::string_view s;"}, "absl::string_view")

    def test_comments_strings_and_longer_names_are_no_calls(self):
        self.assert_silent(banned, {"service/answer/a.cc": (
            "// unlike rand()\n"
            'Say("call rand() \\" rand()");\n'
            "/* absl::Now() */\n"
            "std::snprintf(b, n, f); operand(); strand(); x.brand();\n"
        )})


class LengthTest(LintTest):
    def test_has_a_bound(self):
        self.assert_silent(length, {"service/a.cc": "x\n" * 500})
        self.assert_one(length, {"service/a.cc": "x\n" * 501}, "service/a.cc:501", "501 lines")

    def test_spares_data(self):
        self.assert_silent(length, {
            "knowledge/evidence/facts.yaml": "x\n" * 900,
            "deploy/dev/node/package-lock.json": "x\n" * 900,
        })


class NamesTest(LintTest):
    def test_one_definition_of_a_type(self):
        self.assert_one(names, {"service/a/x.h": "struct Result {\n};\n", "service/b/y.h": "class Result final : Base {\n};\n"},
                        "service/b/y.h:1", "service/a/x.h")

    def test_unnamed_namespaces_declarations_and_members_do_not_count(self):
        self.assert_silent(names, {
            "service/a/x.h": "struct Result {\n  struct Part {\n  };\n};\n",
            "service/b/y.cc": "namespace {\nstruct Result {\n};\n}  // namespace\nclass Part;\nstruct Part {\n};\n",
        })


class LinksTest(LintTest):
    def test_follows_files_folders_and_headings(self):
        self.assert_silent(links, {
            "README.md": "[a](docs/a.md) [b](docs) [c](docs/a.md#the-2nd-part) [d](#top)\n# Top\n",
            "docs/a.md": "## The 2nd part!\n[up](../README.md) [web](https://example.org/x)\n",
        })

    def test_finds_dead_ones(self):
        for target, want in (
            ("b.md", "does not exist"),
            ("a.md#gone", "no heading"),
            ("../../x.md", "out of the repository"),
        ):
            with self.subTest(target=target):
                self.assert_one(links, {"docs/a.md": f"\n[x]({target})\n"}, "docs/a.md:2", want)

    def test_code_is_no_link(self):
        self.assert_silent(links, {"a.md": "`[x](gone.md)`\n```\n[x](gone.md)\n```\n"})


if __name__ == "__main__":
    unittest.main()
