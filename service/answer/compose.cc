#include "service/answer/compose.h"

#include <algorithm>
#include <array>

#include "absl/strings/str_cat.h"

namespace needlepoint {
namespace {

// Below this a passage's questions share too little with what was asked, unless
// the question mentions what the passage is about.
constexpr double kLeastQuestionMatch = 0.30;
// A second passage helps out only if it fits nearly as well, or is about
// something else that was asked of.
constexpr double kSupportShare = 0.75;
constexpr double kSecondSubjectShare = 0.5;

// Forms a direct answer to another form may serve, nearest first.
std::vector<Form> Standins(Form form) {
  switch (form) {
    case Form::kCan:
      return {Form::kShould, Form::kWhen};
    case Form::kShould:
      return {Form::kCan, Form::kHow, Form::kWhen};
    case Form::kNormal:
      return {Form::kWhat, Form::kHowLong};
    case Form::kHowLong:
      return {Form::kWhen};
    case Form::kWhen:
      return {Form::kHowLong, Form::kCan};
    case Form::kHowOften:
      return {Form::kWhen, Form::kHowMany};
    case Form::kHowMany:
      return {Form::kHowOften};
    case Form::kHowMuch:
      return {Form::kHow, Form::kHowLong};
    case Form::kWhich:
      return {Form::kWhat, Form::kCan, Form::kShould};
    case Form::kCompare:
      return {Form::kWhich, Form::kWhat};
    case Form::kWhat:
      return {Form::kHow, Form::kWhich};
    case Form::kWhy:
      return {Form::kWhat, Form::kHow};
    case Form::kHow:
      return {Form::kWhat, Form::kShould};
    case Form::kAny:
      break;
  }
  return {};
}

// Forms that a rule's headline answers: those that ask whether to go ahead.
// Advice against the act answers every question about doing it; what asks for a
// number, a name or a reason keeps its own answer beside a milder finding.
bool AsksToGoAhead(Form form, Disposition disposition) {
  switch (form) {
    case Form::kCan:
    case Form::kShould:
    case Form::kWhen:
    case Form::kHow:
    case Form::kAny:
    case Form::kNormal:
      return true;
    case Form::kHowOften:
    case Form::kHowLong:
    case Form::kHowMuch:
    case Form::kHowMany:
    case Form::kWhich:
      return disposition == Disposition::kAvoid;
    default:
      return false;
  }
}

v1::SectionKind SectionOf(StatementKind kind) {
  switch (kind) {
    case StatementKind::kDoNow:
      return v1::SECTION_KIND_DO_NOW;
    case StatementKind::kAvoid:
      return v1::SECTION_KIND_AVOID;
    case StatementKind::kGetHelp:
      return v1::SECTION_KIND_GET_HELP;
    case StatementKind::kAsk:
      return v1::SECTION_KIND_ASK;
    case StatementKind::kSilence:
      return v1::SECTION_KIND_SILENCE;
    case StatementKind::kConflict:
      return v1::SECTION_KIND_CONFLICT;
    case StatementKind::kCompare:
      return v1::SECTION_KIND_COMPARE;
    default:
      return v1::SECTION_KIND_EXPECT;
  }
}

// Statements of one shelf that rest on the same facts say the same thing.
int Shelf(StatementKind kind) {
  switch (kind) {
    case StatementKind::kDoNow:
    case StatementKind::kAvoid:
    case StatementKind::kGetHelp:
    case StatementKind::kAsk:
      return static_cast<int>(kind);
    default:
      return static_cast<int>(StatementKind::kExpect);
  }
}

std::string SectionLabel(v1::SectionKind kind) {
  switch (kind) {
    case v1::SECTION_KIND_DO_NOW:
      return "section.do-now";
    case v1::SECTION_KIND_AVOID:
      return "section.avoid";
    case v1::SECTION_KIND_GET_HELP:
      return "section.get-help";
    case v1::SECTION_KIND_ASK:
      return "section.ask";
    case v1::SECTION_KIND_SILENCE:
      return "section.silence";
    case v1::SECTION_KIND_CONFLICT:
      return "section.conflict";
    case v1::SECTION_KIND_COMPARE:
      return "section.compare";
    default:
      return "section.expect";
  }
}

// The order in which sections are read: act first.
constexpr std::array<v1::SectionKind, 6> kSectionOrder = {
    v1::SECTION_KIND_DO_NOW,   v1::SECTION_KIND_EXPECT,  v1::SECTION_KIND_AVOID,
    v1::SECTION_KIND_GET_HELP, v1::SECTION_KIND_SILENCE, v1::SECTION_KIND_ASK};

bool SharesCode(const Passage& a, const Passage& b) {
  return std::any_of(a.about.begin(), a.about.end(), [&](const std::string& code) {
    return AnyCodeIs(b.about, code) ||
           std::any_of(b.about.begin(), b.about.end(),
                       [&](const std::string& other) { return CodeIs(code, other); });
  });
}

bool Mentions(const AskView& view, const std::string& code, bool anywhere) {
  return std::any_of(view.question.mentions.begin(), view.question.mentions.end(),
                     [&](const Mention& m) {
                       return CodeIs(m.code, code) && (anywhere || view.ask.span.Contains(m.span));
                     });
}

v1::HelpPlace PlaceOf(const std::string& name) {
  v1::HelpPlace place = v1::HELP_PLACE_UNSPECIFIED;
  if (!name.empty()) v1::HelpPlace_Parse(absl::StrCat("HELP_PLACE_", name), &place);
  return place;
}

v1::PhoneUse PhoneUseOf(const std::string& use) {
  if (use == "emergency") return v1::PHONE_USE_EMERGENCY;
  if (use == "crisis") return v1::PHONE_USE_CRISIS;
  if (use == "poison") return v1::PHONE_USE_POISON;
  return v1::PHONE_USE_UNSPECIFIED;
}

}  // namespace

bool Composer::IsConfident(const RankedPassage& ranked) const {
  return ranked.question_match >= kLeastQuestionMatch || ranked.about_it;
}

// The rule whose headline answers the question; -1 if the passage's own does. A
// finding of CONSULT or AVOID answers every question about going ahead. A
// caution answers it only where the question is about what is cautioned.
int Composer::RuleLead(const AskView& view, int passage) const {
  if (screening_.findings.empty() || !AsksToGoAhead(view.ask.form, screening_.disposition))
    return -1;
  for (const Finding& finding : screening_.findings) {
    const Rule& rule = snapshot_.knowledge().rules[finding.rule];
    if (rule.mode != RuleMode::kEnforce || finding.disposition != screening_.disposition) continue;
    if (finding.disposition >= Disposition::kConsult) return finding.rule;
    if (finding.disposition != Disposition::kCaution) continue;
    const Passage& read = snapshot_.knowledge().passages[rule.read];
    const bool same = passage == rule.read ||
                      (passage >= 0 && SharesCode(read, snapshot_.knowledge().passages[passage]));
    const bool go = view.ask.form == Form::kCan || view.ask.form == Form::kShould ||
                    view.ask.form == Form::kAny;
    if (same || (go && question_.asks.size() == 1 && passage < 0)) return finding.rule;
  }
  return -1;
}

int Composer::DirectAnswerOf(const Passage& passage, const AskView& view,
                             const Tailor& tailor) const {
  // Rank: the form asked before its stand-ins, before "any"; of equals one that
  // is about something the question mentions.
  std::vector<Form> forms = {view.ask.form};
  for (const Form standin : Standins(view.ask.form)) forms.push_back(standin);
  forms.push_back(Form::kAny);
  int best = -1;
  int best_rank = 1000;
  for (const DirectAnswer& answer : passage.answers) {
    const bool about = std::any_of(
        answer.about.begin(), answer.about.end(),
        [&](const std::string& code) { return Mentions(view, code, question_.asks.size() == 1); });
    if (!answer.about.empty() && !about) continue;
    for (size_t i = 0; i < forms.size(); ++i) {
      if (std::find(answer.forms.begin(), answer.forms.end(), forms[i]) == answer.forms.end())
        continue;
      const int rank = static_cast<int>(i) * 2 + (about ? 0 : 1);
      if (rank >= best_rank) continue;
      const int variant = tailor.FirstThatHolds(answer.variants);
      if (variant < 0) continue;
      best = variant;
      best_rank = rank;
    }
  }
  if (best >= 0) return best;
  for (const DirectAnswer& answer : passage.answers) {
    const int variant = tailor.FirstThatHolds(answer.variants);
    if (variant >= 0 && answer.about.empty()) return variant;
  }
  return -1;
}

std::pair<int, std::vector<int>> Composer::FactsIn(int section, int statement) const {
  std::vector<int> facts = snapshot_.knowledge().statements[statement].facts;
  std::sort(facts.begin(), facts.end());
  return {section, std::move(facts)};
}

bool Composer::Say(int statement) {
  const Statement& s = snapshot_.knowledge().statements[statement];
  if (!said_.insert(s.text).second) return false;
  const StatementKind kind = s.kind;
  said_facts_.insert(FactsIn(Shelf(kind), statement));
  if (kind != StatementKind::kHeadline && kind != StatementKind::kFinding) return true;
  // A direct answer says what to do, expect or avoid all at once.
  for (const StatementKind covered :
       {StatementKind::kDoNow, StatementKind::kExpect, StatementKind::kAvoid}) {
    said_facts_.insert(FactsIn(Shelf(covered), statement));
  }
  return true;
}

// Said already, in these words or in others by the same facts.
bool Composer::SaysAgain(int statement) const {
  const Statement& s = snapshot_.knowledge().statements[statement];
  return said_.contains(s.text) || said_facts_.contains(FactsIn(Shelf(s.kind), statement));
}

// Whether the question mentions something that `passage` is about and `than` is
// not: "retinol and glycolic acid".
bool Composer::CoversMore(const AskView& view, int passage, int than) const {
  const std::vector<Passage>& passages = snapshot_.knowledge().passages;
  return std::any_of(view.ask.mentions.begin(), view.ask.mentions.end(), [&](int index) {
    const Mention& m = view.question.mentions[index];
    const bool subject = m.kind == "skincare" || m.kind == "medication" || m.kind == "condition" ||
                         m.kind == "procedure" || m.kind == "act";
    return subject && m.assertion != Assertion::kNegated &&
           AnyCodeIs(passages[passage].about, m.code) && !AnyCodeIs(passages[than].about, m.code);
  });
}

// One or two passages, best first; none if no passage fits.
std::vector<int> Composer::ChoosePassages(const AskView& view,
                                          const std::vector<RankedPassage>& ranked) const {
  std::vector<int> chosen;
  for (const RankedPassage& r : ranked) {
    if (!IsConfident(r)) continue;
    if (chosen.empty()) {
      chosen.push_back(r.passage);
      continue;
    }
    const bool second_subject = r.about_it &&
                                r.score >= kSecondSubjectShare * ranked.front().score &&
                                CoversMore(view, r.passage, chosen.front());
    if (second_subject) return {chosen.front(), r.passage};
    if (chosen.size() == 1 && r.score >= kSupportShare * ranked.front().score)
      chosen.push_back(r.passage);
  }
  return chosen;
}

// What may be said beside the headline, the most useful first: what is known to
// hold before what may, and of two passages one in turn.
std::vector<int> Composer::Gather(const std::vector<int>& passages, const Tailor& tailor) const {
  const Knowledge& k = snapshot_.knowledge();
  std::vector<int> sure, unsure;
  size_t longest = 0;
  for (const int passage : passages)
    longest = std::max(longest, k.passages[passage].statements.size());
  absl::flat_hash_set<std::pair<int, std::vector<int>>> taken;
  for (size_t i = 0; i < longest; ++i) {
    for (const int passage : passages) {
      if (i >= k.passages[passage].statements.size()) continue;
      const int index = k.passages[passage].statements[i];
      const Statement& statement = k.statements[index];
      if (SaysAgain(index) || !taken.insert(FactsIn(Shelf(statement.kind), index)).second) continue;
      const Truth truth = tailor.Holds(index);
      if (truth == Truth::kTrue) sure.push_back(index);
      if (truth == Truth::kUnknown) unsure.push_back(index);
    }
  }
  sure.insert(sure.end(), unsure.begin(), unsure.end());
  return sure;
}

void Composer::AddSections(const std::vector<int>& statements, Tailor& tailor, v1::Part& part) {
  for (const v1::SectionKind kind : kSectionOrder) {
    v1::Section* section = nullptr;
    for (const int index : statements) {
      if (SectionOf(snapshot_.knowledge().statements[index].kind) != kind || SaysAgain(index) ||
          !Say(index))
        continue;
      if (section == nullptr) {
        section = part.add_sections();
        section->set_kind(kind);
        section->set_title(snapshot_.Label(SectionLabel(kind)));
      }
      *section->add_statements() = tailor.Dress(index);
    }
  }
}

void Composer::AddComparison(const Passage& passage, Tailor& tailor, v1::Part& part) {
  if (passage.comparisons.empty()) return;
  const needlepoint::ComparisonTable& table = passage.comparisons.front();
  v1::Section* section = part.add_sections();
  section->set_kind(v1::SECTION_KIND_COMPARE);
  section->set_title(snapshot_.Label(SectionLabel(v1::SECTION_KIND_COMPARE)));
  for (const auto& [code, label] : table.options) {
    v1::ComparisonColumn* column = section->mutable_table()->add_columns();
    column->set_code(code);
    column->set_title(label);
  }
  for (const needlepoint::ComparisonRow& row : table.rows) {
    v1::ComparisonRow* out = section->mutable_table()->add_rows();
    out->set_title(row.attribute);
    for (const int cell : row.cells) {
      v1::ComparisonCell* out_cell = out->add_cells();
      if (cell < 0) continue;
      Say(cell);
      out_cell->set_statement_index(section->statements_size());
      *section->add_statements() = tailor.Dress(cell);
    }
  }
}

// Both sides, the cautious one first; as many of each as fit. Returns how many
// statements were said.
int Composer::AddConflict(const Passage& passage, Tailor& tailor, int room, v1::Part& part) {
  if (passage.conflicts.empty() || room < 2) return 0;
  const needlepoint::Conflict& conflict = passage.conflicts.front();
  if (said_.contains(snapshot_.knowledge().statements[conflict.cautious.front()].text)) return 0;
  // A conflict needs both of its sides.
  const auto fresh = [&](const std::vector<int>& side) {
    return std::any_of(side.begin(), side.end(), [&](int index) { return !SaysAgain(index); });
  };
  if (!fresh(conflict.cautious) || !fresh(conflict.other)) return 0;
  v1::Section* section = part.add_sections();
  section->set_kind(v1::SECTION_KIND_CONFLICT);
  section->set_title(snapshot_.Label(SectionLabel(v1::SECTION_KIND_CONFLICT)));
  section->mutable_conflict()->set_question(conflict.question);
  const size_t each = room >= 4 ? 2 : 1;
  for (const auto* side : {&conflict.cautious, &conflict.other}) {
    const bool cautious = side == &conflict.cautious;
    v1::ConflictSide* out = section->mutable_conflict()->add_sides();
    out->set_cautious(cautious);
    out->set_title(snapshot_.Label(cautious ? "conflict.cautious" : "conflict.other"));
    for (const int index : *side) {
      if (static_cast<size_t>(out->statement_indexes_size()) == each) break;
      if (SaysAgain(index) || !Say(index)) continue;
      out->add_statement_indexes(section->statements_size());
      *section->add_statements() = tailor.Dress(index);
    }
  }
  return section->statements_size();
}

v1::Finding Composer::ComposeFinding(const Finding& finding) {
  const Knowledge& k = snapshot_.knowledge();
  const Rule& rule = k.rules[finding.rule];
  const Situation situation{question_.profile, &question_, Form::kAny};
  Tailor tailor(snapshot_, situation, citations_, collection_);
  v1::Finding out;
  out.set_code(rule.code);
  out.set_disposition(static_cast<v1::Disposition>(static_cast<int>(rule.disposition) + 1));
  out.set_mode(static_cast<v1::FindingMode>(static_cast<int>(rule.mode) + 1));
  out.set_rule_id(rule.id);
  *out.mutable_headline() = tailor.Dress(rule.headline);
  Say(rule.message);  // the parts do not say it again
  const v1::Statement message = tailor.Dress(rule.message);
  out.set_message(message.text());
  *out.mutable_citation_numbers() = message.citation_numbers();
  for (const int action : rule.actions) {
    Say(action);
    *out.add_actions() = tailor.Dress(action);
  }
  for (const int ask : rule.ask) *out.add_questions_to_ask() = tailor.Dress(ask);
  out.set_place(PlaceOf(rule.place));
  if (rule.within_hours.has_value())
    out.mutable_within()->set_seconds(static_cast<int64_t>(*rule.within_hours * 3600));
  for (const Phone& phone : k.phones) {
    if (rule.phones.empty() || phone.use != rule.phones) continue;
    const bool elsewhere = !question_.profile.jurisdiction.empty() &&
                           phone.jurisdiction != question_.profile.jurisdiction;
    const bool known_here = std::any_of(k.phones.begin(), k.phones.end(), [&](const Phone& other) {
      return other.use == phone.use && other.jurisdiction == question_.profile.jurisdiction;
    });
    if (elsewhere && known_here) continue;
    v1::PhoneNumber* number = out.add_phone_numbers();
    number->set_jurisdiction(phone.jurisdiction);
    number->set_number(phone.number);
    number->set_label(phone.label);
    number->set_use(PhoneUseOf(phone.use));
    for (const int n : citations_.Numbers(phone.facts, rule.read)) number->add_citation_numbers(n);
  }
  out.set_read_passage_id(absl::StrCat(collection_, "/", k.passages[rule.read].id));
  AddBecause(finding.because, &question_, out.mutable_because());
  return out;
}

std::optional<v1::Part> Composer::Compose(const AskView& view,
                                          const std::vector<RankedPassage>& ranked) {
  const Knowledge& k = snapshot_.knowledge();
  const Situation situation{question_.profile, &question_, view.ask.form};
  Tailor tailor(snapshot_, situation, citations_, collection_);
  v1::Part part;
  part.mutable_span()->set_start(view.ask.span.start);
  part.mutable_span()->set_end(view.ask.span.end);
  part.set_text(std::string(view.ask.span.In(view.text)));
  part.set_intent(static_cast<v1::Intent>(view.ask.form));

  std::vector<int> passages = ChoosePassages(view, ranked);
  const int rule = RuleLead(view, passages.empty() ? -1 : passages.front());
  if (passages.empty() && rule < 0) {
    part.set_no_answer_reason(v1::NO_ANSWER_REASON_NOTHING_FOUND);
    return part;
  }
  int headline = -1;
  if (rule >= 0) {
    headline = k.rules[rule].headline;
    const int read = k.rules[rule].read;
    passages.erase(std::remove(passages.begin(), passages.end(), read), passages.end());
    passages.insert(passages.begin(), read);
  }
  // A passage without an answer that holds gives way to the next.
  for (size_t i = 0; headline < 0 && i < passages.size(); ++i) {
    headline = DirectAnswerOf(k.passages[passages[i]], view, tailor);
    if (headline >= 0)
      std::rotate(passages.begin(), passages.begin() + static_cast<int>(i),
                  passages.begin() + static_cast<int>(i) + 1);
  }
  if (headline < 0) {
    part.set_no_answer_reason(v1::NO_ANSWER_REASON_NOTHING_FOUND);
    return part;
  }
  if (!headlines_.insert(headline).second) return std::nullopt;
  Say(headline);
  *part.mutable_headline() = tailor.Dress(headline);
  part.set_polarity(
      static_cast<v1::Polarity>(static_cast<int>(k.statements[headline].polarity) + 1));
  for (const std::string& code : k.passages[passages.front()].about) part.add_topic_codes(code);

  if (view.ask.form == Form::kCompare || view.ask.form == Form::kWhich ||
      view.ask.form == Form::kAny) {
    AddComparison(k.passages[passages.front()], tailor, part);
  }
  int room = max_statements_;
  v1::Part conflict;
  room -= AddConflict(k.passages[passages.front()], tailor, room, conflict);
  std::vector<int> statements = Gather(passages, tailor);
  if (static_cast<int>(statements.size()) > room) statements.resize(std::max(room, 0));
  AddSections(statements, tailor, part);
  part.mutable_sections()->MergeFrom(conflict.sections());
  return part;
}

}  // namespace needlepoint
