// What a rule found.

#ifndef NEEDLEPOINT_SERVICE_MODEL_FINDING_H_
#define NEEDLEPOINT_SERVICE_MODEL_FINDING_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace needlepoint {

// Mildest first; the disposition of an answer is the highest that was raised.
enum class Disposition { kInform, kCaution, kConsult, kAvoid, kUrgent, kEmergency };

std::optional<Disposition> ParseDisposition(absl::string_view name);  // "CONSULT"
absl::string_view DispositionName(Disposition disposition);

// Why something was said: a fact of the profile, words of the question, or a
// default.
struct Because {
  enum class Kind { kProfile, kQuestion, kDefault };
  Kind kind = Kind::kDefault;
  std::string field;  // "needle_length_mm", "conditions", or a function: "says"
  std::string value;  // "1.5", "keloid-history"

  friend bool operator==(const Because&, const Because&) = default;
};

struct Finding {
  int rule = -1;  // index in the pack
  Disposition disposition = Disposition::kInform;
  std::vector<Because> because;
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_MODEL_FINDING_H_
