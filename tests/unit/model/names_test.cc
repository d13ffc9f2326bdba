// The names by which enums stand in knowledge/, and the fields that
// profile.yaml declares.

#include <yaml-cpp/yaml.h>

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "service/model/finding.h"
#include "service/model/knowledge.h"
#include "service/model/profile.h"
#include "service/model/question.h"

namespace needlepoint {
namespace {

using testing::ElementsAreArray;
using testing::IsEmpty;
using testing::Not;

// Every name of an enum of `count` values, each of which must parse back.
template <typename Enum, typename Name, typename Parse>
std::vector<std::string> NamesThatParseBack(int count, Name name, Parse parse) {
  std::vector<std::string> names;
  for (int i = 0; i < count; ++i) {
    const auto value = static_cast<Enum>(i);
    const std::string text(name(value));
    EXPECT_THAT(text, Not(IsEmpty())) << i;
    EXPECT_EQ(parse(text), value) << text;
    names.push_back(text);
  }
  EXPECT_EQ(parse("no such name"), std::nullopt);
  EXPECT_EQ(parse(""), std::nullopt);
  return names;
}

// The list at `path` in the schema of passages or rules.
std::vector<std::string> Enumerated(const YAML::Node& node) {
  return node["enum"].as<std::vector<std::string>>();
}

TEST(NamesTest, FormsAreThoseOfTheSchema) {
  const auto names = NamesThatParseBack<Form>(14, FormName, ParseForm);
  const YAML::Node schema = YAML::LoadFile("knowledge/schema/passage.yaml");
  EXPECT_THAT(names, testing::UnorderedElementsAreArray(Enumerated(schema["definitions"]["form"])));
}

TEST(NamesTest, PolaritiesAreThoseOfTheSchema) {
  const auto names = NamesThatParseBack<Polarity>(6, PolarityName, ParsePolarity);
  const YAML::Node schema = YAML::LoadFile("knowledge/schema/passage.yaml");
  const YAML::Node variants = schema["properties"]["answers"]["items"]["properties"]["variants"];
  EXPECT_THAT(names, testing::UnorderedElementsAreArray(
                         Enumerated(variants["items"]["properties"]["polarity"])));
}

TEST(NamesTest, StatementKindsHoldThoseOfTheSchema) {
  const auto names = NamesThatParseBack<StatementKind>(10, StatementKindName, ParseStatementKind);
  const YAML::Node schema = YAML::LoadFile("knowledge/schema/passage.yaml");
  const YAML::Node kind = schema["properties"]["statements"]["items"]["properties"]["kind"];
  EXPECT_THAT(names, testing::IsSupersetOf(Enumerated(kind)));
}

TEST(NamesTest, DispositionsAndModesAreThoseOfTheSchemaInOrder) {
  const YAML::Node rules =
      YAML::LoadFile("knowledge/schema/rules.yaml")["properties"]["rules"]["items"]["properties"];
  EXPECT_THAT(NamesThatParseBack<Disposition>(6, DispositionName, ParseDisposition),
              ElementsAreArray(Enumerated(rules["disposition"])));
  EXPECT_THAT(NamesThatParseBack<RuleMode>(3, RuleModeName, ParseRuleMode),
              ElementsAreArray(Enumerated(rules["mode"])));
}

TEST(NamesTest, RiskDirectionsAreParsed) {
  EXPECT_EQ(ParseRiskDirection("none"), RiskDirection::kNone);
  EXPECT_EQ(ParseRiskDirection("higher"), RiskDirection::kHigher);
  EXPECT_EQ(ParseRiskDirection("lower"), RiskDirection::kLower);
  EXPECT_EQ(ParseRiskDirection("either"), RiskDirection::kEither);
  EXPECT_EQ(ParseRiskDirection("up"), std::nullopt);
}

TEST(NamesTest, FieldsAreThoseOfProfileYamlInOrder) {
  std::vector<std::string> declared;
  for (const YAML::Node& field : YAML::LoadFile("knowledge/schema/profile.yaml")["fields"]) {
    declared.push_back(field["name"].as<std::string>());
  }
  EXPECT_THAT(NamesThatParseBack<Field>(kFieldCount, FieldName, ParseField),
              ElementsAreArray(declared));
  EXPECT_EQ(FieldName(static_cast<Field>(kFieldCount)), "");
}

TEST(ProfileTest, AnsweredIsOnlyWhatIsListed) {
  Profile profile;
  EXPECT_FALSE(profile.Answered(Field::kConditions));
  profile.answered_fields = {Field::kConditions};
  EXPECT_TRUE(profile.Answered(Field::kConditions));
  EXPECT_FALSE(profile.Answered(Field::kSymptoms));
}

}  // namespace
}  // namespace needlepoint
