#include "service/collection/imports.h"

#include <filesystem>
#include <map>
#include <memory>
#include <ostream>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "service/base/random_id.h"
#include "service/storage/database.h"
#include "tests/support/matchers.h"
#include "tests/support/temp_folder.h"

namespace needlepoint {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr char kSun[] = "Keep the skin clean for a day after rolling and stay out of the sun.";
constexpr char kNeedle[] = "Throw the needle away after one use and never lend it to anybody else.";

class SetClock final : public Clock {
 public:
  absl::Time Now() const override { return now; }
  absl::Time now = absl::FromUnixSeconds(1781533815);
};

// "sun", "needle", or a text of its own.
std::string TextOf(absl::string_view word) {
  return word == "sun" ? kSun : word == "needle" ? kNeedle : std::string(word);
}

// A request from "ID=TEXT ID=TEXT"; "=TEXT" has no id, "ID=" no text.
v1::ImportDocumentsRequest Batch(absl::string_view text, const std::string& id = "") {
  v1::ImportDocumentsRequest request;
  request.set_import_id(id);
  request.set_collection("desk");
  for (const absl::string_view word : absl::StrSplit(text, ' ', absl::SkipEmpty())) {
    const std::pair<std::string, std::string> parts = absl::StrSplit(word, absl::MaxSplits('=', 1));
    v1::Document* document = request.add_documents();
    document->set_document_id(parts.first);
    document->set_text(TextOf(parts.second));
  }
  return request;
}

// "SKIPPED 0, DUPLICATE 2 of a".
std::string IssuesOf(const v1::ImportDocumentsResponse& response) {
  return absl::StrJoin(response.issues(), ", ", [](std::string* out, const v1::ImportIssue& issue) {
    absl::StrAppend(out,
                    v1::ImportIssueKind_Name(issue.kind()).substr(sizeof("IMPORT_ISSUE_KIND_") - 1),
                    " ", issue.document_index());
    if (!issue.duplicate_document_id().empty())
      absl::StrAppend(out, " of ", issue.duplicate_document_id());
  });
}

// "DOCUMENTS PASSAGES SKIPPED".
std::string CountsOf(const v1::ImportDocumentsResponse& response) {
  return absl::StrCat(response.document_count(), " ", response.passage_count(), " ",
                      response.skipped_count());
}

class ImportsTest : public testing::Test {
 protected:
  ImportsTest() { Restart(); }

  void Restart() {
    imports_.reset();
    data_dir_.reset();
    auto data_dir = DataDir::Open(folder_.Path("data"));
    EXPECT_THAT(data_dir.status(), IsOk());
    data_dir_ = *std::move(data_dir);
    auto imports = Imports::Open(*data_dir_, clock_, RandomId);
    EXPECT_THAT(imports.status(), IsOk());
    imports_ = *std::move(imports);
  }

  v1::ImportDocumentsResponse Add(const v1::ImportDocumentsRequest& request) {
    v1::ImportDocumentsResponse response;
    EXPECT_THAT(imports_->Add(request, response), IsOk());
    return response;
  }

  absl::Status TryAdd(const v1::ImportDocumentsRequest& request) {
    v1::ImportDocumentsResponse response;
    return imports_->Add(request, response);
  }

  // Publishes to a file of its own, and gives "ID=TEXT" of what it holds, where
  // the usual texts go by their word.
  std::vector<std::string> Publish(const std::string& id, const SnapshotFile* present = nullptr,
                                   bool keep = false) {
    std::vector<std::string> held;
    EXPECT_THAT(imports_->Publish(id, present, keep,
                                  [&](const std::string& path) {
                                    std::filesystem::copy_file(
                                        path, Published(),
                                        std::filesystem::copy_options::overwrite_existing);
                                    held = HeldBy(path);
                                    return absl::OkStatus();
                                  }),
                IsOk());
    return held;
  }

  std::string Published() const { return folder_.Path("published"); }

