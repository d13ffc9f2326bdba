// Whatever is wrong with a snapshot, it is refused in one line that says what
// is wrong and what to do.

#include <cstdio>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "service/pack/fts_tokenizer.h"
#include "service/pack/snapshot.h"
#include "service/pack/snapshot_file.h"
#include "service/pack/snapshot_writer.h"
#include "service/storage/database.h"
#include "tests/support/amount.h"
#include "tests/support/matchers.h"
#include "tests/support/small_knowledge.h"
#include "tests/support/temp_folder.h"

namespace needlepoint {
namespace {

using testing::AllOf;
using testing::AnyOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

constexpr size_t kSealSize = 40;

const std::string& SmallBytes() {
  static const auto* const bytes = [] {
    const TempFolder folder;
    EXPECT_THAT(WriteSnapshot(SmallKnowledge(), folder.Path("a")), IsOk());
    return new std::string(ReadFileOrDie(folder.Path("a")));
  }();
  return *bytes;
}

// One line, and in it what the operator should do.
auto Says(const std::string& what) {
  return AllOf(HasSubstr(what), Not(HasSubstr("\n")),
               ContainsRegex("build|copy it again|update|give|check the disk"));
}

class SnapshotRefusalTest : public testing::Test {
 protected:
  absl::Status OpenBytes(absl::string_view bytes) {
    return Snapshot::Open(folder_.Write("x.snapshot", bytes)).status();
  }

  // Opens the small snapshot after `sql` has changed it, with a new seal: as
  // another program, or another version of this one, might have written it.
  absl::Status OpenChanged(const std::string& sql) {
    const std::string path = folder_.Write(
        "x.snapshot", absl::string_view(SmallBytes()).substr(0, SmallBytes().size() - kSealSize));
    {
      absl::StatusOr<std::unique_ptr<Database>> database = Database::Create(path);
      EXPECT_THAT(database, IsOk());
      EXPECT_THAT(RegisterFtsTokenizer(**database), IsOk());
      EXPECT_THAT((*database)->Execute(sql), IsOk());
    }
    EXPECT_THAT(SealSnapshotFile(path), IsOk());
    return Snapshot::Open(path).status();
  }

