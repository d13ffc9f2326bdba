#include "service/understand/profile_builder.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace needlepoint {
namespace {

// Conditions that stay true once they have been.
bool IsLifelong(absl::string_view code) {
  for (const absl::string_view lifelong :
       {"keloid-history", "herpes-simplex", "skin-cancer", "radiotherapy-history", "diabetes",
        "bleeding-disorder", "metal-allergy", "implanted-device", "hiv", "hepatitis", "lupus",
        "vitiligo"}) {
    if (CodeIs(code, lifelong)) return true;
  }
  return false;
}

// Symptoms that count even in a message about something else.
bool IsAcute(absl::string_view code) {
  for (const absl::string_view acute :
       {"anaphylaxis", "crisis", "eye-injury", "persistent-bleeding", "lidocaine-toxicity"}) {
    if (CodeIs(code, acute)) return true;
  }
  return false;
}

bool AddTimed(std::vector<TimedCode>& list, const std::string& code) {
  for (const TimedCode& held : list) {
    if (CodeIs(held.code, code)) return false;
  }
  list.push_back({code, std::nullopt});
  return true;
}

constexpr double kHoursInWeek = 168;
constexpr int kAdultYears = 18;

}  // namespace

ProfileBuilder::ProfileBuilder(const Message& message, const std::vector<EntryReading>& readings,
                               const Triggers& triggers, const Context& context, Question& out)
    : message_(message),
      readings_(readings),
      triggers_(triggers),
      context_(context),
      out_(out),
      given_(out.profile),
      timed_(FindTimed()) {}

void ProfileBuilder::Note(int first, int last, absl::string_view field, std::string value) {
  out_.understood.push_back({message_.SpanOf(first, last), std::string(field), std::move(value)});
}

UsedProduct* ProfileBuilder::FindProduct(const std::string& code) {
  for (auto* list : {&out_.profile.medications, &out_.profile.skincare}) {
    for (UsedProduct& product : *list) {
      if (product.code == code) return &product;
    }
  }
  return nullptr;
}

void ProfileBuilder::SetCondition(const EntryReading& reading, Assertion assertion) {
  const std::string& code = reading.entry->code;
  Profile& p = out_.profile;
  switch (assertion) {
    case Assertion::kNegated:
      if (!AnyCodeIs(p.conditions, code) && AddCode(p.ruled_out_conditions, code))
        Note(reading.first, reading.last, "ruled_out_conditions", code);
      return;
    case Assertion::kPast:
      if (!IsLifelong(code)) return;
      break;
    case Assertion::kHypothetical:
      return;
    case Assertion::kPresent:
    case Assertion::kPlanned:
      break;
  }
  if (AddCode(p.conditions, code)) Note(reading.first, reading.last, "conditions", code);
}

void ProfileBuilder::SetProduct(const EntryReading& reading, Assertion assertion,
                                bool is_medication) {
  const std::string& code = reading.entry->code;
  std::optional<Use> use;
  if (context_.NeverUsed(reading.first, reading.last)) {
    use = Use::kNever;
  } else if (assertion == Assertion::kNegated || assertion == Assertion::kHypothetical) {
    return;
  } else if (context_.Stopped(reading.first, reading.last) || assertion == Assertion::kPast) {
    use = Use::kPast;
  } else if (context_.InUse(reading.first, reading.last) ||
             (is_medication && !context_.InQuestion(reading.first)) ||
             (!context_.InQuestion(reading.first) && assertion == Assertion::kPresent)) {
    use = Use::kCurrent;
  }
  if (!use.has_value()) return;
  if (FindProduct(code) != nullptr) return;  // what is known stands
  UsedProduct product;
  product.code = code;
  product.use = *use;
  Note(reading.first, reading.last, is_medication ? "medications" : "skincare", code);
  (is_medication ? out_.profile.medications : out_.profile.skincare).push_back(std::move(product));
}

void ProfileBuilder::SetSymptom(const EntryReading& reading, Assertion assertion) {
  const std::string& code = reading.entry->code;
  if (assertion == Assertion::kNegated) {
    const bool present = std::any_of(out_.profile.symptoms.begin(), out_.profile.symptoms.end(),
                                     [&](const TimedCode& s) { return CodeIs(s.code, code); });
    if (!present && AddCode(out_.profile.ruled_out_symptoms, code))
      Note(reading.first, reading.last, "ruled_out_symptoms", code);
    return;
  }
  if (assertion == Assertion::kHypothetical || assertion == Assertion::kPast) return;
  if (AddTimed(out_.profile.symptoms, code)) Note(reading.first, reading.last, "symptoms", code);
}

