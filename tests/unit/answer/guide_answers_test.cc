// What every answer from the served guide keeps to, whatever is asked.

#include <algorithm>
#include <functional>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/message.h"
#include "gtest/gtest.h"

#include "service/answer/answerer.h"
#include "service/answer/echo.h"
#include "tests/support/amount.h"
#include "tests/support/guide.h"
#include "tests/support/matchers.h"
#include "tests/unit/answer/answer_text.h"

namespace needlepoint {
namespace {

constexpr int kMostShown = 20;  // failures printed at once

const Answerer& GuideAnswerer() {
  static const Answerer* const answerer = AnswererOf(Guide()).release();
  return *answerer;
}

// All strings of `message` are UTF-8; names the first field that is not.
std::string IllFormedField(const google::protobuf::Message& message) {
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  const auto* reflection = message.GetReflection();
  reflection->ListFields(message, &fields);
  for (const auto* field : fields) {
    const int count = field->is_repeated() ? reflection->FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      if (field->type() == google::protobuf::FieldDescriptor::TYPE_STRING) {
        const std::string text = field->is_repeated()
                                     ? reflection->GetRepeatedString(message, field, i)
                                     : reflection->GetString(message, field);
        if (ToValidUtf8(text) != text) return field->full_name();
      } else if (field->type() == google::protobuf::FieldDescriptor::TYPE_MESSAGE) {
        const std::string inside =
            IllFormedField(field->is_repeated() ? reflection->GetRepeatedMessage(message, field, i)
                                                : reflection->GetMessage(message, field));
        if (!inside.empty()) return inside;
      }
    }
  }
  return "";
}

// Asks all of `texts`, shows the first faults, and returns how many answers
// were more than a refusal.
int ExpectSound(const std::vector<std::string>& texts) {
  int answered = 0, shown = 0;
  for (const std::string& text : texts) {
    const absl::StatusOr<v1::Answer> answer = GuideAnswerer().Answer(InputOf(text));
    std::string fault =
        answer.ok() ? AnswerFault(*Guide(), text, *answer) : std::string(answer.status().message());
    if (answer.ok()) {
      if (const std::string field = IllFormedField(*answer); !field.empty())
        absl::StrAppend(&fault, field, " is no UTF-8");
      answered += answer->disposition() != v1::DISPOSITION_NO_ANSWER;
    }
    if (!fault.empty() && ++shown <= kMostShown)
      ADD_FAILURE() << "`" << absl::Utf8SafeCEscape(text) << "`: " << fault;
  }
  EXPECT_EQ(shown, 0);
  EXPECT_EQ(GuideAnswerer().degraded_count(), 0);
  return answered;
}

std::vector<std::string> GuideQuestions() {
  std::vector<std::string> questions;
  const std::vector<Passage>& passages = Guide()->knowledge().passages;
  for (size_t p = 0; p < passages.size(); ++p)
    questions.push_back(passages[p].questions[p % passages[p].questions.size()]);
  return questions;
}

TEST(GuideAnswersTest, EveryQuestionOfAPassageHasASoundAnswer) {
  const std::vector<std::string> questions = GuideQuestions();
  EXPECT_GT(ExpectSound(questions), static_cast<int>(questions.size()) * 95 / 100);
}

// The same questions as people type them: with a profile in words, a letter
// lost, in capitals, two in one message, without the question mark.
TEST(GuideAnswersTest, SoAreTheirVariants) {
  std::mt19937 random(5);
  const std::vector<std::string> questions = GuideQuestions();
  static constexpr absl::string_view kBefore[] = {
      "i'm 34, type 5 skin, at home with a 1.5mm roller. ",
      "34F, on accutane. ",
      "i have eczema and get cold sores. ",
      "rolled yesterday, no pus. ",
      "question for my daughter (15): ",
      "\xF0\x9F\x98\x80 hi!! "};
  std::vector<std::string> variants;
  const int count = Amount(500, 5000);
  for (int i = 0; i < count; ++i) {
    std::string text = questions[random() % questions.size()];
    switch (i % 5) {
      case 0:
        text = absl::StrCat(kBefore[random() % std::size(kBefore)], text);
        break;
      case 1:
        text.erase(random() % text.size(), 1);
        break;
      case 2:
        text = absl::AsciiStrToUpper(text);
        break;
      case 3:
        text = absl::StrCat(text, "? ", questions[random() % questions.size()], "?");
        break;
      default:
        text = absl::StrCat(text, " and is it true that ", questions[random() % questions.size()],
                            "\n1) why 2) how long");
    }
    variants.push_back(text);
  }
  EXPECT_GT(ExpectSound(variants), count * 4 / 5);
}

// Messages of words from the lexicon, from nowhere, and of any bytes.
TEST(GuideAnswersTest, AnyMessageHasASoundAnswer) {
  std::mt19937 random(17);
  std::vector<std::string> words = {"can",   "i",          "no",         "my",       "not",
                                    "?",     ".",          ",",          "if",       "she",
                                    "0.5mm", "3 days ago", "every week", "how long", "stopped"};
  for (const LexiconEntry& entry : Guide()->knowledge().lexicon) {
    if (!entry.label.empty()) words.push_back(entry.label);
  }
  std::vector<std::string> messages;
  const int count = Amount(5000, 50'000);
  for (int i = 0; i < count; ++i) {
    std::string text;
    for (size_t n = random() % 12; n > 0; --n) {
      if (random() % 8 > 0) {
        absl::StrAppend(&text, words[random() % words.size()], " ");
      } else {
        for (size_t b = random() % 6; b > 0; --b) text.push_back(static_cast<char>(random() % 256));
      }
    }
    messages.push_back(text);
  }
  EXPECT_GT(ExpectSound(messages), count / 5);
}

// A part that is silent does not silence the others, nor is it left out.
TEST(GuideAnswersTest, AQuestionThatCannotBeAnsweredHasItsOwnPart) {
  const std::string text =
      "Can I wear make-up the day after rolling? Who wrote the score of that old pirate film?";
  NP_ASSERT_OK_AND_ASSIGN(const v1::Answer answer, GuideAnswerer().Answer(InputOf(text)));
  ASSERT_EQ(answer.parts_size(), 2) << AnswerText(answer);
  EXPECT_TRUE(answer.parts(0).has_headline());
  EXPECT_EQ(answer.parts(1).no_answer_reason(), v1::NO_ANSWER_REASON_NOTHING_FOUND)
      << AnswerText(answer);
}

TEST(GuideAnswersTest, TheSameInputGivesTheSameBytes) {
  const std::vector<std::string> texts = {
      "can i use retinol and glycolic acid 2 days after rolling with 0.5mm?",
      "1) can i wash my face 2) when can i wear make-up 3) how long is it red",
      "pus, fever and a red line up my cheek since yesterday"};
  std::vector<std::string> want;
  for (const std::string& text : texts)
    want.push_back(GuideAnswerer().Answer(InputOf(text))->SerializeAsString());
  // Another answerer over the same snapshot, as after a restart.
  const auto restarted = AnswererOf(Guide());
  for (int i = 0; i < Amount(1000, 10'000); ++i) {
    const size_t t = static_cast<size_t>(i) % texts.size();
    const Answerer& answerer = i % 2 == 0 ? GuideAnswerer() : *restarted;
    ASSERT_EQ(answerer.Answer(InputOf(texts[t]))->SerializeAsString(), want[t]) << i;
  }
}

}  // namespace
}  // namespace needlepoint