  TempFolder folder_;
};

TEST_F(SnapshotRefusalTest, TheUnchangedOneIsAccepted) {
  NP_EXPECT_OK(OpenBytes(SmallBytes()));
  NP_EXPECT_OK(OpenChanged("UPDATE manifest SET text = text"));
}

TEST_F(SnapshotRefusalTest, MissingFile) {
  EXPECT_THAT(Snapshot::Open(folder_.Path("none.snapshot")),
              StatusIs(absl::StatusCode::kNotFound, Says("there is no such file")));
}

TEST_F(SnapshotRefusalTest, Folder) {
  const absl::Status status = Snapshot::Open(folder_.path()).status();
  EXPECT_FALSE(status.ok());
  EXPECT_THAT(std::string(status.message()), Says(""));
}

TEST_F(SnapshotRefusalTest, TruncatedAtManyLengths) {
  const std::string& whole = SmallBytes();
  std::vector<size_t> lengths;
  for (size_t i = 0; i <= 100; ++i) lengths.push_back(i);
  for (size_t i = whole.size() - 100; i < whole.size(); ++i) lengths.push_back(i);
  for (size_t page = 4096; page + kSealSize < whole.size(); page += 4096) {
    for (const size_t i : {page - 1, page, page + 1, page + kSealSize}) lengths.push_back(i);
  }
  for (const size_t length : lengths) {
    EXPECT_THAT(OpenBytes(absl::string_view(whole).substr(0, length)),
                StatusIs(absl::StatusCode::kDataLoss, Says("truncated")))
        << length << " bytes";
  }
}

// Every byte, one after the other, has a bit flipped. The file is not opened
// as SQLite, since the seal comes first: this proves that it does.
TEST_F(SnapshotRefusalTest, AnyByteFlipped) {
  std::string bytes = SmallBytes();
  const std::string path = folder_.Write("x.snapshot", bytes);
  FILE* const file = std::fopen(path.c_str(), "r+b");
  ASSERT_NE(file, nullptr);
  const auto put = [&](size_t at, char byte) {
    ASSERT_EQ(std::fseek(file, static_cast<long>(at), SEEK_SET), 0);
    ASSERT_EQ(std::fputc(static_cast<unsigned char>(byte), file), static_cast<unsigned char>(byte));
    ASSERT_EQ(std::fflush(file), 0);
  };
  int refused = 0, tried = 0;
  const size_t step = 10 / static_cast<size_t>(Amount(10, 10));  // 1, or 10 under a sanitizer
  for (size_t i = 0; i < bytes.size(); i += step) {
    put(i, static_cast<char>(bytes[i] ^ (1 << (i / step % 8))));
    const absl::Status status = Snapshot::Open(path).status();
    ++tried;
    if (status.code() == absl::StatusCode::kDataLoss) {
      ++refused;
    } else {
      ADD_FAILURE() << "byte " << i << ": " << status.ToString();
    }
    put(i, bytes[i]);
  }
  std::fclose(file);
  EXPECT_EQ(refused, tried);
  NP_EXPECT_OK(Snapshot::Open(path)) << "the last byte was not put back";
}

TEST_F(SnapshotRefusalTest, FlippedByteSaysSo) {
  std::string body = SmallBytes(), digest = body, magic = body;
  body[body.size() / 2] ^= 1;
  digest.back() ^= 1;
  magic[magic.size() - kSealSize] ^= 1;
  EXPECT_THAT(OpenBytes(body),
              StatusIs(absl::StatusCode::kDataLoss, Says("its contents do not match its seal")));
  EXPECT_THAT(OpenBytes(digest),
              StatusIs(absl::StatusCode::kDataLoss, Says("its contents do not match its seal")));
  EXPECT_THAT(OpenBytes(magic), StatusIs(absl::StatusCode::kDataLoss, Says("it has no seal")));
}

TEST_F(SnapshotRefusalTest, SealOfANewerKind) {
  std::string bytes = SmallBytes();
  bytes[bytes.size() - kSealSize + 6] = '2';
  EXPECT_THAT(OpenBytes(bytes),
              StatusIs(absl::StatusCode::kDataLoss, Says("made by a newer version, or altered")));
}

TEST_F(SnapshotRefusalTest, NewerFormat) {
  const std::string newer = std::to_string(kSnapshotFormat + 1);
  EXPECT_THAT(OpenChanged("UPDATE manifest SET text = '" + newer + "' WHERE key = 'format'"),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       Says("it has format " + newer + " and this program reads up to ")));
}

TEST_F(SnapshotRefusalTest, OtherVersions) {
  for (const char* sql : {"UPDATE manifest SET text = '0' WHERE key = 'format'",
                          "UPDATE manifest SET text = 'one' WHERE key = 'format'",
                          "DELETE FROM manifest WHERE key = 'format'",
                          "UPDATE manifest SET text = '2' WHERE key = 'analyzer'",
                          "DELETE FROM manifest WHERE key = 'analyzer'"}) {
    EXPECT_THAT(OpenChanged(sql), StatusIs(absl::StatusCode::kFailedPrecondition,
                                           Says("it was made for another version")))
        << sql;
  }
}

TEST_F(SnapshotRefusalTest, UnknownRequiredFeature) {
  EXPECT_THAT(
      OpenChanged("UPDATE manifest SET text = 'vectors' WHERE key = 'required_features'"),
      StatusIs(absl::StatusCode::kFailedPrecondition, Says("it needs the feature vectors")));
}

TEST_F(SnapshotRefusalTest, UnknownOptionalFeatureIsAccepted) {
  NP_EXPECT_OK(OpenChanged("UPDATE manifest SET text = 'vectors' WHERE key = 'optional_features'"));
}

TEST_F(SnapshotRefusalTest, ForeignSqliteFileWithASeal) {
  const std::string path = folder_.Path("foreign.db");
  NP_ASSERT_OK_AND_ASSIGN(auto database, Database::Create(path));
  NP_ASSERT_OK(database->Execute("CREATE TABLE song(title); INSERT INTO song VALUES ('x')"));
  database.reset();
  EXPECT_THAT(Snapshot::Open(path), StatusIs(absl::StatusCode::kDataLoss, Says("it has no seal")));
  NP_ASSERT_OK(SealSnapshotFile(path));
  EXPECT_THAT(Snapshot::Open(path),
              StatusIs(absl::StatusCode::kDataLoss, Says("it has no manifest")));
}

TEST_F(SnapshotRefusalTest, TextFileWithASeal) {
  const std::string path = folder_.Write("x.txt", std::string(5000, 'x'));
  EXPECT_THAT(Snapshot::Open(path), StatusIs(absl::StatusCode::kDataLoss, Says("it has no seal")));
  NP_ASSERT_OK(SealSnapshotFile(path));
  EXPECT_THAT(Snapshot::Open(path), StatusIs(absl::StatusCode::kDataLoss, Says("")));
}

// A copy that was cut short and then sealed: the seal is right, SQLite's pages
// are not all there.
TEST_F(SnapshotRefusalTest, TruncatedBeforeItWasSealed) {
  for (const size_t pages : {1, 2, 5, 10}) {
    const std::string path =
        folder_.Write("cut", absl::string_view(SmallBytes()).substr(0, pages * 4096));
    NP_ASSERT_OK(SealSnapshotFile(path));
    EXPECT_THAT(Snapshot::Open(path), StatusIs(absl::StatusCode::kDataLoss, Says("")))
        << pages << " pages";
  }
}

struct ChangedCase {
  std::string name, sql;
};
void PrintTo(const ChangedCase& c, std::ostream* os) { *os << c.sql; }

class InconsistentSnapshotTest : public SnapshotRefusalTest,
                                 public testing::WithParamInterface<ChangedCase> {};

// The seal is right, the contents are not: nothing of it may be served.
TEST_P(InconsistentSnapshotTest, IsRefused) {
  const absl::Status status = OpenChanged(GetParam().sql);
  EXPECT_THAT(status.code(),
              AnyOf(absl::StatusCode::kDataLoss, absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(std::string(status.message()), Says(""));
}

INSTANTIATE_TEST_SUITE_P(
    All, InconsistentSnapshotTest,
    testing::ValuesIn(std::vector<ChangedCase>{
        {"StatementWithoutFact", "UPDATE statement SET facts = '' WHERE row = 1"},
        {"FactThatIsNotThere", "UPDATE statement SET facts = '5' WHERE row = 1"},
        {"FactBelowZero", "UPDATE statement SET facts = '-1' WHERE row = 1"},
        {"PassageOfAStatement", "UPDATE statement SET passage = 4 WHERE row = 1"},
        {"StatementOfAPassage", "UPDATE passage SET statements = '999' WHERE row = 1"},
        {"VariantOfAnAnswer", "UPDATE direct_answer SET variants = '999' WHERE row = 1"},
        {"AnswerOfNoPassage", "UPDATE direct_answer SET passage = 4 WHERE row = 1"},
        {"AnswerBelowZero", "UPDATE direct_answer SET passage = -1 WHERE row = 1"},
        {"FactOfAThreshold", "UPDATE threshold SET facts = '99'"},
        {"HeadlineOfAConflict", "UPDATE conflict SET headline = -1"},
        {"SideOfAConflict", "UPDATE conflict SET cautious = '99'"},
        {"ComparisonOfNoPassage", "UPDATE comparison SET passage = 9"},
        {"RowOfNoComparison", "UPDATE comparison_row SET comparison = 9"},
        {"CellThatIsNotThere", "UPDATE comparison_row SET cells = '99 -1'"},
        {"RowOfAnotherWidth", "UPDATE comparison_row SET cells = '-1'"},
        {"HeadlineOfARule", "UPDATE rule SET headline = -1"},
        {"ActionOfARule", "UPDATE rule SET actions = '99'"},
        {"FactOfAnException", "UPDATE rule SET unless_facts = '99'"},
        {"PassageToReadOn", "UPDATE rule SET passage = -1"},
        {"NumberOfNoProtocol", "UPDATE protocol_number SET protocol = 1"},
        {"StatementOfAProtocol", "UPDATE protocol SET statements = '99'"},
        {"FactOfAFirstChoice", "UPDATE protocol SET first_line = '99'"},
        {"FactOfAPrice", "UPDATE price SET facts = '99'"},
        {"HeadlineOfAnOutlook", "UPDATE outlook SET headline = 99"},
        {"StatementOfAnOutlook", "UPDATE outlook SET cannot = '99'"},
        {"StatementOfATimeline", "UPDATE timeline SET statements = '99'"},
        {"MomentOutOfRange", "UPDATE timeline SET moment = 99"},
        {"StatementOfAftercare", "UPDATE aftercare SET statements = '99'"},
        {"FactOfAPhone", "UPDATE phone SET facts = '99'"},
        {"SourceOfAFact", "UPDATE fact SET source_ids = 'nobody' WHERE row = 1"},
        {"ConditionOfARule", "UPDATE rule SET condition = 'nonsense('"},
        {"ConditionOfAStatement", "UPDATE statement SET condition = 'a b' WHERE row = 1"},
        {"TableMissing", "DROP TABLE phone"},
        {"ColumnMissing", "ALTER TABLE phone DROP COLUMN label"},
        {"IndexMissing", "DROP TABLE passage_fts"},
        // Read as they stand, these would be used to look a name up.
        {"KindOutOfRange", "UPDATE statement SET kind = 99 WHERE row = 1"},
        {"PolarityOutOfRange", "UPDATE statement SET polarity = -1 WHERE row = 1"},
        {"GradeOutOfRange", "UPDATE fact SET grade = 99 WHERE row = 1"},
        {"DispositionOutOfRange", "UPDATE rule SET disposition = 99 WHERE row = 1"},
        {"FormOutOfRange", "UPDATE direct_answer SET forms = '99' WHERE row = 1"},
    }),
    [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace needlepoint