void ProfileBuilder::SetFromValues(const EntryReading& reading) {
  Profile& p = out_.profile;
  for (const auto& [field, value] : reading.entry->values) {
    const auto set = [&](std::string& slot) {
      if (!slot.empty()) return;
      slot = value;
      Note(reading.first, reading.last, field, value);
    };
    if (field == "setting") set(p.setting);
    if (field == "device") set(p.device);
    if (field == "budget") set(p.budget);
    if (field == "experience") set(p.experience);
    if (field == "jurisdiction") set(p.jurisdiction);
    if (field == "fitzpatrick" && !p.fitzpatrick.has_value()) {
      // A list such as [5,6]: the middle, rounded down.
      std::vector<int> types;
      for (absl::string_view part :
           absl::StrSplit(value, absl::ByAnyChar("[], "), absl::SkipEmpty())) {
        int type = 0;
        if (absl::SimpleAtoi(part, &type)) types.push_back(type);
      }
      if (types.empty()) continue;
      p.fitzpatrick = types[(types.size() - 1) / 2];
      Note(reading.first, reading.last, field, absl::StrCat(*p.fitzpatrick));
    }
  }
}

void ProfileBuilder::AddMention(const EntryReading& reading, bool off_topic) {
  const LexiconEntry& entry = *reading.entry;
  Mention mention;
  mention.code = entry.code;
  mention.kind = entry.kind;
  mention.span = message_.SpanOf(reading.first, reading.last);
  mention.sentence = message_.words[reading.first].sentence;
  mention.corrected = reading.corrected;
  mention.assertion = context_.AssertionOf(reading.first, reading.last, entry.kind);
  mention.experiencer = context_.ExperiencerOf(reading.first, reading.last);
  const bool owned = entry.kind == "condition" || entry.kind == "symptom" ||
                     entry.kind == "medication" || entry.kind == "skincare";
  if (owned && context_.IsOwnedByOther(reading.first))
    mention.experiencer = Experiencer::kSomebodyElse;
  const bool deniable =
      entry.kind == "condition" || entry.kind == "medication" || entry.kind == "concern";
  if (deniable && context_.DeniedForSelf(reading.first, reading.last, "denied-all"))
    mention.assertion = Assertion::kNegated;
  out_.mentions.push_back(mention);
  if (mention.experiencer == Experiencer::kSomebodyElse && entry.kind != "act") {
    if (entry.kind == "condition" && !off_topic &&
        context_.DeniedForSelf(reading.first, reading.last, "denied-for-self"))
      SetCondition(reading, Assertion::kNegated);
    // Whoever is in danger now, the one who asks has to be told what to do.
    const bool in_danger = IsAcute(entry.code) && !CodeIs(entry.code, "crisis") &&
                           mention.assertion == Assertion::kPresent;
    if (in_danger && entry.kind == "symptom") SetSymptom(reading, mention.assertion);
    return;
  }
  if (mention.assertion != Assertion::kNegated) {
    AddCode(out_.says, entry.code);
    for (const std::string& code : entry.implies) AddCode(out_.says, code);
  }
  if (off_topic && !IsAcute(entry.code)) return;
  Profile& p = out_.profile;
  const bool negated = mention.assertion == Assertion::kNegated;
  if (entry.kind == "condition") {
    const bool over =
        mention.assertion == Assertion::kPresent && context_.Stopped(reading.first, reading.last);
    SetCondition(reading, over ? Assertion::kPast : mention.assertion);
  }
  if (entry.kind == "medication") SetProduct(reading, mention.assertion, true);
  if (entry.kind == "skincare") SetProduct(reading, mention.assertion, false);
  if (entry.kind == "symptom") SetSymptom(reading, mention.assertion);
  if (negated) return;
  if (entry.kind == "concern" && mention.assertion != Assertion::kHypothetical &&
      AddCode(p.concerns, entry.code))
    Note(reading.first, reading.last, "concerns", entry.code);
  if (entry.kind == "body-area" && AddCode(p.body_areas, entry.code))
    Note(reading.first, reading.last, "body_areas", entry.code);
  // A procedure that is only compared or planned has not been.
  if (entry.kind == "procedure" && mention.assertion != Assertion::kHypothetical &&
      context_.WasDone(reading.first, reading.last) && AddTimed(p.recent_procedures, entry.code)) {
    Note(reading.first, reading.last, "recent_procedures", entry.code);
  }
  if (mention.assertion != Assertion::kHypothetical) SetFromValues(reading);
}

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
  for (const CountReading& sessions : ReadSessions(message_)) {
    if (p.sessions_completed.has_value()) break;
    p.sessions_completed = sessions.value;
    Note(sessions.first, sessions.last, "sessions_completed", absl::StrCat(sessions.value));
  }
}

