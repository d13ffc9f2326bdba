#include "service/follow_up/follow_ups.h"

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace needlepoint {

// A field that may be asked for, or one code of it that was both said and denied.
struct FollowUps::Candidate {
  Field field = Field::kSubject;
  std::string contradicted;  // code; "" asks for the field
  std::vector<Matter> matters;
  Decides decides = Decides::kHow;
  bool alone = false;
  Disposition worst = Disposition::kInform;

  // The smallest is asked first.
  auto Rank() const {
    return std::make_tuple(contradicted.empty(), decides, !alone, -static_cast<int>(worst),
                           -static_cast<int>(matters.size()), field);
  }
};

namespace {

v1::Disposition ToProto(Disposition disposition) {
  return static_cast<v1::Disposition>(static_cast<int>(disposition) + 1);
}

// "> 0.5", "< 18": what makes the comparisons of a number come out as `truths`.
std::string BoundsInWords(const RuleTable& table, const Unknown& unknown,
                          const std::vector<Truth>& truths) {
  std::optional<std::pair<double, const char*>> low, high;
  for (size_t i = 0; i < unknown.atoms.size(); ++i) {
    const Atom& atom = table.atoms()[unknown.atoms[i]];
    const bool holds = truths[i] == Truth::kTrue;
    const auto above = [&](const char* sign) {
      if (!low.has_value() || atom.number >= low->first) low = {atom.number, sign};
    };
    const auto below = [&](const char* sign) {
      if (!high.has_value() || atom.number <= high->first) high = {atom.number, sign};
    };
    switch (atom.comparison) {
      case Comparison::kGreater:
        holds ? above("> ") : below("<= ");
        break;
      case Comparison::kGreaterOrEqual:
        holds ? above(">= ") : below("< ");
        break;
      case Comparison::kLess:
        holds ? below("< ") : above(">= ");
        break;
      case Comparison::kLessOrEqual:
        holds ? below("<= ") : above("> ");
        break;
      case Comparison::kEqual:
        if (holds) return absl::StrCat("= ", atom.number);
        break;
      case Comparison::kNotEqual:
        if (!holds) return absl::StrCat("= ", atom.number);
        break;
      case Comparison::kIs:
        break;
    }
  }
  std::vector<std::string> words;
  if (low.has_value()) words.push_back(absl::StrCat(low->second, low->first));
  if (high.has_value()) words.push_back(absl::StrCat(high->second, high->first));
  return absl::StrJoin(words, " and ");
}

const std::vector<std::string>* RuledOut(Field field, const Profile& profile) {
  if (field == Field::kConditions) return &profile.ruled_out_conditions;
  if (field == Field::kSymptoms) return &profile.ruled_out_symptoms;
  return nullptr;
}

}  // namespace

// Words one question.
class FollowUps::Writer {
 public:
  Writer(const FollowUps& follow_ups, const Known& known)
      : snapshot_(follow_ups.snapshot_),
        table_(follow_ups.table_),
        names_(follow_ups.names_),
        truths_(known.truths()) {
    for (size_t f = 0; f < table_.findings().size(); ++f)
      shown_.push_back(table_.WorthShown(static_cast<int>(f), truths_));
  }

  v1::FollowUpQuestion Write(const Candidate& candidate, const ProfileField& field) {
    question_ = v1::FollowUpQuestion();
    question_.set_field(candidate.contradicted.empty()
                            ? field.name
                            : absl::StrCat(field.name, ":", candidate.contradicted));
    question_.set_text(candidate.contradicted.empty() ? field.ask
                                                      : snapshot_.Label("follow-up.contradiction"));
    const std::string grade =
        candidate.alone ? absl::AsciiStrToLower(DispositionName(candidate.worst)) : "together";
    question_.set_reason(snapshot_.Label(absl::StrCat("follow-up.reason.", grade)));
    if (field.type == "enum") {
      WriteEnum(candidate, field);
    } else if (field.type == "number" || field.type == "integer") {
      WriteNumber(candidate, field);
    } else if (field.type == "text") {
      question_.set_input(v1::FOLLOW_UP_INPUT_TEXT);
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

  // What `value` leads to if nothing else becomes known; the same as another
  // value's is said once.
  void AddOutcome(const std::string& value, int unknown, const std::vector<Truth>& truths) {
    const Unknown& read = table_.unknowns()[unknown];
    Truths changed = truths_;
    for (size_t i = 0; i < read.atoms.size(); ++i) changed[read.atoms[i]] = truths[i];
    std::vector<Worth> worths = shown_;
    v1::FollowUpOutcome outcome;
    for (const int finding : read.findings) {
      worths[finding] = table_.WorthShown(finding, changed);
      if (worths[finding] != shown_[finding]) outcome.add_finding_codes(table_.findings()[finding]);
    }
    Disposition disposition = Disposition::kInform;
    for (const Worth worth : worths) {
      if (IsDeciding(worth)) disposition = std::max(disposition, DispositionOf(worth));
    }
    outcome.set_disposition(ToProto(disposition));
    for (v1::FollowUpOutcome& held : *question_.mutable_outcomes()) {
      const bool same = held.disposition() == outcome.disposition() &&
                        std::equal(held.finding_codes().begin(), held.finding_codes().end(),
                                   outcome.finding_codes().begin(), outcome.finding_codes().end());
      if (!same) continue;
      held.add_values(value);
      return;
    }
    outcome.add_values(value);
    *question_.add_outcomes() = std::move(outcome);
  }

  void WriteEnum(const Candidate& candidate, const ProfileField& field) {
    question_.set_input(v1::FOLLOW_UP_INPUT_ONE);
    const int unknown = candidate.matters.front().unknown;
    const std::string prefix = absl::StrCat(absl::AsciiStrToUpper(field.name), "_");
    for (const std::string& value : field.values) {
      const std::string name = absl::StrCat(prefix, value);
      AddChoice(name, snapshot_.Label(absl::StrCat("value.", field.name, ".", value)));
      AddOutcome(name, unknown, table_.TruthsOfWord(unknown, value));
    }
  }

  void WriteNumber(const Candidate& candidate, const ProfileField& field) {
    const int unknown = candidate.matters.front().unknown;
    const Unknown& read = table_.unknowns()[unknown];
    for (const int value : candidate.matters.front().values) {
      const std::vector<Truth>& truths = read.values[value].truths;
      AddOutcome(BoundsInWords(table_, read, truths), unknown, truths);
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
      const auto name = names_.find(absl::StrCat(FieldName(unknown.field), ":", unknown.code));
      AddChoice(unknown.code, name == names_.end() ? unknown.code : name->second);
      // Present, or in use: the values behind the one without risk.
      for (const int value : matter.values) {
        if (value == matter.values.front() && matter.values.size() > 1) continue;
        AddOutcome(unknown.code, matter.unknown, unknown.values[value].truths);
        break;
      }
    }
    const Matter& first = matters.front();
    AddOutcome("", first.unknown,
               table_.unknowns()[first.unknown].values[first.values.front()].truths);
    AddNone(candidate.contradicted.empty() ? "follow-up.none" : "follow-up.no");
  }

  const Snapshot& snapshot_;
  const RuleTable& table_;
  const absl::flat_hash_map<std::string, std::string>& names_;
  const Truths& truths_;
  std::vector<Worth> shown_;  // by finding
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

ToAsk FollowUps::Find(const Question& question) const {
  const Profile& profile = question.profile;
  const Known known(table_, {profile, &question},
                    [&](Field field) { return IsClosed(field, profile); });
  std::vector<Candidate> candidates;
  for (Matter& matter : FindMatters(table_, known)) {
    const Field field = table_.unknowns()[matter.unknown].field;
    auto candidate = std::find_if(candidates.begin(), candidates.end(),
                                  [&](const Candidate& c) { return c.field == field; });
    if (candidate == candidates.end()) {
      candidates.push_back(
          {.field = field, .decides = declared_[static_cast<size_t>(field)]->decides});
      candidate = candidates.end() - 1;
    }
    candidate->alone = candidate->alone || matter.alone;
    candidate->worst = std::max(candidate->worst, matter.worst);
    candidate->matters.push_back(std::move(matter));
  }
  AddContradictions(profile, known, candidates);
  std::sort(candidates.begin(), candidates.end(),
            [](const Candidate& a, const Candidate& b) { return a.Rank() < b.Rank(); });
  ToAsk result;
  result.complete = candidates.empty();
  if (candidates.size() > kMostFollowUps) candidates.resize(kMostFollowUps);
  Writer writer(*this, known);
  for (const Candidate& candidate : candidates)
    result.questions.push_back(
        writer.Write(candidate, *declared_[static_cast<size_t>(candidate.field)]));
  return result;
}

// What was both said and denied counts as being so, and is asked for.
void FollowUps::AddContradictions(const Profile& profile, const Known& known,
                                  std::vector<Candidate>& candidates) const {
  for (size_t u = 0; u < table_.unknowns().size(); ++u) {
    const Unknown& unknown = table_.unknowns()[u];
    const std::vector<std::string>* denied = RuledOut(unknown.field, profile);
    if (denied == nullptr || !AnyCodeIs(*denied, unknown.code)) continue;
    if (known.IsOpen(static_cast<int>(u)) || known.ValuesOf(static_cast<int>(u)).empty()) continue;
    const bool said = known.ValuesOf(static_cast<int>(u)).front() != 0;
    if (!said) continue;
    Matter matter{static_cast<int>(u), {}, true, Disposition::kInform};
    for (size_t v = 0; v < unknown.values.size(); ++v) matter.values.push_back(static_cast<int>(v));
    for (const int finding : unknown.findings) {
      const Worth worth = table_.WorthShown(finding, known.truths());
      if (worth > 0) matter.worst = std::max(matter.worst, DispositionOf(worth));
    }
    candidates.push_back(
        {unknown.field, unknown.code, {matter}, Decides::kWhether, true, matter.worst});
  }
}

}  // namespace needlepoint
