// What stops needlepointd from starting: one line that says what is wrong and
// what to do, and exit code 1.

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/conformance/server.h"
#include "tests/conformance/snapshot_edits.h"

namespace needlepoint::conformance {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;
using ::testing::ValuesIn;

constexpr char kFile[] = "the.snapshot";  // as the server is told, in a folder of its own

// One line on standard error, none on standard output, and no path but those
// that were given.
void ExpectRefusedInOneLine(const Ended& ended, const std::string& folder) {
  ASSERT_EQ(ended.out, "") << "it serves";
  EXPECT_EQ(ended.exit_code, 1);
  EXPECT_THAT(ended.err, StartsWith("needlepointd: "));
  EXPECT_EQ(std::count(ended.err.begin(), ended.err.end(), '\n'), 1) << ended.err;
  EXPECT_THAT(ended.err, EndsWith("\n"));
  EXPECT_THAT(ended.err, Not(HasSubstr(folder)));
}

// How a server with these flags ends; one that serves all the same is killed.
Ended Start(const std::vector<std::string>& flags, const std::string& folder) {
  std::vector<std::string> command = {Program("needlepointd")};
  command.insert(command.end(), flags.begin(), flags.end());
  ChildProcess server(command, folder);
  if (!server.ReadUntil("listening on ").empty()) server.Signal(SIGKILL);
  return server.Wait();
}

struct FileCase {
  std::string name;
  // Makes the file's bytes, given those of the guide snapshot and a folder.
  std::function<std::string(const std::string&, const std::string&)> make;
  std::string what;
  std::string what_to_do;
};
void PrintTo(const FileCase& c, std::ostream* os) { *os << c.name; }

class FileTest : public ::testing::TestWithParam<FileCase> {};

TEST_P(FileTest, IsRefusedInOneLine) {
  const std::string folder = MakeFolder();
  WriteFile(folder + "/" + kFile, GetParam().make(ReadFile(GuideSnapshot()), folder));
  const Ended ended =
      Start({"--collection", std::string("guide=") + kFile, "--listen", "127.0.0.1:0"}, folder);
  ExpectRefusedInOneLine(ended, folder);
  EXPECT_THAT(ended.err, HasSubstr(kFile));
  EXPECT_THAT(ended.err, HasSubstr(GetParam().what));
  EXPECT_THAT(ended.err, HasSubstr(GetParam().what_to_do));
  std::filesystem::remove_all(folder);
}

std::function<std::string(const std::string&, const std::string&)> FirstBytes(double share) {
  return [share](const std::string& whole, const std::string&) {
    return whole.substr(0, static_cast<size_t>(share * whole.size()));
  };
}

std::function<std::string(const std::string&, const std::string&)> After(const std::string& sql) {
  return [sql](const std::string&, const std::string& folder) {
    return ReadFile(EditedSnapshot(folder, sql));
  };
}

std::string Body(const std::string& whole) { return whole.substr(0, whole.size() - kSealSize); }

INSTANTIATE_TEST_SUITE_P(
    All, FileTest,
    ValuesIn(std::vector<FileCase>{
        {"Empty", FirstBytes(0), "only 0 bytes", "needlepoint-pack build"},
        {"Half", FirstBytes(0.5), "truncated", "copy it again"},
        {"WithoutItsLastByte",
         [](const auto& whole, const auto&) { return whole.substr(0, whole.size() - 1); },
         "truncated", "copy it again"},
        {"WithoutItsSeal", [](const auto& whole, const auto&) { return Body(whole); }, "no seal",
         "copy it again"},
        {"OnlyItsSeal",
         [](const auto& whole, const auto&) { return whole.substr(whole.size() - kSealSize); },
         "only 40 bytes", "copy it again"},
        {"WithAByteMore", [](const auto& whole, const auto&) { return whole + "x"; }, "no seal",
         "copy it again"},
        {"WithABytePutBeforeItsSeal",
         [](const auto& whole, const auto&) {
           return Body(whole) + "x" + whole.substr(whole.size() - kSealSize);
         },
         "do not match", "copy it again"},
        {"Text", [](const auto&, const auto&) { return std::string(5000, 'x'); }, "no snapshot",
         "needlepoint-pack build"},
        {"SealedText", [](const auto&, const auto&) { return Sealed(std::string(5000, 'x')); },
         "no snapshot", "needlepoint-pack build"},
        {"ForeignDatabase",
         [](const auto&, const auto& folder) {
           return DatabaseOf(folder, "CREATE TABLE t(a); INSERT INTO t VALUES (randomblob(99));");
         },
         "no snapshot", "needlepoint-pack build"},
        {"SealedForeignDatabase",
         [](const auto&, const auto& folder) {
           return Sealed(DatabaseOf(folder, "CREATE TABLE t(a)"));
         },
         "no snapshot", "needlepoint-pack build"},
        {"NewerSeal",
         [](const auto& whole, const auto&) { return Sealed(Body(whole), "NPSNAP2\n"); },
         "newer version", "update this program"},
        {"NewerFormat", After("UPDATE manifest SET text = '5' WHERE key = 'format'"), "format 5",
         "update the program"},
        {"FarNewerFormat", After("UPDATE manifest SET text = '1000' WHERE key = 'format'"),
         "format 1000", "update the program"},
        {"FormatIsNoNumber", After("UPDATE manifest SET text = 'x' WHERE key = 'format'"),
         "another version", "build it again"},
        {"NoFormat", After("DELETE FROM manifest WHERE key = 'format'"), "another version",
         "build it again"},
        {"AnotherAnalyzer", After("UPDATE manifest SET text = '999' WHERE key = 'analyzer'"),
         "another version", "build it again"},
        {"NeedsAFeatureOfTheFuture",
         After("UPDATE manifest SET text = 'time-travel' WHERE key = 'required_features'"),
         "time-travel", "update the program"},
        {"NoStatements", After("DROP TABLE statement"), "statement", "build"},
        {"FewerFacts", After("DELETE FROM fact WHERE rowid > 10"), "", "build"},
        {"NoSearchIndex", After("DROP TABLE passage_fts_data"), "", "build"},
    }),
    [](const auto& info) { return info.param.name; });

// Its whole-file hash finds any bit; here some bytes of each part of it.
TEST(FlippedByteTest, IsRefusedInOneLineWhereverItIs) {
  const std::string folder = MakeFolder();
  const std::string whole = ReadFile(GuideSnapshot());
  ASSERT_GT(whole.size(), 100000u);
  std::set<size_t> places = {0, 1, 15, 16, 18, 24, 28, 47, 60, 92, 96, 99, 100};
  for (size_t i = 1; i <= kSealSize; i += 3) places.insert(whole.size() - i);
  for (size_t i = 1; i < 12; ++i) places.insert(whole.size() / 12 * i + i);
  int bit = 0;
  for (const size_t place : places) {
    SCOPED_TRACE(place);
    std::string flipped = whole;
    flipped[place] = static_cast<char>(flipped[place] ^ (1 << (bit++ % 8)));
    WriteFile(folder + "/" + kFile, flipped);
    const Ended ended =
        Start({"--collection", std::string("guide=") + kFile, "--listen", "127.0.0.1:0"}, folder);
    ExpectRefusedInOneLine(ended, folder);
    EXPECT_THAT(ended.err, HasSubstr("altered"));
  }
  std::filesystem::remove_all(folder);
}

// Resealing alone is no edit: the copies above fail for what is wrong with them.
TEST(SnapshotEditsTest, LeaveASnapshotThatIsServed) {
  const std::string folder = MakeFolder();
  const std::string copy =
      EditedSnapshot(folder, "UPDATE manifest SET text = 'x' WHERE key = 'optional_features'");
  ChildProcess server(
      {Program("needlepointd"), "--collection", "guide=" + copy, "--listen", "127.0.0.1:0"});
  EXPECT_THAT(server.ReadUntil("listening on "), Not(IsEmpty()));
  std::filesystem::remove_all(folder);
}

struct FlagCase {
  std::string name;
  std::vector<std::string> flags;
  std::string what;
  std::string what_to_do;
};
void PrintTo(const FlagCase& c, std::ostream* os) { *os << c.name; }

class FlagTest : public ::testing::TestWithParam<FlagCase> {};

// In the folder of each case lies a good snapshot under kFile.
TEST_P(FlagTest, IsRefusedInOneLine) {
  const std::string folder = MakeFolder();
  std::filesystem::create_symlink(GuideSnapshot(), folder + "/" + kFile);
  const Ended ended = Start(GetParam().flags, folder);
  ExpectRefusedInOneLine(ended, folder);
  EXPECT_THAT(ended.err, HasSubstr(GetParam().what));
  EXPECT_THAT(ended.err, HasSubstr(GetParam().what_to_do));
  std::filesystem::remove_all(folder);
}

std::vector<FlagCase> FlagCases() {
  const std::string guide = std::string("--collection=guide=") + kFile;
  const std::string any = "--listen=127.0.0.1:0";
  return {
      {"NoCollection", {any}, "no guide", "--collection guide=FILE"},
      {"PackUnderAnotherName",
       {any, std::string("--collection=other=") + kFile},
       "as guide alone",
       "publish it as guide"},
      {"NoSuchFile", {any, "--collection=guide=gone.snapshot"}, "no such file", "gone.snapshot"},
      {"NoPath", {any, "--collection=guide="}, "NAME=FILE", "guide=guide.snapshot"},
      {"NoName", {any, std::string("--collection==") + kFile}, "NAME=FILE", "guide=guide.snapshot"},
      {"NoEquals", {any, "--collection=guide"}, "NAME=FILE", "guide=guide.snapshot"},
      {"NothingAfterCollection", {any, guide, "--collection"}, "--collection", "NAME=FILE"},
      {"BadName", {any, guide, std::string("--collection=A_b=") + kFile}, "name", "a-z"},
      {"Folder", {any, "--collection=guide=."}, "folder", "needlepoint-pack build"},
      {"Everywhere", {guide, "--listen=0.0.0.0:0"}, "not a loopback address", "127.0.0.1:PORT"},
      {"EverywhereInIpv6", {guide, "--listen=[::]:0"}, "not a loopback address", "127.0.0.1:PORT"},
      {"Abroad", {guide, "--listen=192.0.2.1:0"}, "not a loopback address", "127.0.0.1:PORT"},
      {"NameThatLooksLocal",
       {guide, "--listen=127.evil.example:0"},
       "not a loopback address",
       "127.0.0.1:PORT"},
      {"NoAddress", {guide, "--listen="}, "not a loopback address", "127.0.0.1:PORT"},
      {"NoPort", {guide, "--listen=127.0.0.1"}, "127.0.0.1", "PORT"},
      {"NoSuchPort", {guide, "--listen=127.0.0.1:99999"}, "127.0.0.1:99999", "--listen"},
      {"NoTime", {guide, any, "--clock-fixed=tomorrow"}, "--clock-fixed", "2026-01-31T00:00:00Z"},
      {"NoKeys",
       {guide, any, "--conversation-keys=gone"},
       "gone cannot be read",
       "--conversation-keys"},
      {"KeysAreNone",
       {guide, any, std::string("--conversation-keys=") + kFile},
       "line 1 of",
       "openssl rand -base64 32"},
      {"KeysAreEmpty",
       {guide, any, "--conversation-keys=/dev/null"},
       "/dev/null holds no key",
       "--conversation-keys"},
      {"NoLifetime", {guide, any, "--conversation-lifetime=0"}, "--conversation-lifetime", "24h"},
      {"DataDirIsAFile",
       {guide, any, std::string("--data-dir=") + kFile},
       "--data-dir",
       "give a folder"},
      {"BadNameBesideADataDir",
       {any, std::string("--collection=A_b=") + kFile, "--data-dir=data"},
       "name",
       "a-z"},
      {"NoGuideInTheDataDir", {any, "--data-dir=data"}, "no guide", "--collection guide=FILE"},
      {"NoFlag", {guide, any, "serve"}, "serve", "--help"},
  };
}

INSTANTIATE_TEST_SUITE_P(All, FlagTest, ValuesIn(FlagCases()),
                         [](const auto& info) { return info.param.name; });

TEST(TakenPortTest, IsRefusedInOneLine) {
  Server first;
  ASSERT_TRUE(first.started()) << first.complaint();
  const std::string folder = MakeFolder();
  const Ended second =
      Start({"--collection", "guide=" + GuideSnapshot(), "--listen", first.address()}, folder);
  ExpectRefusedInOneLine(second, folder);
  EXPECT_THAT(second.err, HasSubstr(first.address()));
  EXPECT_THAT(second.err, HasSubstr("taken"));
  EXPECT_THAT(second.err, HasSubstr("--listen"));
  EXPECT_EQ(first.Stop().exit_code, 0) << "the first server is disturbed";
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace needlepoint::conformance
