#include "service/follow_up/follow_ups.h"

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

#include "service/follow_up/bounds_in_words.h"

namespace needlepoint {

// A field that may be asked for, or one code of it: because it was both said and
// denied, or because it was said and not how long ago it was.
struct FollowUps::Candidate {
  Field field = Field::kSubject;
  std::string contradicted;  // code; "" asks for the field
  std::string since;         // code; "" asks for more than a time
  std::vector<Matter> matters;
  Decides decides = Decides::kHow;
  bool alone = false;
  Disposition worst = Disposition::kInform;
  std::vector<const OptionEffect*> effects;

  // Without a concern there is nothing to plan for.
  bool IsNeeded() const { return field == Field::kConcerns && !effects.empty(); }

  // The smallest is asked first.
  auto Rank() const {
    return std::make_tuple(contradicted.empty(), !IsNeeded(), decides, !alone,
                           -static_cast<int>(worst), -static_cast<int>(matters.size()), field,
                           since.empty(), since);
  }
};

// What is known in a situation, and the findings it shows: the person's own, or
// that of a way to go.
struct FollowUps::View {
  View(std::string option_code, Truths known, const RuleTable& table)
      : option(std::move(option_code)), truths(std::move(known)) {
    for (size_t f = 0; f < table.findings().size(); ++f)
      shown.push_back(table.WorthShown(static_cast<int>(f), truths));
  }

  std::string option;  // "" for the person's own
  Truths truths;
  std::vector<Worth> shown;  // by finding
};

namespace {

const std::vector<std::string>* RuledOut(Field field, const Profile& profile) {
  if (field == Field::kConditions) return &profile.ruled_out_conditions;
  if (field == Field::kSymptoms) return &profile.ruled_out_symptoms;
  return nullptr;
}

// Whether it was said that `code` was done, or was used and stopped: only the time
// can be open then.
bool WasThere(Field field, const std::string& code, const Profile& profile) {
  const auto stopped = [&](const std::vector<UsedProduct>& products) {
    return std::any_of(products.begin(), products.end(), [&](const UsedProduct& product) {
      return product.use == Use::kPast && CodeIs(product.code, code);
    });
  };
  switch (field) {
    case Field::kMedications:
    case Field::kSkincare:
      return stopped(profile.medications) || stopped(profile.skincare);
    case Field::kRecentProcedures:
      return std::any_of(profile.recent_procedures.begin(), profile.recent_procedures.end(),
                         [&](const TimedCode& done) { return CodeIs(done.code, code); });
    default:
      return false;
  }
}

// What a way to go settles: how it is done, not to whom.
bool IsOfTheWay(Field field) {
  return field == Field::kSetting || field == Field::kDevice || field == Field::kNeedleLengthMm ||
         field == Field::kSessionIntervalDays;
}

}  // namespace

v1::Disposition ToProto(Disposition disposition) {
  return static_cast<v1::Disposition>(static_cast<int>(disposition) + 1);
}

// Words one question.
class FollowUps::Writer {
 public:
  // The first of `views` is the person's own.
  Writer(const FollowUps& follow_ups, const std::vector<View>& views)
      : snapshot_(follow_ups.snapshot_),
        table_(follow_ups.table_),
        names_(follow_ups.names_),
        views_(views) {}

  v1::FollowUpQuestion Write(const Candidate& candidate, const ProfileField& field) {
    question_ = v1::FollowUpQuestion();
    const std::string& code = candidate.since.empty() ? candidate.contradicted : candidate.since;
    question_.set_field(code.empty() ? field.name : absl::StrCat(field.name, ":", code));
    question_.set_text(code.empty()              ? field.ask
                       : candidate.since.empty() ? snapshot_.Label("follow-up.contradiction")
                                                 : TextOfSince(candidate));
    const std::string grade =
        candidate.alone ? absl::AsciiStrToLower(DispositionName(candidate.worst)) : "together";
    question_.set_reason(snapshot_.Label(absl::StrCat("follow-up.reason.", grade)));
    if (!candidate.since.empty()) {
      WriteSince(candidate);
    } else if (field.type == "enum") {
      WriteEnum(candidate, field);
    } else if (field.type == "number" || field.type == "integer") {
      WriteNumber(candidate, field);
    } else if (field.type == "text") {
      question_.set_input(v1::FOLLOW_UP_INPUT_TEXT);
      for (const OptionEffect* effect : candidate.effects)
        AddOutcome(effect->value, -1, {}, candidate.effects);
    } else {
      WriteCodes(candidate);
    }
    return std::move(question_);
  }

