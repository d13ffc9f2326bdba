// Packs made of a few rules.

#ifndef NEEDLEPOINT_TESTS_UNIT_FOLLOW_UP_RULE_PACK_H_
#define NEEDLEPOINT_TESTS_UNIT_FOLLOW_UP_RULE_PACK_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "service/pack/snapshot_writer.h"
#include "tests/support/matchers.h"
#include "tests/support/small_knowledge.h"
#include "tests/support/temp_folder.h"

namespace needlepoint {

struct TestRule {
  std::string code;
  Disposition disposition;
  std::string when, unless;
  RuleMode mode = RuleMode::kEnforce;
};

class RulePackTest : public testing::Test {
 protected:
  // A pack whose rules are `rules` alone.
  std::shared_ptr<const Snapshot> Pack(const std::vector<TestRule>& rules) {
    Knowledge k = SmallKnowledge();
    k.lexicon.push_back({.kind = "procedure", .code = "laser"});
    k.fields.push_back({.name = "medications", .type = "statused", .kind = "medication"});
    for (ProfileField& field : k.fields)
      field.decides = field.name == "conditions" ? Decides::kWhether : Decides::kHow;
    Rule pattern = k.rules[0];
    pattern.unless_facts.clear();
    k.rules.clear();
    for (const TestRule& rule : rules) {
      Rule& added = k.rules.emplace_back(pattern);
      added.id = absl::StrCat("test/", k.rules.size());
      added.code = rule.code;
      added.disposition = rule.disposition;
      added.mode = rule.mode;
      added.when = rule.when;
      added.unless = rule.unless;
      if (!rule.unless.empty()) added.unless_facts = {0};
    }
    const std::string path = folder_.Path(absl::StrCat("pack-", ++packs_));
    EXPECT_THAT(WriteSnapshot(k, path), IsOk());
    auto snapshot = Snapshot::Open(path);
    EXPECT_THAT(snapshot.status(), IsOk());
    return *snapshot;
  }

  TempFolder folder_;
  int packs_ = 0;
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_TESTS_UNIT_FOLLOW_UP_RULE_PACK_H_
