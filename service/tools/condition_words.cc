#include "service/tools/condition_words.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace needlepoint {
namespace {

// The label of a code, of this kind if there is one: "laser" is a procedure and
// a topic.
std::string LabelOf(const Knowledge& knowledge, absl::string_view code, absl::string_view kind) {
  std::string label(code);
  for (const LexiconEntry& entry : knowledge.lexicon) {
    if (entry.code != code) continue;
    label = entry.label;
    if (entry.kind == kind) break;
  }
  return label;
}

absl::string_view Sign(Comparison comparison) {
  switch (comparison) {
    case Comparison::kNotEqual:
      return "is not";
    case Comparison::kLess:
      return "is less than";
    case Comparison::kLessOrEqual:
      return "is at most";
    case Comparison::kGreater:
      return "is more than";
    case Comparison::kGreaterOrEqual:
      return "is at least";
    default:
      return "is";
  }
}

std::string FieldWords(const Knowledge& knowledge, const Atom& atom) {
  const auto field =
      std::find_if(knowledge.fields.begin(), knowledge.fields.end(),
                   [&](const ProfileField& f) { return f.name == FieldName(atom.field); });
  const bool known = field != knowledge.fields.end();
  const std::string name = known ? field->label : std::string(FieldName(atom.field));
  if (atom.value.empty()) {
    return absl::StrCat(name, " ", Sign(atom.comparison), " ", atom.number,
                        known && !field->unit.empty() ? " " : "", known ? field->unit : "");
  }
  const std::string value =
      known && field->kind.empty() ? atom.value : LabelOf(knowledge, atom.value, field->kind);
  return absl::StrCat(name, " ", Sign(atom.comparison), " ",
                      known && field->type == "enum" ? absl::AsciiStrToLower(value) : value);
}

std::string AtomWords(const Knowledge& knowledge, const Atom& atom) {
  absl::string_view code = atom.code;
  const bool itself = absl::ConsumePrefix(&code, "=");
  const auto of = [&](absl::string_view kind) {
    return absl::StrCat(LabelOf(knowledge, code, kind), itself ? " (no closer kind named)" : "");
  };
  switch (atom.function) {
    case Function::kNone:
      return FieldWords(knowledge, atom);
    case Function::kHas:
      return absl::StrCat("has ", of("condition"));
    case Function::kSymptom:
      return absl::StrCat("symptom ", of("symptom"));
    case Function::kTaking:
      return absl::StrCat("uses ", of("medication"), " now");
    case Function::kTook:
      return absl::StrCat("has stopped ", of("medication"));
    case Function::kProcedure:
      return absl::StrCat("lately had ", of("procedure"));
    case Function::kArea:
      return absl::StrCat("area ", of("body-area"));
    case Function::kConcern:
      return absl::StrCat("concern ", of("concern"));
    case Function::kSays:
      return absl::StrCat("speaks of “", of("act"), "”");
    case Function::kAsks:
      return absl::StrCat("asks “", atom.code, "”");
    case Function::kWeeksSince:
      return absl::StrCat("time since ", of("procedure"), " ", Sign(atom.comparison), " ",
                          atom.number, " weeks");
    case Function::kLongestNeedleMm:
      return absl::StrCat("longest needle ", Sign(atom.comparison), " ", atom.number, " mm");
  }
  return atom.code;
}

}  // namespace

std::string InWords(const Knowledge& knowledge, const Condition& condition) {
  return condition.InWords([&](const Atom& atom) { return AtomWords(knowledge, atom); });
}

}  // namespace needlepoint