// What times can belong to: procedures, products, and words for needling, of
// which a needle length is one ("0.5 every two weeks").
std::vector<EntryReading> ProfileBuilder::FindTimed() const {
  static const auto* const needling =
      new LexiconEntry{"domain", "needling", "needling", {}, {}, {}};
  std::vector<EntryReading> timed;
  for (const EntryReading& reading : readings_) {
    const std::string& kind = reading.entry->kind;
    if (kind == "procedure" || kind == "medication" || kind == "skincare" || kind == "device" ||
        (kind == "domain" && reading.entry->code == "needling"))
      timed.push_back(reading);
  }
  for (const LengthReading& length : ReadLengths(message_))
    timed.push_back({needling, length.first, length.last});
  return timed;
}

// The procedure or product that a time belongs to: the nearest one in the same
// sentence with no needling word nearer.
const EntryReading* ProfileBuilder::NearestTimed(const TimeReading& time) const {
  const EntryReading* nearest = nullptr;
  int nearest_distance = 1000;
  const int sentence = message_.words[time.first].sentence;
  for (const EntryReading& reading : timed_) {
    if (message_.words[reading.first].sentence != sentence) continue;
    const int distance =
        reading.last <= time.first ? time.first - reading.last : reading.first - time.last;
    // What stands before the time is likelier meant than what follows, and
    // what is in another clause less.
    const int from = std::min(reading.last, time.last), to = std::max(reading.first, time.first);
    bool other_clause = false;
    for (int w = from; w <= to && w < static_cast<int>(message_.words.size()); ++w) {
      other_clause = other_clause ||
                     (w > from - 1 && message_.words[w].comma_before &&
                      w > std::min(reading.first, time.first)) ||
                     message_.words[w].text == "and";
    }
    const int weighed =
        std::abs(distance) * 2 + (reading.first >= time.last ? 1 : 0) + (other_clause ? 8 : 0);
    if (weighed < nearest_distance) {
      nearest_distance = weighed;
      nearest = &reading;
    }
  }
  return nearest;
}

void ProfileBuilder::AttachAgo(const TimeReading& time) {
  Profile& p = out_.profile;
  const EntryReading* nearest = NearestTimed(time);
  if (nearest != nullptr && nearest->entry->kind == "procedure") {
    for (TimedCode& procedure : p.recent_procedures) {
      if (procedure.code != nearest->entry->code) continue;
      if (!procedure.since.has_value()) {
        procedure.since = time.hours / kHoursInWeek;
        Note(time.first, time.last, "recent_procedures",
             absl::StrCat(procedure.code, " ", *procedure.since, " weeks"));
      }
      return;
    }
    if (context_.ExperiencerOf(nearest->first, nearest->last) == Experiencer::kTreated) {
      p.recent_procedures.push_back({nearest->entry->code, time.hours / kHoursInWeek});
      Note(nearest->first, time.last, "recent_procedures", nearest->entry->code);
    }
    return;
  }
  if (nearest != nullptr &&
      (nearest->entry->kind == "medication" || nearest->entry->kind == "skincare")) {
    UsedProduct* product = FindProduct(nearest->entry->code);
    const bool stopped = context_.Stopped(nearest->first, nearest->last);
    if (product != nullptr && product->use == Use::kNever) return;
    if (product != nullptr && (product->use == Use::kPast || stopped)) {
      product->use = Use::kPast;
      if (!product->weeks_since_stopped.has_value()) {
        product->weeks_since_stopped = time.hours / kHoursInWeek;
        Note(time.first, time.last, "weeks_since_stopped",
             absl::StrCat(*product->weeks_since_stopped));
      }
      return;
    }
    if (product != nullptr && nearest->entry->kind == "medication") {
      // "was on accutane 2 years ago": a past course.
      if (time.kind == TimeReading::Kind::kAgo && time.hours > kHoursInWeek &&
          !context_.InUse(nearest->first, nearest->last)) {
        product->use = Use::kPast;
        product->weeks_since_stopped = time.hours / kHoursInWeek;
      }
      return;
    }
  }
  if (nearest != nullptr &&
      (nearest->entry->kind == "medication" || nearest->entry->kind == "skincare") &&
      time.hours < 2)
    return;
  if (p.hours_since_last_session.has_value()) return;
  if (context_.ExperiencerOf(time.first, time.last) == Experiencer::kSomebodyElse) return;
  // A session needs a word for one, or skin that reacts to one.
  const bool session = !triggers_.Of("session").empty() ||
                       (nearest != nullptr && nearest->entry->kind != "medication") ||
                       !p.symptoms.empty();
  if (!session) return;
  p.hours_since_last_session = time.hours;
  Note(time.first, time.last, "hours_since_last_session", absl::StrCat(time.hours));
}