 private:
  void AddChoice(const std::string& value, const std::string& label) {
    v1::FollowUpChoice* choice = question_.add_choices();
    choice->set_value(value);
    choice->set_label(label);
  }

  void AddNone(const char* label) {
    v1::FollowUpChoice* choice = question_.add_choices();
    choice->set_label(snapshot_.Label(label));
    choice->set_none_of_these(true);
  }

  using Implied = std::vector<std::pair<int, Truth>>;

  // The worth of each finding in `view` if the comparisons that read `unknown` came
  // out as `truths`, and others as `implied`.
  std::vector<Worth> WorthsIf(const View& view, int unknown, const std::vector<Truth>& truths,
                              const Implied& implied) const {
    const Unknown& read = table_.unknowns()[unknown];
    Truths changed = view.truths;
    for (size_t i = 0; i < read.atoms.size(); ++i) changed[read.atoms[i]] = truths[i];
    for (const auto& [atom, truth] : implied) {
      if (changed[atom] == Truth::kUnknown) changed[atom] = truth;
    }
    std::vector<Worth> worths = view.shown;
    if (implied.empty()) {
      for (const int finding : read.findings) worths[finding] = table_.WorthShown(finding, changed);
      return worths;
    }
    for (size_t f = 0; f < worths.size(); ++f)
      worths[f] = table_.WorthShown(static_cast<int>(f), changed);
    return worths;
  }

  // What `value` leads to if nothing else becomes known; the same as another
  // value's is said once. Without an `unknown` no rule reads it.
  void AddOutcome(const std::string& value, int unknown, const std::vector<Truth>& truths,
                  const std::vector<const OptionEffect*>& effects, const Implied& implied = {}) {
    v1::FollowUpOutcome outcome;
    std::vector<Worth> worths = views_.front().shown;
    std::vector<std::string> options;
    if (unknown >= 0) {
      worths = WorthsIf(views_.front(), unknown, truths, implied);
      for (size_t f = 0; f < worths.size(); ++f) {
        if (worths[f] != views_.front().shown[f]) outcome.add_finding_codes(table_.findings()[f]);
      }
      // How a way is done is settled by it.
      const size_t views = IsOfTheWay(table_.unknowns()[unknown].field) ? 1 : views_.size();
      for (size_t v = 1; v < views; ++v) {
        if (WorthsIf(views_[v], unknown, truths, implied) != views_[v].shown)
          options.push_back(views_[v].option);
      }
    }
    for (const OptionEffect* effect : effects) {
      if (effect->value != value) continue;
      options.insert(options.end(), effect->options.begin(), effect->options.end());
    }
    std::sort(options.begin(), options.end());
    options.erase(std::unique(options.begin(), options.end()), options.end());
    for (const std::string& option : options) outcome.add_option_codes(option);
    Disposition disposition = Disposition::kInform;
    for (const Worth worth : worths) {
      if (IsDeciding(worth)) disposition = std::max(disposition, DispositionOf(worth));
    }
    outcome.set_disposition(ToProto(disposition));
    for (v1::FollowUpOutcome& held : *question_.mutable_outcomes()) {
      const auto same = [](const auto& a, const auto& b) {
        return std::equal(a.begin(), a.end(), b.begin(), b.end());
      };
      if (held.disposition() != outcome.disposition() ||
          !same(held.finding_codes(), outcome.finding_codes()) ||
          !same(held.option_codes(), outcome.option_codes()))
        continue;
      held.add_values(value);
      return;
    }
    outcome.add_values(value);
    *question_.add_outcomes() = std::move(outcome);
  }