  static std::vector<std::string> HeldBy(const std::string& path) {
    std::vector<std::string> held;
    ReadInto(path, held);
    return held;
  }

  static void ReadInto(const std::string& path, std::vector<std::string>& held) {
    NP_ASSERT_OK_AND_ASSIGN(const auto file, SnapshotFile::Open(path));
    NP_ASSERT_OK_AND_ASSIGN(const auto connection, file->Connect());
    NP_ASSERT_OK_AND_ASSIGN(
        Query query,
        connection->Prepare("SELECT path, body FROM passage_key JOIN passage_text USING (id) "
                            "ORDER BY path"));
    while (true) {
      NP_ASSERT_OK_AND_ASSIGN(const bool more, query.Step());
      if (!more) return;
      std::string text(query.Text(1));
      if (text == kSun) text = "sun";
      if (text == kNeedle) text = "needle";
      held.push_back(absl::StrCat(query.Text(0), "=", text));
    }
  }

  // What is left of imports on the disk.
  std::vector<std::string> Files() const {
    std::vector<std::string> files;
    for (const std::string& file : folder_.Files()) {
      if (absl::StrContains(file, "imports/") || absl::StrContains(file, "staging/"))
        files.push_back(file);
    }
    return files;
  }

  SetClock clock_;
  TempFolder folder_;
  std::shared_ptr<DataDir> data_dir_;
  std::unique_ptr<Imports> imports_;
};

TEST_F(ImportsTest, TakesBatchesAndMakesOneSnapshotOfThem) {
  const v1::ImportDocumentsResponse first = Add(Batch("a=sun b=one"));
  EXPECT_TRUE(IsRandomId(first.import_id()));
  EXPECT_EQ(CountsOf(first), "2 2 0");
  EXPECT_EQ(first.expire_time().seconds(), absl::ToUnixSeconds(clock_.now + absl::Hours(24)));
  EXPECT_EQ(CountsOf(Add(Batch("c=needle", first.import_id()))), "3 3 0");
  EXPECT_EQ(CountsOf(Add(Batch("", first.import_id()))), "3 3 0");
  NP_ASSERT_OK_AND_ASSIGN(const std::string collection, imports_->CollectionOf(first.import_id()));
  EXPECT_EQ(collection, "desk");
  EXPECT_THAT(Publish(first.import_id()), ElementsAre("a=sun", "b=one", "c=needle"));
  EXPECT_THAT(Files(), IsEmpty());
  EXPECT_THAT(TryAdd(Batch("d=two", first.import_id())), StatusIs(absl::StatusCode::kNotFound));
}

struct BatchCase {
  std::string name;
  std::vector<std::string> batches;
  std::string issues, counts;  // of the last
  std::vector<std::string> want;
};
void PrintTo(const BatchCase& c, std::ostream* os) { *os << absl::StrJoin(c.batches, " / "); }

class ImportsBatchTest : public ImportsTest, public testing::WithParamInterface<BatchCase> {
 protected:
  v1::ImportDocumentsResponse AddAll(bool restart) {
    v1::ImportDocumentsResponse last;
    for (const std::string& batch : GetParam().batches) {
      if (restart) Restart();
      last = Add(Batch(batch, last.import_id()));
    }
    return last;
  }
};

TEST_P(ImportsBatchTest, SaysWhatBecameOfEachDocument) {
  const v1::ImportDocumentsResponse last = AddAll(false);
  EXPECT_EQ(IssuesOf(last), GetParam().issues);
  EXPECT_EQ(CountsOf(last), GetParam().counts);
  EXPECT_THAT(Publish(last.import_id()), testing::ElementsAreArray(GetParam().want));
}

TEST_P(ImportsBatchTest, SaysTheSameWithRestartsBetween) {
  const v1::ImportDocumentsResponse last = AddAll(true);
  EXPECT_EQ(IssuesOf(last), GetParam().issues);
  EXPECT_EQ(CountsOf(last), GetParam().counts);
  Restart();
  EXPECT_EQ(CountsOf(Add(Batch("", last.import_id()))), GetParam().counts);
  EXPECT_THAT(Publish(last.import_id()), testing::ElementsAreArray(GetParam().want));
}

INSTANTIATE_TEST_SUITE_P(
    All, ImportsBatchTest,
    testing::ValuesIn(std::vector<BatchCase>{
        {"TheSameAgain",
         {"a=one b=sun c=sun", "a=one b=sun c=sun"},
         "DUPLICATE 2 of b",
         "2 2 1",
         {"a=one", "b=sun"}},
        {"TheLastOfAnIdCounts", {"a=one b=two", "a=three"}, "", "2 2 0", {"a=three", "b=two"}},
        {"TwiceInABatch",
         {"a=one b=two a=three"},
         "DUPLICATE 0 of a",
         "2 2 0",
         {"a=three", "b=two"}},
        {"FaultyOnesAreLeftOut", {"a= =one b=two"}, "SKIPPED 0, SKIPPED 1", "1 1 2", {"b=two"}},
        {"FaultyOnesAreCountedOnce",
         {"a= =one b=two", "a= =one b=two"},
         "SKIPPED 0, SKIPPED 1",
         "1 1 2",
         {"b=two"}},
        {"AFaultyOneLeavesTheOneBefore", {"a=one", "a="}, "SKIPPED 0", "1 1 0", {"a=one"}},
        {"AFaultyOneAfterAGoodOneInABatch", {"a=one a="}, "SKIPPED 1", "1 1 0", {"a=one"}},
        {"AMendedOne",
         {"a=on\x01"
          "e"},
         "MENDED 0",
         "1 1 0",
         {"a=on e"}},
        {"ADuplicateInAnotherBatch", {"a=sun", "b=sun"}, "DUPLICATE 0 of a", "1 1 1", {"a=sun"}},
        // b repeated what a said before; when it counts it no longer does.
        {"ADuplicateOfWhatIsReplaced",
         {"a=sun b=sun", "a=needle"},
         "",
         "1 1 1",
         {"a=needle", "b=sun"}},
        {"ADuplicateIsReplaced", {"a=sun b=sun", "b=needle"}, "", "2 2 0", {"a=sun", "b=needle"}},
    }),
    [](const auto& info) { return info.param.name; });

TEST_F(ImportsTest, KeepsDuplicatesIfToldTo) {
  v1::ImportDocumentsRequest request = Batch("a=sun b=sun");
  request.set_keep_duplicates(true);
  const std::string id = Add(request).import_id();
  EXPECT_EQ(IssuesOf(Add(Batch("c=sun", id))), "");
  EXPECT_THAT(Publish(id), ElementsAre("a=sun", "b=sun", "c=sun"));
}

TEST_F(ImportsTest, AddsToThePresentDocumentsAndReplacesThoseOfTheSameId) {
  Publish(Add(Batch("a=one b=two c=three d=four")).import_id());
  NP_ASSERT_OK_AND_ASSIGN(const auto present, SnapshotFile::Open(Published()));
  // d is faulty and stays, c goes into a.
  const std::string id = Add(Batch("a=sun b=needle c=sun d= e=five")).import_id();
  EXPECT_THAT(Publish(id, present.get()), ElementsAre("a=sun", "b=needle", "d=four", "e=five"));
}

TEST_F(ImportsTest, ReplacesAllIfToldTo) {
  Publish(Add(Batch("a=one b=two")).import_id());
  NP_ASSERT_OK_AND_ASSIGN(const auto present, SnapshotFile::Open(Published()));
  v1::ImportDocumentsRequest request = Batch("b=three");
  request.set_replace_all(true);
  EXPECT_THAT(Publish(Add(request).import_id(), present.get()), ElementsAre("b=three"));
}

TEST_F(ImportsTest, StaysIfItIsOnlyTried) {
  const std::string id = Add(Batch("a=one")).import_id();
  EXPECT_THAT(Publish(id, nullptr, /*keep=*/true), ElementsAre("a=one"));
  EXPECT_EQ(CountsOf(Add(Batch("b=two", id))), "2 2 0");
  EXPECT_EQ(imports_->Publish(id, nullptr, false,
                              [](const std::string&) { return absl::DataLossError("no"); }),
            absl::DataLossError("no"));
  EXPECT_THAT(Publish(id), ElementsAre("a=one", "b=two"));
}

TEST_F(ImportsTest, AnEmptyOneCannotBePublished) {
  const std::string id = Add(Batch("a=")).import_id();
  EXPECT_THAT(
      imports_->Publish(id, nullptr, false, [](const std::string&) { return absl::OkStatus(); }),
      StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("no document")));
}

