// The lengths and counts of a message, as profile fields.

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

#include "service/understand/profile_builder.h"

namespace needlepoint {
namespace {

constexpr int kAdultYears = 18;

}  // namespace

// "0.25, 0.5, 1.0 and 1.5": three or more in a row are on offer, not in use.
bool ProfileBuilder::IsOneOfMany(const LengthReading& length,
                                 const std::vector<LengthReading>& lengths) const {
  constexpr int kOnOffer = 3;
  int in_a_row = 0;
  bool among = false;
  for (size_t i = 0; i < lengths.size(); ++i) {
    const bool follows =
        i > 0 && lengths[i].first - lengths[i - 1].last <= 1 &&
        message_.words[lengths[i].first].sentence == message_.words[lengths[i - 1].first].sentence;
    if (!follows) {
      if (among && in_a_row >= kOnOffer) return true;
      in_a_row = 0;
      among = false;
    }
    ++in_a_row;
    among = among || lengths[i].first == length.first;
  }
  return among && in_a_row >= kOnOffer;
}

// "0.5. No wait, it's a 0.3": corrected by a later one.
bool ProfileBuilder::IsTakenBack(const LengthReading& length,
                                 const std::vector<LengthReading>& lengths) const {
  return std::any_of(triggers_.Of("correction").begin(), triggers_.Of("correction").end(),
                     [&](const TriggerReading& t) {
                       return t.first >= length.last && lengths.back().first >= t.last;
                     });
}

void ProfileBuilder::SetLengths() {
  const std::vector<LengthReading> lengths = ReadLengths(message_);
  const LengthReading* current = nullptr;
  const LengthReading* aside = nullptr;
  for (const LengthReading& length : lengths) {
    if (IsOneOfMany(length, lengths) || IsTakenBack(length, lengths)) continue;
    if (context_.ExperiencerOf(length.first, length.last) == Experiencer::kSomebodyElse) continue;
    if (context_.AssertionOf(length.first, length.last, "length") == Assertion::kNegated) continue;
    // "what do clinics use, like 2mm?" and "go up to .5" are no length of mine.
    bool is_aside = false;
    for (const TriggerReading& t : triggers_.Of("length-aside")) {
      const bool same = message_.words[t.first].sentence == message_.words[length.first].sentence;
      is_aside = is_aside || (same && t.last <= length.first && length.first - t.last <= 4);
    }
    (is_aside ? aside : current) = &length;  // the last one that is one's own
    if (!is_aside) out_.needle_lengths_mm.push_back(length.mm);
  }
  const LengthReading* chosen = current != nullptr ? current : aside;
  if (chosen == nullptr) return;
  if (current == nullptr) out_.needle_lengths_mm.push_back(chosen->mm);
  if (given_.needle_length_mm.has_value()) return;
  out_.profile.needle_length_mm = chosen->mm;
  Note(chosen->first, chosen->last, "needle_length_mm", absl::StrCat(chosen->mm));
}

// "a scar, 5 years old" and "my 3 year old roller" are no ages of people.
bool ProfileBuilder::IsAgeOfThing(const CountReading& age) const {
  const int sentence = message_.words[age.first].sentence;
  return std::any_of(readings_.begin(), readings_.end(), [&](const EntryReading& reading) {
    const std::string& kind = reading.entry->kind;
    const bool thing = kind == "concern" || kind == "device" || kind == "procedure";
    const bool before = reading.last <= age.first && age.first - reading.last <= 1;
    const bool after = reading.first >= age.last && reading.first - age.last <= 2;
    const bool counted_in_years =
        age.last < static_cast<int>(message_.words.size()) &&
        IsOneOf(message_.words[age.last].text, {"year", "years", "yr", "yrs"});
    return thing && counted_in_years && message_.words[reading.first].sentence == sentence &&
           (before || after);
  });
}

void ProfileBuilder::SetCounts() {
  Profile& p = out_.profile;
  for (const CountReading& age : ReadAges(message_, triggers_)) {
    if (p.age_years.has_value()) break;
    if (context_.ExperiencerOf(age.first, age.last) == Experiencer::kSomebodyElse) continue;
    if (IsAgeOfThing(age)) continue;
    p.age_years = age.value;
    Note(age.first, age.last, "age_years", absl::StrCat(age.value));
  }
  // A son of nineteen is no child.
  if (p.subject == "CHILD" && given_.subject.empty() && p.age_years.value_or(0) >= kAdultYears)
    p.subject = "OTHER";
  for (const CountReading& type : ReadFitzpatrick(message_)) {
    if (given_.fitzpatrick.has_value()) break;
    p.fitzpatrick = type.value;  // a stated type beats a described one
    Note(type.first, type.last, "fitzpatrick", absl::StrCat(type.value));
    break;
  }
  for (const CountReading& weeks : ReadGestation(message_)) {
    if (context_.ExperiencerOf(weeks.first, weeks.last) == Experiencer::kSomebodyElse) continue;
    if (AddCode(p.conditions, "pregnant")) Note(weeks.first, weeks.last, "conditions", "pregnant");
  }
  for (const CountReading& sessions : ReadSessions(message_)) {
    if (p.sessions_completed.has_value()) break;
    p.sessions_completed = sessions.value;
    Note(sessions.first, sessions.last, "sessions_completed", absl::StrCat(sessions.value));
  }
}

}  // namespace needlepoint