  void WriteEnum(const Candidate& candidate, const ProfileField& field) {
    question_.set_input(v1::FOLLOW_UP_INPUT_ONE);
    const int unknown = candidate.matters.empty() ? -1 : candidate.matters.front().unknown;
    const std::string prefix = absl::StrCat(absl::AsciiStrToUpper(field.name), "_");
    for (const std::string& value : field.values) {
      const std::string name = absl::StrCat(prefix, value);
      AddChoice(name, snapshot_.Label(absl::StrCat("value.", field.name, ".", value)));
      AddOutcome(name, unknown,
                 unknown < 0 ? std::vector<Truth>() : table_.TruthsOfWord(unknown, value),
                 candidate.effects);
    }
  }

  void WriteNumber(const Candidate& candidate, const ProfileField& field) {
    const int unknown = candidate.matters.front().unknown;
    const Unknown& read = table_.unknowns()[unknown];
    for (const int value : candidate.matters.front().values) {
      const std::vector<Truth>& truths = read.values[value].truths;
      AddOutcome(BoundsInWords(table_, read, truths), unknown, truths, {});
    }
    // A scale has words for each step.
    const std::map<std::string, std::string>& labels = snapshot_.knowledge().labels;
    const auto step = [&](int n) { return absl::StrCat("value.", field.name, ".", n); };
    if (field.type == "integer" && field.min.has_value() &&
        labels.contains(step(static_cast<int>(*field.min)))) {
      question_.set_input(v1::FOLLOW_UP_INPUT_ONE);
      for (int n = static_cast<int>(*field.min); n <= static_cast<int>(*field.max); ++n)
        AddChoice(absl::StrCat(n), snapshot_.Label(step(n)));
      return;
    }
    question_.set_input(v1::FOLLOW_UP_INPUT_NUMBER);
    question_.set_unit(field.unit);
    if (field.min.has_value()) question_.set_min_value(*field.min);
    if (field.max.has_value()) question_.set_max_value(*field.max);
  }

  std::string NameOf(const Unknown& unknown) const {
    const auto name = names_.find(absl::StrCat(FieldName(unknown.field), ":", unknown.code));
    return name == names_.end() ? unknown.code : name->second;
  }

  std::string TextOfSince(const Candidate& candidate) const {
    const bool done = candidate.field == Field::kRecentProcedures;
    const Unknown& unknown = table_.unknowns()[candidate.matters.front().unknown];
    return absl::StrReplaceAll(
        snapshot_.Label(done ? "follow-up.since.done" : "follow-up.since.stopped"),
        {{"{what}", NameOf(unknown)}});
  }

  void WriteSince(const Candidate& candidate) {
    const Matter& matter = candidate.matters.front();
    const Unknown& unknown = table_.unknowns()[matter.unknown];
    question_.set_input(v1::FOLLOW_UP_INPUT_NUMBER);
    question_.set_unit("weeks");
    question_.set_min_value(0);
    for (const int value : matter.values) {
      const std::vector<Truth>& truths = unknown.values[value].truths;
      AddOutcome(BoundsInWords(table_, unknown, truths), matter.unknown, truths, {});
    }
  }

  void WriteCodes(const Candidate& candidate) {
    question_.set_input(candidate.contradicted.empty() ? v1::FOLLOW_UP_INPUT_MANY
                                                       : v1::FOLLOW_UP_INPUT_ONE);
    std::vector<Matter> matters = candidate.matters;
    std::stable_sort(matters.begin(), matters.end(), [](const Matter& a, const Matter& b) {
      return std::make_tuple(!a.alone, -static_cast<int>(a.worst)) <
             std::make_tuple(!b.alone, -static_cast<int>(b.worst));
    });
    for (const Matter& matter : matters) {
      const Unknown& unknown = table_.unknowns()[matter.unknown];
      AddChoice(unknown.code, NameOf(unknown));
      // Present, or in use: the values behind the one without risk.
      for (const int value : matter.values) {
        if (value == matter.values.front() && matter.values.size() > 1) continue;
        AddOutcome(unknown.code, matter.unknown, unknown.values[value].truths, candidate.effects,
                   unknown.values[value].implied);
        break;
      }
    }
    for (const OptionEffect* effect : candidate.effects) {
      const bool there = std::any_of(
          question_.choices().begin(), question_.choices().end(),
          [&](const v1::FollowUpChoice& choice) { return choice.value() == effect->value; });
      if (there) continue;
      AddChoice(effect->value, effect->label);
      AddOutcome(effect->value, -1, {}, candidate.effects);
    }
    if (matters.empty()) return;
    const Matter& first = matters.front();
    AddOutcome("", first.unknown,
               table_.unknowns()[first.unknown].values[first.values.front()].truths, {});
    AddNone(candidate.contradicted.empty() ? "follow-up.none" : "follow-up.no");
  }