TEST_F(ImportsTest, NoBatchJoinsWhatIsBeingPublished) {
  const std::string id = Add(Batch("a=one")).import_id();
  absl::Status meanwhile;
  NP_ASSERT_OK(imports_->Publish(id, nullptr, false, [&](const std::string&) {
    meanwhile = TryAdd(Batch("b=two", id));
    return absl::OkStatus();
  }));
  EXPECT_THAT(meanwhile, StatusIs(absl::StatusCode::kUnavailable));
}

TEST_F(ImportsTest, ExpiresADayAfterItsLastBatch) {
  const std::string id = Add(Batch("a=one")).import_id();
  clock_.now += absl::Hours(23);
  EXPECT_EQ(Add(Batch("b=two", id)).expire_time().seconds(),
            absl::ToUnixSeconds(clock_.now + absl::Hours(24)));
  const absl::Time last = clock_.now;
  clock_.now += absl::Hours(24) - absl::Seconds(1);
  Restart();
  EXPECT_EQ(Add(Batch("", id)).expire_time().seconds(),
            absl::ToUnixSeconds(last + absl::Hours(24)));
  clock_.now += absl::Seconds(1);
  EXPECT_THAT(TryAdd(Batch("", id)), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Files(), IsEmpty());
}

TEST_F(ImportsTest, WhatExpiredMeanwhileIsRemovedAtTheStart) {
  Add(Batch("a=one"));
  clock_.now += absl::Hours(25);
  Restart();
  EXPECT_THAT(Files(), IsEmpty());
}