void ProfileBuilder::AttachInterval(const TimeReading& time) {
  Profile& p = out_.profile;
  const EntryReading* nearest = NearestTimed(time);
  if (nearest != nullptr && nearest->entry->kind != "device" && nearest->entry->kind != "domain")
    return;
  if (p.session_interval_days.has_value() || time.hours <= 0) return;
  const bool session =
      nearest != nullptr || !triggers_.Of("session").empty() || p.needle_length_mm.has_value();
  if (!session) return;
  p.session_interval_days = time.hours / 24;
  Note(time.first, time.last, "session_interval_days", absl::StrCat(*p.session_interval_days));
}

void ProfileBuilder::SetTimes(absl::Time reference_time) {
  const std::vector<TimeReading> times = ReadTimes(message_, reference_time);
  for (const TimeReading& time : times) {
    if (time.kind == TimeReading::Kind::kAgo) AttachAgo(time);
  }
  // Of several intervals the one nearest to a word for needling is meant.
  const TimeReading* interval = nullptr;
  int least = 1000;
  for (const TimeReading& time : times) {
    if (time.kind != TimeReading::Kind::kInterval) continue;
    int distance = 100;
    for (const EntryReading& reading : timed_) {
      if (reading.entry->kind != "device" && reading.entry->code != "needling") continue;
      if (message_.words[reading.first].sentence != message_.words[time.first].sentence) continue;
      const bool behind = reading.first >= time.last;
      distance = std::min(
          distance, behind ? (reading.first - time.last) * 2 + 3 : (time.first - reading.last) * 2);
    }
    if (distance < least) {
      least = distance;
      interval = &time;
    }
  }
  if (interval != nullptr) AttachInterval(*interval);
  // "haven't rolled for 4 months": that long ago it was.
  for (const TimeReading& time : times) {
    if (time.kind != TimeReading::Kind::kDuration ||
        out_.profile.hours_since_last_session.has_value())
      continue;
    for (const Mention& mention : out_.mentions) {
      const bool denied_session = mention.kind == "domain" && mention.code == "needling" &&
                                  mention.assertion == Assertion::kNegated &&
                                  mention.sentence == message_.words[time.first].sentence &&
                                  mention.span.end <= message_.words[time.first].span.start;
      if (!denied_session || out_.profile.hours_since_last_session.has_value()) continue;
      out_.profile.hours_since_last_session = time.hours;
      Note(time.first, time.last, "hours_since_last_session", absl::StrCat(time.hours));
    }
  }
  // "5 weeks of redness", "3 weeks now": the session is at least that long ago.
  if (out_.profile.hours_since_last_session.has_value() || out_.profile.symptoms.empty()) return;
  for (const TimeReading& time : times) {
    const EntryReading* nearest =
        time.kind == TimeReading::Kind::kDuration ? NearestTimed(time) : nullptr;
    if (time.kind != TimeReading::Kind::kDuration || time.hours < 24) continue;
    if (nearest != nullptr && nearest->entry->kind != "device" && nearest->entry->kind != "domain")
      continue;
    out_.profile.hours_since_last_session = time.hours;
    Note(time.first, time.last, "hours_since_last_session", absl::StrCat(time.hours));
    return;
  }
}

// Redness that is still there after a week is more than the expected redness.
void ProfileBuilder::SetProlongedRedness() {
  Profile& p = out_.profile;
  if (p.hours_since_last_session.value_or(0) <= kHoursInWeek) return;
  for (const Mention& mention : out_.mentions) {
    const bool now = mention.code == "redness" && mention.kind == "symptom" &&
                     mention.assertion == Assertion::kPresent &&
                     mention.experiencer == Experiencer::kTreated;
    if (!now || !AddTimed(p.symptoms, "prolonged-redness")) continue;
    out_.understood.push_back({mention.span, "symptoms", "prolonged-redness"});
    return;
  }
}

void ProfileBuilder::Run(absl::Time reference_time, bool off_topic) {
  if (out_.profile.subject.empty() && !context_.subject().empty())
    out_.profile.subject = context_.subject();
  for (const EntryReading& reading : readings_) AddMention(reading, off_topic);
  if (off_topic) return;
  SetLengths();
  SetCounts();
  SetTimes(reference_time);
  SetProlongedRedness();
  std::sort(out_.understood.begin(), out_.understood.end(),
            [](const Understood& a, const Understood& b) {
              return std::make_pair(a.span.start, a.field) < std::make_pair(b.span.start, b.field);
            });
}

}  // namespace needlepoint