  const Snapshot& snapshot_;
  const RuleTable& table_;
  const absl::flat_hash_map<std::string, std::string>& names_;
  const std::vector<View>& views_;
  v1::FollowUpQuestion question_;
};

FollowUps::FollowUps(const Snapshot& snapshot)
    : snapshot_(snapshot), table_(snapshot), declared_(kFieldCount, nullptr) {
  for (const ProfileField& field : snapshot.knowledge().fields) {
    const std::optional<Field> parsed = ParseField(field.name);
    if (!parsed.has_value()) continue;
    declared_[static_cast<size_t>(*parsed)] = &field;
    if (field.kind.empty()) continue;
    for (const LexiconEntry& entry : snapshot.knowledge().lexicon) {
      if (entry.kind == field.kind)
        names_.emplace(absl::StrCat(field.name, ":", entry.code), entry.label);
    }
  }
}

bool FollowUps::IsClosed(Field field, const Profile& profile) const {
  const ProfileField* declared = declared_[static_cast<size_t>(field)];
  if (declared == nullptr) return true;
  switch (declared->asked) {
    case Asked::kAll:
      return false;
    case Asked::kWithComplaint:
      return profile.symptoms.empty();
    case Asked::kUnlessNamed:
      return !(field == Field::kConcerns ? profile.concerns : profile.body_areas).empty();
    case Asked::kNobody:
      return true;
  }
  return true;
}

FollowUps::Candidate& FollowUps::CandidateOf(Field field, const std::string& since,
                                             std::vector<Candidate>& candidates) const {
  const auto it = std::find_if(candidates.begin(), candidates.end(), [&](const Candidate& c) {
    return c.field == field && c.since == since;
  });
  if (it != candidates.end()) return *it;
  candidates.push_back(
      {.field = field, .since = since, .decides = declared_[static_cast<size_t>(field)]->decides});
  return candidates.back();
}

void FollowUps::AddMatters(std::vector<Matter> matters, const Profile& profile,
                           std::vector<Candidate>& candidates) const {
  for (Matter& matter : matters) {
    const Unknown& unknown = table_.unknowns()[matter.unknown];
    const bool there = WasThere(unknown.field, unknown.code, profile);
    Candidate& candidate = CandidateOf(unknown.field, there ? unknown.code : "", candidates);
    candidate.alone = candidate.alone || matter.alone;
    candidate.worst = std::max(candidate.worst, matter.worst);
    const auto held = std::find_if(candidate.matters.begin(), candidate.matters.end(),
                                   [&](const Matter& m) { return m.unknown == matter.unknown; });
    if (held == candidate.matters.end()) {
      candidate.matters.push_back(std::move(matter));
    } else {
      held->alone = held->alone || matter.alone;
      held->worst = std::max(held->worst, matter.worst);
    }
  }
}

ToAsk FollowUps::Find(const Question& question, const PlanToAsk& plan) const {
  const Profile& profile = question.profile;
  const Known known(table_, {profile, &question},
                    [&](Field field) { return IsClosed(field, profile); });
  std::vector<Candidate> candidates;
  std::vector<View> views;
  views.emplace_back("", known.truths(), table_);
  AddMatters(FindMatters(table_, known), profile, candidates);
  for (const WayToAsk& way : plan.ways) {
    const Known as_if(table_, {way.question.profile, &way.question}, [&](Field field) {
      return IsOfTheWay(field) || IsClosed(field, way.question.profile);
    });
    views.emplace_back(way.option, as_if.truths(), table_);
    AddMatters(FindMatters(table_, as_if), profile, candidates);
  }
  for (const OptionEffect& effect : plan.effects) {
    if (declared_[static_cast<size_t>(effect.field)] == nullptr) continue;  // no words to ask with
    Candidate& candidate = CandidateOf(effect.field, "", candidates);
    candidate.alone = true;
    candidate.effects.push_back(&effect);
  }
  AddContradictions(question, plan, known, candidates);
  std::sort(candidates.begin(), candidates.end(),
            [](const Candidate& a, const Candidate& b) { return a.Rank() < b.Rank(); });
  ToAsk result;
  result.complete = candidates.empty();
  if (candidates.size() > kMostFollowUps) candidates.resize(kMostFollowUps);
  Writer writer(*this, views);
  for (const Candidate& candidate : candidates)
    result.questions.push_back(
        writer.Write(candidate, *declared_[static_cast<size_t>(candidate.field)]));
  return result;
}

// Whether anything would depend on `unknown`, a condition or a symptom, if nothing had
// been said of it.
bool FollowUps::WouldMatter(int unknown, const Question& question,
                            const std::function<bool(Field)>& closed) const {
  const std::string& code = table_.unknowns()[unknown].code;
  const Field field = table_.unknowns()[unknown].field;
  Question open = question;
  Profile& p = open.profile;
  const auto says = [&](const std::string& held) { return CodeIs(held, code); };
  const auto denies = [&](const std::string& held) { return CodeIs(code, held); };
  std::vector<std::string>& denied =
      field == Field::kConditions ? p.ruled_out_conditions : p.ruled_out_symptoms;
  std::erase_if(denied, denies);
  std::erase_if(p.conditions, says);
  std::erase_if(p.symptoms, [&](const TimedCode& held) { return says(held.code); });
  if (p.Answered(field)) {  // all but this one stays known
    std::erase(p.answered_fields, field);
    for (const Unknown& other : table_.unknowns()) {
      if (other.field == field && !AreRelated(other.code, code)) denied.push_back(other.code);
    }
  }
  const std::vector<Matter> matters = FindMatters(table_, Known(table_, {p, &open}, closed));
  return std::any_of(matters.begin(), matters.end(),
                     [&](const Matter& matter) { return matter.unknown == unknown; });
}

// What was both said and denied counts as being so, and is asked for if it matters.
void FollowUps::AddContradictions(const Question& question, const PlanToAsk& plan,
                                  const Known& known, std::vector<Candidate>& candidates) const {
  const Profile& profile = question.profile;
  const auto matters = [&](int unknown) {
    const auto closed = [&](Field field) { return IsClosed(field, profile); };
    const auto closed_by_way = [&](Field field) { return IsOfTheWay(field) || closed(field); };
    return WouldMatter(unknown, question, closed) ||
           std::any_of(plan.ways.begin(), plan.ways.end(), [&](const WayToAsk& way) {
             return WouldMatter(unknown, way.question, closed_by_way);
           });
  };
  for (size_t i = 0; i < table_.unknowns().size(); ++i) {
    const int u = static_cast<int>(i);
    const Unknown& unknown = table_.unknowns()[u];
    const std::vector<std::string>* denied = RuledOut(unknown.field, profile);
    if (denied == nullptr || !AnyCodeIs(*denied, unknown.code)) continue;
    if (known.IsOpen(u) || known.ValuesOf(u).empty()) continue;
    const bool said = known.ValuesOf(u).front() != 0;
    if (!said || !matters(u)) continue;
    Matter matter{u, {}, true, Disposition::kInform};
    for (size_t v = 0; v < unknown.values.size(); ++v) matter.values.push_back(static_cast<int>(v));
    for (const int finding : unknown.findings) {
      const Worth worth = table_.WorthShown(finding, known.truths());
      if (worth > 0) matter.worst = std::max(matter.worst, DispositionOf(worth));
    }
    candidates.push_back(
        {unknown.field, unknown.code, "", {matter}, Decides::kWhether, true, matter.worst});
  }
}

}  // namespace needlepoint