TEST_F(ImportsTest, KnowsNoOther) {
  for (const char* id : {"x", "..", "../staging", "0123456789abcdef0123456789abcdef"})
    EXPECT_THAT(TryAdd(Batch("a=one", id)), StatusIs(absl::StatusCode::kNotFound)) << id;
}

TEST_F(ImportsTest, OnlySoManyAreUnderWay) {
  std::string id;
  for (size_t i = 0; i < kMaxImports; ++i) id = Add(Batch("a=one")).import_id();
  EXPECT_THAT(TryAdd(Batch("a=one")), StatusIs(absl::StatusCode::kResourceExhausted));
  Publish(id);
  EXPECT_THAT(TryAdd(Batch("a=one")), IsOk());
}

TEST_F(ImportsTest, ADamagedBatchIsSaid) {
  const std::string id = Add(Batch("a=one")).import_id();
  for (const std::string& file : Files()) WriteFileOrDie(folder_.Path(file), "\xFF");
  Restart();
  EXPECT_THAT(TryAdd(Batch("", id)), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("again")));
}

TEST_F(ImportsTest, BatchesOfOneImportAreAllTakenFromManyThreads) {
  const std::string id = Add(Batch("")).import_id();
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 8; ++i) Add(Batch(absl::StrCat(t, "-", i, "=", t, i), id));
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(CountsOf(Add(Batch("", id))), "32 32 0");
  EXPECT_EQ(Publish(id).size(), 32u);
}

}  // namespace
}  // namespace needlepoint
