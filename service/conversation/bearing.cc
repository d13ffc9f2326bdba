#include "service/conversation/bearing.h"

#include <algorithm>

namespace needlepoint {

bool IsClinical(Field field) {
  return field == Field::kConditions || field == Field::kMedications || field == Field::kSkincare ||
         field == Field::kSymptoms;
}

bool IsProduct(Field field) { return field == Field::kMedications || field == Field::kSkincare; }

bool IsSubject(const Mention& mention) {
  for (const char* kind :
       {"topic", "act", "concern", "condition", "symptom", "medication", "skincare", "procedure"}) {
    if (mention.kind == kind) return true;
  }
  return false;
}

Field FieldOfKind(absl::string_view kind) {
  if (kind == "condition") return Field::kConditions;
  if (kind == "symptom") return Field::kSymptoms;
  return kind == "medication" ? Field::kMedications : Field::kSkincare;
}

bool TakesNumber(const Knowledge& knowledge, Field field, double number) {
  for (const ProfileField& declared : knowledge.fields) {
    if (declared.name != FieldName(field)) continue;
    const bool number_field = declared.type == "number" || declared.type == "integer";
    return number_field && field != Field::kHoursSinceLastSession &&
           number >= declared.min.value_or(number) && number <= declared.max.value_or(number) &&
           (declared.type == "number" || number == static_cast<int>(number));
  }
  return false;
}

bool IsAnyRelated(const std::vector<std::string>& codes, absl::string_view code) {
  return std::any_of(codes.begin(), codes.end(),
                     [&](const std::string& other) { return AreRelated(code, other); });
}

}  // namespace needlepoint
