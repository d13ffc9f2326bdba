// A tokenizer of ours inside FTS5.

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "service/storage/database.h"
#include "tests/support/matchers.h"
#include "tests/support/temp_folder.h"

namespace needlepoint {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// Each run of bytes between bars is a token, written backwards: nothing that
// FTS5 would do by itself.
void Backwards(absl::string_view text, const EmitToken& emit) {
  size_t start = 0;
  while (start < text.size()) {
    const size_t end = std::min(text.find('|', start), text.size());
    std::string token(text.substr(start, end - start));
    std::reverse(token.begin(), token.end());
    if (!token.empty()) emit(token, static_cast<int>(start), static_cast<int>(end));
    start = end + 1;
  }
}

class TokenizerTest : public testing::Test {
 protected:
  void SetUp() override {
    NP_ASSERT_OK_AND_ASSIGN(database_, Database::Create(folder_.Path("fts.db")));
    NP_ASSERT_OK(database_->RegisterTokenizer("backwards", Backwards));
    NP_ASSERT_OK(database_->Execute(
        "CREATE VIRTUAL TABLE t USING fts5(a, tokenize='backwards');"
        "INSERT INTO t(rowid, a) VALUES (1, 'two words|once'), (2, 'once|more'), (3, '')"));
  }

  std::vector<int> Matches(const Database& database, absl::string_view query) {
    Query select = database.Prepare("SELECT rowid FROM t WHERE t MATCH ? ORDER BY rowid").value();
    select.Bind(1, query);
    std::vector<int> rows;
    while (select.Step().value()) rows.push_back(static_cast<int>(select.Int(0)));
    return rows;
  }

  TempFolder folder_;
  std::unique_ptr<Database> database_;
};

TEST_F(TokenizerTest, IsUsedForRowsAndQueries) {
  EXPECT_THAT(Matches(*database_, "\"once\""), ElementsAre(1, 2));
  EXPECT_THAT(Matches(*database_, "\"two words\""), ElementsAre(1));
  EXPECT_THAT(Matches(*database_, "\"words\""), IsEmpty());
}

TEST_F(TokenizerTest, KeepsTheBytesATokenStandsFor) {
  Query select =
      database_->Prepare("SELECT highlight(t, 0, '<', '>') FROM t WHERE t MATCH '\"more\"'")
          .value();
  NP_ASSERT_OK(select.Step());
  EXPECT_EQ(select.Text(0), "once|<more>");
}

TEST_F(TokenizerTest, IsNeededOnEveryConnection) {
  database_.reset();
  NP_ASSERT_OK_AND_ASSIGN(const std::unique_ptr<Database> reader,
                          Database::OpenImmutable(folder_.Path("fts.db")));
  EXPECT_FALSE(reader->Prepare("SELECT rowid FROM t WHERE t MATCH 'x'").ok());
  NP_ASSERT_OK(reader->RegisterTokenizer("backwards", Backwards));
  EXPECT_THAT(Matches(*reader, "\"more\""), ElementsAre(2));
}

}  // namespace
}  // namespace needlepoint
