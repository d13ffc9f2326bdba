#include "clients/cli/flags.h"

#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "clients/cli/requests.h"

namespace needlepoint::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

absl::StatusOr<Flags> Parse(const std::string& command, const std::vector<std::string>& words) {
  return ParseFlags(*FindCommand(command), words);
}

std::string Kebab(const std::string& name) { return absl::StrReplaceAll(name, {{"_", "-"}}); }

// The fields of profile.yaml and what their flags should be read as.
std::map<std::string, FlagKind> DeclaredFields(std::map<std::string, std::string>& values) {
  static const std::map<std::string, FlagKind> kKinds = {
      {"enum", FlagKind::kChoice}, {"integer", FlagKind::kInteger},   {"number", FlagKind::kNumber},
      {"codes", FlagKind::kCodes}, {"statused", FlagKind::kProducts}, {"text", FlagKind::kText}};
  static const std::regex kField(R"(^  - \{name: (\w+), type: (\w+))");
  static const std::regex kValues(R"(values: \[([A-Z, ]+)\])");
  static const std::regex kRuledOut(R"(ruled_out: (\w+))");
  std::map<std::string, FlagKind> fields;
  std::ifstream in("knowledge/schema/profile.yaml");
  std::string line;
  std::smatch match;
  while (std::getline(in, line)) {
    std::smatch field;
    if (!std::regex_search(line, field, kField)) continue;
    const std::string name = Kebab(field[1]);
    if (field[2] == "timed") {
      fields[name] = name == "symptoms" ? FlagKind::kSymptoms : FlagKind::kProcedures;
    } else {
      fields[name] = kKinds.at(field[2]);
    }
    if (std::regex_search(line, match, kRuledOut)) fields[Kebab(match[1])] = FlagKind::kCodes;
    if (std::regex_search(line, match, kValues)) {
      values[name] = absl::AsciiStrToLower(absl::StrReplaceAll(match.str(1), {{", ", "|"}}));
    }
  }
  return fields;
}

TEST(FlagTableTest, HasAFlagForEachFieldOfTheProfile) {
  std::map<std::string, std::string> values;
  std::map<std::string, FlagKind> want = DeclaredFields(values);
  ASSERT_GT(want.size(), 15u);
  want["answered-fields"] = FlagKind::kCodes;
  std::map<std::string, FlagKind> have;
  for (const FlagRow& row : AllFlags()) {
    if (row.profile) have[row.name] = row.kind;
    const auto value = values.find(row.name);
    if (value != values.end()) {
      EXPECT_EQ(row.value, value->second) << row.name;
    }
  }
  EXPECT_EQ(have, want);
}

TEST(FlagTableTest, HasAFlagForEachFieldOfTheMessage) {
  std::set<std::string> want;
  for (int i = 0; i < v1::Profile::descriptor()->field_count(); ++i) {
    want.insert(Kebab(v1::Profile::descriptor()->field(i)->name()));
  }
  std::set<std::string> have;
  for (const FlagRow& row : AllFlags()) {
    if (row.profile) have.insert(row.name);
  }
  EXPECT_EQ(have, want);
}

TEST(FlagTableTest, EachChoiceOfTheProfileSetsItsField) {
  for (const FlagRow& row : AllFlags()) {
    if (!row.profile || row.kind != FlagKind::kChoice) continue;
    const std::vector<std::string> choices = absl::StrSplit(row.value, '|');
    for (const std::string& choice : choices) {
      const auto flags = Parse("ask", {absl::StrCat("--", row.name), choice});
      ASSERT_TRUE(flags.ok()) << flags.status();
      EXPECT_GT(MakeProfile(*flags).ByteSizeLong(), 0u) << row.name << " " << choice;
    }
  }
}

TEST(FlagTableTest, NamesAreUnique) {
  std::set<std::string> names;
  for (const FlagRow& row : AllFlags()) EXPECT_TRUE(names.insert(row.name).second) << row.name;
}

TEST(ParseFlagsTest, TakesBothFormsAndUnderscores) {
  const auto flags = Parse("ask", {"can", "--setting", "HOME", "I", "--needle_length_mm=0.5"});
  ASSERT_TRUE(flags.ok()) << flags.status();
  EXPECT_EQ(flags->Text("setting"), "HOME");
  EXPECT_EQ(flags->Number("needle-length-mm"), 0.5);
  EXPECT_EQ(flags->JoinedArguments(), "can I");
}

TEST(ParseFlagsTest, DoubleDashEndsFlags) {
  const auto flags = Parse("search", {"--", "--setting", "x"});
  ASSERT_TRUE(flags.ok()) << flags.status();
  EXPECT_THAT(flags->arguments(), ElementsAre("--setting", "x"));
}

TEST(ParseFlagsTest, JoinsListsGivenTwice) {
  const auto flags = Parse("ask", {"--concerns", "melasma, pores,", "--concerns", "texture"});
  ASSERT_TRUE(flags.ok()) << flags.status();
  EXPECT_THAT(flags->List("concerns"), ElementsAre("melasma", "pores", "texture"));
}

TEST(ParseFlagsTest, NegativeNumbersAreValues) {
  const auto flags = Parse("ask", {"--age-years", "-1"});
  ASSERT_TRUE(flags.ok()) << flags.status();
  EXPECT_EQ(flags->Integer("age-years"), -1);
}

struct RefusedCase {
  std::string name;
  std::string command;
  std::vector<std::string> words;
  std::string want;  // in the message
};
void PrintTo(const RefusedCase& c, std::ostream* os) { *os << absl::StrJoin(c.words, " "); }

class RefusedFlagsTest : public testing::TestWithParam<RefusedCase> {};

