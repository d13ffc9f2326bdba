#include "service/storage/database.h"

#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/support/matchers.h"
#include "tests/support/temp_folder.h"

namespace needlepoint {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class DatabaseTest : public testing::Test {
 protected:
  void SetUp() override {
    NP_ASSERT_OK_AND_ASSIGN(database_, Database::Create(folder_.Path("test.db")));
    NP_ASSERT_OK(database_->Execute("CREATE TABLE t(id INTEGER PRIMARY KEY, a, b)"));
  }

  Query Prepared(const std::string& sql) { return database_->Prepare(sql).value(); }

  TempFolder folder_;
  std::unique_ptr<Database> database_;
};

TEST_F(DatabaseTest, GivesBackWhatWasBound) {
  NP_ASSERT_OK(Prepared("INSERT INTO t VALUES (7, ?, ?)").Bind(1, "words").Bind(2, 2.5).Run());
  Query select = Prepared("SELECT id, a, b FROM t");
  EXPECT_THAT(select.Step(), IsOkAndHolds(true));
  EXPECT_EQ(select.Int(0), 7);
  EXPECT_EQ(select.Text(1), "words");
  EXPECT_EQ(select.Real(2), 2.5);
  EXPECT_THAT(select.Step(), IsOkAndHolds(false));
}

TEST_F(DatabaseTest, KeepsEveryByteOfText) {
  const std::string bytes("nul \0, high \xC3\xA9, quote ' and \"", 27);
  for (const std::string& text : {bytes, std::string(), std::string(100'000, 'x')}) {
    Query select = Prepared("SELECT ?1");
    select.Bind(1, text);
    NP_ASSERT_OK(select.Step());
    EXPECT_EQ(std::string(select.Text(0)), text);
    EXPECT_FALSE(select.IsNull(0)) << "an empty text is not NULL";
  }
}

TEST_F(DatabaseTest, AnEmptyViewWithoutBytesIsText) {
  Query select = Prepared("SELECT ?1");
  select.Bind(1, absl::string_view());
  NP_ASSERT_OK(select.Step());
  EXPECT_FALSE(select.IsNull(0));
}

TEST_F(DatabaseTest, KeepsLargeIntegersAndTinyFractions) {
  Query select = Prepared("SELECT ?1, ?2, ?3");
  select.Bind(1, std::numeric_limits<int64_t>::min()).Bind(2, 0.1).Bind(3, int64_t{1} << 62);
  NP_ASSERT_OK(select.Step());
  EXPECT_EQ(select.Int(0), std::numeric_limits<int64_t>::min());
  EXPECT_EQ(select.Real(1), 0.1);
  EXPECT_EQ(select.Int(2), int64_t{1} << 62);
}

TEST_F(DatabaseTest, NullIsNullAndEmptyAndZero) {
  Query select = Prepared("SELECT ?1");
  select.BindNull(1);
  NP_ASSERT_OK(select.Step());
  EXPECT_TRUE(select.IsNull(0));
  EXPECT_EQ(select.Text(0), "");
  EXPECT_EQ(select.Int(0), 0);
}

TEST_F(DatabaseTest, TextIsCopiedWhenBound) {
  Query select = Prepared("SELECT ?1");
  {
    std::string gone(1000, 'a');
    select.Bind(1, gone);
    gone.assign(1000, 'b');
  }
  NP_ASSERT_OK(select.Step());
  EXPECT_EQ(select.Text(0).substr(0, 3), "aaa");
}

TEST_F(DatabaseTest, RunMakesReadyForTheNextRow) {
  Query insert = Prepared("INSERT INTO t(a, b) VALUES (?, ?)");
  NP_ASSERT_OK(insert.Bind(1, "one").Bind(2, int64_t{1}).Run());
  NP_ASSERT_OK(insert.Bind(1, "two").Run());  // b was cleared
  Query select = Prepared("SELECT a, b FROM t ORDER BY id");
  std::vector<std::string> rows;
  while (select.Step().value()) {
    rows.push_back(absl::StrCat(select.Text(0), select.IsNull(1) ? " null" : " set"));
  }
  EXPECT_THAT(rows, ElementsAre("one set", "two null"));
}

TEST_F(DatabaseTest, ResetStartsAgain) {
  NP_ASSERT_OK(database_->Execute("INSERT INTO t(a) VALUES ('x'), ('y')"));
  Query select = Prepared("SELECT a FROM t WHERE a >= ?1 ORDER BY a");
  NP_ASSERT_OK(select.Bind(1, "x").Step());
  EXPECT_EQ(select.Text(0), "x");
  select.Reset();
  NP_ASSERT_OK(select.Bind(1, "y").Step());
  EXPECT_EQ(select.Text(0), "y");
}

TEST_F(DatabaseTest, WrongSqlIsInternal) {
  EXPECT_THAT(database_->Prepare("SELECT * FROM nowhere"),
              StatusIs(absl::StatusCode::kInternal, HasSubstr("SQLite")));
  EXPECT_THAT(database_->Execute("SELEKT 1"), StatusIs(absl::StatusCode::kInternal));
}

TEST_F(DatabaseTest, BrokenConstraintIsInternal) {
  NP_ASSERT_OK(database_->Execute("INSERT INTO t(id) VALUES (1)"));
  EXPECT_THAT(Prepared("INSERT INTO t(id) VALUES (1)").Run(),
              StatusIs(absl::StatusCode::kInternal));
}

// Messages may reach a caller's log; they hold neither SQL nor a path.
TEST_F(DatabaseTest, MessagesRepeatNeitherSqlNorPath) {
  EXPECT_THAT(database_->Prepare("SELECT * FROM a_secret"),
              StatusIs(absl::StatusCode::kInternal, Not(HasSubstr("a_secret"))));
  EXPECT_THAT(Database::OpenImmutable(folder_.Path("a_secret")),
              StatusIs(absl::StatusCode::kNotFound, Not(HasSubstr("a_secret"))));
}

TEST(DatabaseFileTest, MissingFileIsNotFound) {
  const TempFolder folder;
  EXPECT_THAT(Database::OpenImmutable(folder.Path("none.db")),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(folder.Files(), ElementsAre()) << "opening for reading made a file";
}

TEST(DatabaseFileTest, FolderIsNotFound) {
  const TempFolder folder;
  EXPECT_THAT(Database::OpenImmutable(folder.path()), StatusIs(absl::StatusCode::kNotFound));
}

TEST(DatabaseFileTest, CannotBeMadeInAFolderThatIsNotThere) {
  const TempFolder folder;
  EXPECT_THAT(Database::Create(folder.Path("none/x.db")), StatusIs(absl::StatusCode::kInternal));
}

// What reading the table `t` of the file at `path` ends with.
absl::Status ReadAll(const std::string& path) {
  const absl::StatusOr<std::unique_ptr<Database>> database = Database::OpenImmutable(path);
  if (!database.ok()) return database.status();
  absl::StatusOr<Query> select = (*database)->Prepare("SELECT a FROM t ORDER BY a");
  if (!select.ok()) return select.status();
  while (true) {
    const absl::StatusOr<bool> more = select->Step();
    if (!more.ok()) return more.status();
    if (!*more) return absl::OkStatus();
  }
}

std::string WriteRows(const TempFolder& folder) {
  const std::string path = folder.Path("rows.db");
  const std::unique_ptr<Database> database = Database::Create(path).value();
  EXPECT_THAT(database->Execute("CREATE TABLE t(a); CREATE INDEX i ON t(a)"), IsOk());
  Query insert = database->Prepare("INSERT INTO t VALUES (?)").value();
  for (int i = 0; i < 300; ++i) {
    EXPECT_THAT(insert.Bind(1, absl::StrCat("row ", i, std::string(100, '.'))).Run(), IsOk());
  }
  return path;
}

TEST(DatabaseFileTest, WhatIsNotSqliteIsDataLoss) {
  const TempFolder folder;
  EXPECT_THAT(ReadAll(folder.Write("text.db", std::string(5000, 'x'))),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("not a SQLite database")));
}

TEST(DatabaseFileTest, TruncatedIsDataLoss) {
  const TempFolder folder;
  const std::string path = WriteRows(folder);
  NP_ASSERT_OK(ReadAll(path));
  const std::string bytes = ReadFileOrDie(path);
  ASSERT_GT(bytes.size(), 5 * 4096u);
  EXPECT_THAT(ReadAll(folder.Write("cut.db", bytes.substr(0, 3 * 4096))),
              StatusIs(absl::StatusCode::kDataLoss));
}

TEST(DatabaseFileTest, DamagedPagesAreDataLoss) {
  const TempFolder folder;
  std::string bytes = ReadFileOrDie(WriteRows(folder));
  // All but the first page, which holds the schema.
  for (size_t i = 4096; i < bytes.size(); ++i) bytes[i] = '\xAA';
  EXPECT_THAT(ReadAll(folder.Write("damaged.db", bytes)), StatusIs(absl::StatusCode::kDataLoss));
}

TEST(DatabaseFileTest, ReadsBesideBytesAtTheEnd) {
  const TempFolder folder;
  const std::string bytes = ReadFileOrDie(WriteRows(folder));
  NP_EXPECT_OK(ReadAll(folder.Write("sealed.db", bytes + std::string(40, 'S'))));
}

// These characters mean something in the URI that SQLite is given.
TEST(DatabaseFileTest, OpensAnyFileName) {
  const TempFolder folder;
  const std::string bytes = ReadFileOrDie(WriteRows(folder));
  for (const char* name : {"100%.db", "a?b=c.db", "a#b.db", "%41.db", "a b.db", "é.db"}) {
    NP_EXPECT_OK(ReadAll(folder.Write(name, bytes))) << name;
  }
}

TEST(DatabaseFileTest, OpenedForReadingCannotBeWritten) {
  const TempFolder folder;
  const std::string path = WriteRows(folder);
  NP_ASSERT_OK_AND_ASSIGN(const std::unique_ptr<Database> database, Database::OpenImmutable(path));
  EXPECT_THAT(database->Execute("DELETE FROM t"), StatusIs(absl::StatusCode::kInternal));
}

}  // namespace
}  // namespace needlepoint
