// Any bytes as a condition: it is refused, or it can be evaluated, and reading
// it back gives the same truth.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "service/condition/condition.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace needlepoint;
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  const absl::StatusOr<Condition> condition = Condition::Parse(text);
  if (!condition.ok()) return condition.status().message().empty() ? (std::abort(), 0) : 0;
  Profile profile;
  profile.setting = "HOME";
  profile.needle_length_mm = 0.5;
  profile.conditions = {"eczema"};
  const Question question;
  const Situation situation{profile, &question};
  const Truth truth = condition->Evaluate(situation);
  if (truth != Truth::kTrue && !condition->Explain(situation).empty()) std::abort();
  const absl::StatusOr<Condition> again = Condition::Parse(condition->text());
  if (!again.ok() || again->Evaluate(situation) != truth) std::abort();
  return 0;
}
