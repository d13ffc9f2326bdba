// What holds of every conversation: the order of what is told does not matter, what is
// struck out was never said, and neither the state nor a turn grows without end.

#include <algorithm>
#include <cstddef>
#include <ctime>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"

#include "service/conversation/memory_codec.h"
#include "tests/support/amount.h"
#include "tests/unit/conversation/talk.h"
#include "tests/unit/understand/reading_knowledge.h"

namespace needlepoint {
namespace {

int Dialogues() { return Amount(300, 10'000); }

// A sentence, and the fact that it tells.
struct Telling {
  const char* sentence;
  Field field;
  const char* value;
};

// None contradicts another.
const std::vector<Telling>& Tellings() {
  static const auto* const tellings = new std::vector<Telling>({
      {"I have eczema.", Field::kConditions, "eczema"},
      {"I have psoriasis.", Field::kConditions, "psoriasis"},
      {"I have diabetes.", Field::kConditions, "diabetes"},
      {"I have rosacea.", Field::kConditions, "rosacea"},
      {"I get cold sores.", Field::kConditions, "herpes-simplex"},
      {"I have had keloids.", Field::kConditions, "keloid-history"},
      {"I am allergic to nickel.", Field::kConditions, "metal-allergy"},
      {"I am pregnant.", Field::kConditions, "pregnant"},
      {"I am on warfarin.", Field::kMedications, "anticoagulant"},
      {"I take aspirin.", Field::kMedications, "antiplatelet"},
      {"I take accutane.", Field::kMedications, "isotretinoin"},
      {"I use retinol.", Field::kSkincare, "retinoid-topical"},
      {"I am 34.", Field::kAgeYears, "34"},
      {"I have brown skin.", Field::kFitzpatrick, ""},
      {"It is for acne scars.", Field::kConcerns, "acne-scar"},
      {"I have melasma.", Field::kConcerns, "melasma"},
      {"It is for my cheeks.", Field::kBodyAreas, "cheeks"},
      {"I had a laser six weeks ago.", Field::kRecentProcedures, "laser"},
      {"I live in Germany.", Field::kJurisdiction, "DE"},
  });
  return *tellings;
}

constexpr char kLast[] = "Is it safe to roll at home with 0.25 mm?";

using Random = std::mt19937;

template <typename T>
void Shuffle(std::vector<T>& items, Random& random) {
  for (size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[random() % i]);
}

// `least` to eight different ones, in any order.
std::vector<Telling> SomeTellings(size_t least, Random& random) {
  std::vector<Telling> some = Tellings();
  Shuffle(some, random);
  some.resize(least + random() % (9 - least));
  return some;
}

// The profile as a set: "age=34 has=eczema", sorted.
std::string SetOf(const Profile& profile) {
  std::vector<std::string> items = absl::StrSplit(ProfileText(profile), ' ');
  std::sort(items.begin(), items.end());
  return absl::StrJoin(items, " ");
}

// Each telling is understood as what it is meant to tell; without this the others
// would hold of anything.
TEST(ConversationPropertyTest, EachTellingTellsItsFact) {
  for (const Telling& telling : Tellings()) {
    Talk talk;
    talk.Say(telling.sentence);
    bool told = false;
    for (const Remembered& fact : talk.memory().facts()) {
      told = told || (fact.field == telling.field &&
                      (*telling.value == '\0' || fact.value == telling.value));
    }
    EXPECT_TRUE(told) << telling.sentence << " " << SetOf(talk.profile());
  }
}

TEST(ConversationPropertyTest, TheOrderOfFactsDoesNotMatter) {
  Random random(20260615);
  for (int i = 0; i < Dialogues(); ++i) {
    std::vector<Telling> told = SomeTellings(2, random);
    std::string findings, profile, order;
    for (int way = 0; way < 2; ++way) {
      Talk talk;
      std::vector<std::string> said;
      for (const Telling& telling : told) {
        talk.Say(telling.sentence);
        said.emplace_back(telling.sentence);
      }
      const std::string now = FindingsText(talk.Say(kLast));
      if (way == 0) {
        findings = now;
        profile = SetOf(talk.profile());
        order = absl::StrJoin(said, " ");
        Shuffle(told, random);
        continue;
      }
      EXPECT_EQ(now, findings) << order << "\n" << absl::StrJoin(said, " ");
      EXPECT_EQ(SetOf(talk.profile()), profile) << order << "\n" << absl::StrJoin(said, " ");
    }
    if (HasFailure()) return;
  }
}

// What is asked between the facts: none of it tells any.
std::string AskedBetween(Random& random) {
  constexpr const char* kAsked[] = {"How long does redness last?", "How do I clean the needles?",
                                    "why?", "thanks", "What does it cost?"};
  return kAsked[random() % std::size(kAsked)];
}

// What a person sees of an answer, without numbers of turns.
std::string SeenOf(v1::Answer answer) {
  std::string seen = FindingsText(answer);
  for (const v1::Part& part : answer.parts()) absl::StrAppend(&seen, "\n", part.DebugString());
  return seen;
}

TEST(ConversationPropertyTest, WhatIsStruckOutWasNeverSaid) {
  Random random(20260616);
  for (int i = 0; i < Dialogues(); ++i) {
    const std::vector<Telling> told = SomeTellings(2, random);
    const size_t struck = random() % told.size();
    Talk with, without;
    std::string said;
    for (size_t t = 0; t < told.size(); ++t) {
      if (random() % 3 == 0) {
        const std::string asked = AskedBetween(random);
        with.Say(asked);
        without.Say(asked);
        absl::StrAppend(&said, asked, " ");
      }
      with.Say(told[t].sentence);
      absl::StrAppend(&said, t == struck ? "[" : "", told[t].sentence, t == struck ? "] " : " ");
      if (t != struck) without.Say(told[t].sentence);
    }
    // "I" says who it is about, too, and that was said.
    const ForgottenFact person{Field::kSubject, ""};
    const v1::Answer struck_out =
        with.Say(kLast, {{told[struck].field, told[struck].value}, person});
    const v1::Answer never_said = without.Say(kLast, {person});
    EXPECT_EQ(SeenOf(struck_out), SeenOf(never_said)) << said;
    EXPECT_EQ(SetOf(with.profile()), SetOf(without.profile())) << said;
    if (HasFailure()) return;
  }
}

TEST(ConversationPropertyTest, TheStateStaysSmall) {
  Random random(20260618);
  Talk talk;
  for (int i = 0; i < 200; ++i) {
    Profile told;
    for (int n = 0; n < 50; ++n) {
      // Codes that nobody knows are kept as the caller writes them.
      told.conditions.push_back(absl::StrCat("made-up-", random() % 1000, std::string(80, 'x')));
    }
    talk.Say(absl::StrCat(Tellings()[random() % Tellings().size()].sentence, " ",
                          std::string(random() % 3000, 'x'), " can I roll?"),
             {}, told);
    ASSERT_LT(EncodeMemory(talk.memory()).size() + 200, 64u * 1024) << "after turn " << i + 1;
  }
  EXPECT_EQ(talk.memory().facts().size(), kMostFacts) << "this was not the worst case";
}

double ThreadSeconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

// How many times as long `message` takes after `before` as in a new conversation in
// which the caller tells `told`. Both by turns, so that a busy machine slows both.
double CostRatio(const Talk& before, const std::string& message, const Profile& told) {
  std::vector<double> first, last;
  constexpr int kTimes = 101;
  for (int i = 0; i < kTimes; ++i) {
    Talk fresh, old = before;
    const double start = ThreadSeconds();
    fresh.Say(message, {}, told);
    const double middle = ThreadSeconds();
    old.Say(message);
    first.push_back(middle - start);
    last.push_back(ThreadSeconds() - middle);
  }
  return Median(last) / Median(first);
}

constexpr char kOften[] = "How often can I roll at home with 0.25 mm?";

TEST(ConversationPropertyTest, TheLastOf200TurnsCostsAsTheFirst) {
  Talk talk;
  for (int i = 0; i < 199; ++i) talk.Say(kOften);
  EXPECT_LT(CostRatio(talk, kOften, {}), 1.5);
}

// With many facts there is more to say: as much as if they had all been told at once.
TEST(ConversationPropertyTest, FactsOf200TurnsCostAsThoseOfOne) {
  Random random(20260617);
  Talk talk;
  for (int i = 0; i < 199; ++i) {
    const Telling& telling = Tellings()[random() % Tellings().size()];
    talk.Say(random() % 3 == 0 ? AskedBetween(random) : std::string(telling.sentence));
  }
  ASSERT_GT(talk.memory().facts().size(), Tellings().size());
  EXPECT_LT(CostRatio(talk, kOften, talk.profile()), 1.5);
}

}  // namespace
}  // namespace needlepoint
