#include "service/documents/near_duplicates.h"

#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "tests/support/matchers.h"
#include "tests/support/temp_folder.h"

namespace needlepoint {
namespace {

// Near duplicates with their file in a folder of the test's own.
class Kept {
 public:
  Kept() : documents_(*NearDuplicates::Create(folder_.path())) {}

  std::optional<uint32_t> FindOrAdd(absl::string_view title, absl::string_view text) {
    const absl::StatusOr<std::optional<uint32_t>> found = documents_->FindOrAdd(title, text);
    NP_EXPECT_OK(found);
    return *found;
  }
  uint32_t size() const { return documents_->size(); }
  std::vector<std::string> Files() const { return folder_.Files(); }

 private:
  TempFolder folder_;
  std::unique_ptr<NearDuplicates> documents_;
};

struct Pair {
  std::string name;
  std::string title, text;              // the earlier
  std::string other_title, other_text;  // the later
  bool near;
};
void PrintTo(const Pair& c, std::ostream* os) { *os << c.name; }

class NearDuplicatesTest : public testing::TestWithParam<Pair> {};

TEST_P(NearDuplicatesTest, ComparesTwo) {
  Kept documents;
  EXPECT_EQ(documents.FindOrAdd(GetParam().title, GetParam().text), std::nullopt);
  EXPECT_EQ(documents.FindOrAdd(GetParam().other_title, GetParam().other_text).has_value(),
            GetParam().near);
}

constexpr char kTen[] = "Roll in one direction then lift and turn the roller.";

INSTANTIATE_TEST_SUITE_P(All, NearDuplicatesTest,
                         testing::ValuesIn(std::vector<Pair>{
                             {"Same", "A", kTen, "B", kTen, true},
                             {"CaseAccentsAndMarks", "A", kTen, "A",
                              "ROLL in one d\xC3\xADrection; then lift and turn the roller", true},
                             {"OneWordOfTen", "A", kTen, "A",
                              "Roll in one direction then lift and wash the roller.", false},
                             {"SevenWords", "A", "Keep the skin clean for a day", "A",
                              "Keep the skin clean for a day!", true},
                             {"OneWordOfSeven", "A", "Keep the skin clean for a day", "A",
                              "Keep the skin clean for a week", false},
                             {"WordOrder", "A", "acne and rosacea", "A", "rosacea and acne", false},
                             {"TitlesAlone", "How deep may I roll at home on my own face", "",
                              "how deep may I roll, at home, on my own face?", "", true},
                             {"OtherTitlesAlone", "How deep may I roll?", "",
                              "How often may I roll?", "", false},
                             {"TitleIsNoText", "clean skin", "", "B", "clean skin", false},
                             {"Nothing", "", "", "", "", true},
                         }),
                         [](const auto& info) { return info.param.name; });

TEST(NearDuplicatesTest, GivesTheNumberOfTheEarliest) {
  Kept documents;
  EXPECT_EQ(documents.FindOrAdd("", "one two three"), std::nullopt);  // 0
  EXPECT_EQ(documents.FindOrAdd("", kTen), std::nullopt);             // 1
  EXPECT_EQ(documents.FindOrAdd("", "one two three"), 0u);
  EXPECT_EQ(documents.FindOrAdd("", "four five six"), std::nullopt);  // 2
  EXPECT_EQ(documents.FindOrAdd("", kTen), 1u);
  EXPECT_EQ(documents.FindOrAdd("", "four five six"), 2u);
  EXPECT_EQ(documents.size(), 3u);
}

// `count` words of a vocabulary of 5,000, drawn by `random`.
std::vector<int> Draw(int count, std::mt19937& random) {
  std::vector<int> words(count);
  for (int& word : words) word = static_cast<int>(random() % 5000);
  return words;
}

std::string Write(const std::vector<int>& words) {
  std::string text;
  for (const int word : words) absl::StrAppend(&text, "w", word, " ");
  return text;
}

// The share of `trials` texts of 200 words that are found after `changed` words of
// them, five or more apart, became others: each change breaks five of 196 runs.
double ShareFound(int changed, int trials) {
  std::mt19937 random(1);
  Kept documents;
  int found = 0;
  for (int i = 0; i < trials; ++i) {
    std::vector<int> words = Draw(200, random);
    EXPECT_EQ(documents.FindOrAdd("", Write(words)), std::nullopt);
    for (int j = 0; j < changed; ++j) words[6 + j * 8] = 10000 + j;
    found += documents.FindOrAdd("", Write(words)).has_value();
  }
  return static_cast<double>(found) / trials;
}

TEST(NearDuplicatesTest, FindsNineInTenSharedAndNothingBelow) {
  EXPECT_EQ(ShareFound(0, 1000), 1);     // 1
  EXPECT_GT(ShareFound(1, 1000), 0.99);  // 191 of 201: 0.950
  EXPECT_GT(ShareFound(2, 1000), 0.98);  // 186 of 206: 0.903
  EXPECT_EQ(ShareFound(3, 1000), 0);     // 181 of 211: 0.858
  EXPECT_EQ(ShareFound(7, 1000), 0);     // 161 of 231: 0.697
}

TEST(NearDuplicatesTest, LeavesNoFile) {
  Kept documents;
  documents.FindOrAdd("", kTen);
  EXPECT_TRUE(documents.Files().empty());
}

TEST(NearDuplicatesTest, NamesAFolderItCannotWriteTo) {
  EXPECT_THAT(NearDuplicates::Create("/proc/none"), StatusIs(absl::StatusCode::kUnavailable));
}

TEST(NearDuplicatesTest, FindsThemAmongManyThatShareAPreamble) {
  std::mt19937 random(2);
  const std::string preamble = Write(Draw(100, random));
  Kept documents;
  std::vector<std::string> texts;
  for (int i = 0; i < 3000; ++i) texts.push_back(preamble + Write(Draw(100, random)));
  for (const std::string& text : texts) documents.FindOrAdd("", text);
  EXPECT_GT(documents.size(), 2990u);
  int found = 0;
  for (const std::string& text : texts) found += documents.FindOrAdd("", text).has_value();
  EXPECT_GT(found, 2950);
}

}  // namespace
}  // namespace needlepoint
