#include "service/understand/message.h"

#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gtest/gtest.h"

namespace needlepoint {
namespace {

// Words by sentence: "is it safe? | i roll". A number shows its value, a
// corrected word a star.
std::string Sentences(const std::string& text) {
  Speller speller;
  for (const char* word : {"roller", "isotretinoin"}) speller.AddTarget(word);
  const Message message = ReadMessage(text, speller);
  std::vector<std::string> sentences;
  for (size_t s = 0; s < message.sentences.size(); ++s) {
    const Sentence& sentence = message.sentences[s];
    std::vector<std::string> words;
    for (int w = sentence.first; w < sentence.last; ++w) {
      const Word& word = message.words[w];
      EXPECT_EQ(word.sentence, static_cast<int>(s)) << text;
      words.push_back(word.is_number   ? absl::StrCat("#", word.number)
                      : word.corrected ? absl::StrCat(word.text, "*")
                                       : word.text);
    }
    sentences.push_back(absl::StrCat(absl::StrJoin(words, " "), sentence.question_mark ? "?" : ""));
  }
  return absl::StrJoin(sentences, " | ");
}

struct MessageCase {
  std::string text, want;
};
void PrintTo(const MessageCase& c, std::ostream* os) { *os << "`" << c.text << "`"; }

class MessageTest : public testing::TestWithParam<MessageCase> {};

TEST_P(MessageTest, IsSplitIntoSentencesOfWords) {
  EXPECT_EQ(Sentences(GetParam().text), GetParam().want);
}

INSTANTIATE_TEST_SUITE_P(All, MessageTest,
                         testing::ValuesIn(std::vector<MessageCase>{
                             {"", ""},
                             {" \t\n", ""},
                             {"?!", ""},
                             {"Is it SAFE? I roll.", "is it safe? | i roll"},
                             {"safe?!", "safe?"},
                             {"safe!?", "safe?"},
                             {"safe ... ?", "safe?"},
                             {"one line\nanother", "#1 line | another"},
                             {"can i roll, at home", "can i roll at home"},
                             {"1) roll? 2) soak", "roll? | soak"},
                             {"(1) roll", "#1 roll"},
                             {"0.5mm", "#0.5 mm"},
                             {".25 and 0,5", "#0.25 and #0.5"},
                             {"half a year, three times", "#0.5 a year #3 times"},
                             {"\xC2\xBD mm", "#0.5 mm"},
                             {"1,200 needles", "#1200 needles"},
                             {"my rollr", "my roller*"},
                             {"isotretnoin", "isotretinoin*"},
                             {"\xFF\xFE ok \xC3", "ok"},
                         }));

TEST(MessageTest, KeepsWhatStandsAroundANumber) {
  const std::string text = "$40 off, 5% cream, 1/2";
  const Message message = ReadMessage(text, Speller());
  ASSERT_EQ(message.words.size(), 6u);
  EXPECT_EQ(message.words[0].before, "$");
  EXPECT_EQ(message.words[2].after, "%");
  EXPECT_TRUE(message.words[2].comma_before);
  EXPECT_EQ(message.words[4].after, "/");
  EXPECT_FALSE(message.words[3].comma_before);
}

TEST(MessageTest, SpansLeadBackToTheText) {
  const std::string text =
      "\xC3\x89"
      "czema, 1.5mm?";
  const Message message = ReadMessage(text, Speller());
  ASSERT_EQ(message.words.size(), 3u);
  EXPECT_EQ(message.words[0].span.In(text),
            "\xC3\x89"
            "czema");
  EXPECT_EQ(message.SpanOf(1, 3).In(text), "1.5mm");
  EXPECT_EQ(message.sentences[0].span.In(text),
            "\xC3\x89"
            "czema, 1.5mm");
}

}  // namespace
}  // namespace needlepoint