TEST_P(RefusedFlagsTest, SaysWhatIsWrong) {
  const auto flags = Parse(GetParam().command, GetParam().words);
  ASSERT_FALSE(flags.ok());
  EXPECT_THAT(std::string(flags.status().message()), HasSubstr(GetParam().want));
}

INSTANTIATE_TEST_SUITE_P(
    All, RefusedFlagsTest,
    testing::ValuesIn(std::vector<RefusedCase>{
        {"NamesTheNearest", "ask", {"--needle-lenght-mm", "1"}, "nearest is --needle-length-mm"},
        {"NearestOfTheSubcommand", "search", {"--pag", "1"}, "nearest is --page-size"},
        {"FlagOfAnother", "search", {"--setting", "home"}, "search does not take --setting"},
        {"NoValue", "ask", {"--setting"}, "home|professional|undecided"},
        {"FlagAsValue", "ask", {"--setting", "--json"}, "--setting takes a value"},
        {"UnknownChoice", "ask", {"--setting", "bath"}, "one of home, professional, undecided"},
        {"NoNumber", "ask", {"--needle-length-mm", "0.5mm"}, "takes a number"},
        {"NotFinite", "ask", {"--needle-length-mm", "nan"}, "takes a number"},
        {"NoInteger", "ask", {"--fitzpatrick", "2.5"}, "takes a whole number"},
        {"SwitchWithValue", "ask", {"--json=yes"}, "takes no value"},
        {"UnknownStatus", "ask", {"--medications", "isotretinoin:soon"}, "current, past or never"},
        {"WeeksOfCurrent", "ask", {"--medications", "isotretinoin:current:3"}, "past only"},
        {"SymptomHours", "ask", {"--symptoms", "swelling:two"}, "CODE[:HOURS]"},
        {"EmptyCode", "ask", {"--recent-procedures", ":2"}, "CODE[:WEEKS]"},
    }),
    [](const auto& info) { return info.param.name; });

TEST(MakeProfileTest, ReadsEveryKind) {
  const auto flags =
      Parse("ask",
            {"--setting=home", "--age-years=31", "--needle-length-mm=0", "--concerns=pores,melasma",
             "--medications=isotretinoin:past:8,minoxidil", "--skincare=retinol:current",
             "--symptoms=swelling:5.5,redness", "--recent-procedures=botox:6",
             "--ruled-out-conditions=diabetes", "--answered-fields=conditions,body-areas",
             "--jurisdiction=gb", "--subject=child", "--device=rf"});
  ASSERT_TRUE(flags.ok()) << flags.status();
  const v1::Profile profile = MakeProfile(*flags);
  EXPECT_EQ(profile.setting(), v1::SETTING_HOME);
  EXPECT_EQ(profile.subject(), v1::SUBJECT_CHILD);
  EXPECT_EQ(profile.device(), v1::DEVICE_RF);
  EXPECT_EQ(profile.age_years(), 31);
  EXPECT_TRUE(profile.has_needle_length_mm());
  EXPECT_THAT(profile.concerns(), ElementsAre("pores", "melasma"));
  ASSERT_EQ(profile.medications_size(), 2);
  EXPECT_EQ(profile.medications(0).code(), "isotretinoin");
  EXPECT_EQ(profile.medications(0).status(), v1::MEDICATION_STATUS_PAST);
  EXPECT_EQ(profile.medications(0).weeks_since_stopped(), 8);
  EXPECT_EQ(profile.medications(1).status(), v1::MEDICATION_STATUS_UNSPECIFIED);
  EXPECT_EQ(profile.skincare(0).status(), v1::MEDICATION_STATUS_CURRENT);
  EXPECT_EQ(profile.symptoms(0).hours_since_onset(), 5.5);
  EXPECT_FALSE(profile.symptoms(1).has_hours_since_onset());
  EXPECT_EQ(profile.recent_procedures(0).weeks_since(), 6);
  EXPECT_THAT(profile.ruled_out_conditions(), ElementsAre("diabetes"));
  EXPECT_THAT(profile.answered_fields(), ElementsAre("conditions", "body_areas"));
  EXPECT_EQ(profile.jurisdiction(), "GB");
}

TEST(MakeAskRequestTest, SetsOnlyWhatFlagsSet) {
  const auto bare = MakeAskRequest(*Parse("ask", {"is it normal"}));
  ASSERT_TRUE(bare.ok());
  EXPECT_FALSE(bare->has_profile());
  EXPECT_FALSE(bare->has_reference_time());
  const auto full = MakeAskRequest(
      *Parse("ask", {"q", "--reference-time", "2025-03-01T10:00:00+02:00", "--audience=agent",
                     "--view=compact", "--citations=none", "--max-statements=3"}));
  ASSERT_TRUE(full.ok()) << full.status();
  EXPECT_EQ(full->reference_time().seconds(), 1740816000);
  EXPECT_EQ(full->audience(), v1::AUDIENCE_AGENT);
  EXPECT_EQ(full->view(), v1::VIEW_COMPACT);
  EXPECT_EQ(full->citation_mode(), v1::CITATION_MODE_NONE);
  EXPECT_EQ(full->max_statements(), 3);
  EXPECT_FALSE(MakeAskRequest(*Parse("ask", {"q", "--reference-time", "monday"})).ok());
}

TEST(MakePassageRequestTest, TellsPassagesFromStatements) {
  EXPECT_EQ(MakePassageRequest(*Parse("passage", {"guide/a/sun#1"}))->passage_id(),
            "guide/a/sun#1");
  EXPECT_EQ(MakePassageRequest(*Parse("passage", {"guide/a/sun/shade"}))->statement_id(),
            "guide/a/sun/shade");
  EXPECT_FALSE(MakePassageRequest(*Parse("passage", {})).ok());
}

}  // namespace
}  // namespace needlepoint::cli
