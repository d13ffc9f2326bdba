// The curated knowledge, as plain values: what knowledge/ holds after reading
// and what a snapshot holds after opening. Elements refer to each other by
// index into the vectors of Knowledge, so that a dangling reference cannot be
// written down after reading.

#ifndef NEEDLEPOINT_SERVICE_MODEL_KNOWLEDGE_H_
#define NEEDLEPOINT_SERVICE_MODEL_KNOWLEDGE_H_

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

#include "service/model/evidence.h"
#include "service/model/finding.h"
#include "service/model/protocol.h"
#include "service/model/question.h"
#include "service/model/review.h"

namespace needlepoint {

enum class StatementKind {
  kHeadline,
  kDoNow,
  kExpect,
  kAvoid,
  kGetHelp,
  kAsk,
  kSilence,
  kConflict,
  kCompare,
  kFinding,
};

std::optional<StatementKind> ParseStatementKind(absl::string_view name);  // "DO_NOW"
absl::string_view StatementKindName(StatementKind kind);

enum class Polarity { kFact, kPositive, kNegative, kNotYet, kPositiveSoFar, kDepends };

std::optional<Polarity> ParsePolarity(absl::string_view name);  // "not-yet"
absl::string_view PolarityName(Polarity polarity);

// One atomic, cited sentence.
struct Statement {
  std::string id;  // "aftercare/sun/shade-first-days"
  StatementKind kind = StatementKind::kExpect;
  Polarity polarity = Polarity::kFact;  // of a headline
  std::string text;
  std::string when;        // condition; "" holds for everyone
  std::vector<int> facts;  // one or more
  int passage = -1;        // -1: belongs to a rule
};

// A direct answer to questions of some forms.
struct DirectAnswer {
  std::vector<Form> forms;
  std::vector<std::string> about;  // only if the question mentions one of these
  std::vector<int> variants;       // statements; the first that holds is said
};

// A number to compare with, and the direct answer it leads to.
struct Threshold {
  std::string id;
  std::string value;  // "weeks_since(\"laser\")" or a number field
  bool at_least = true;
  double bound = 0;
  std::string unit;
  std::vector<int> facts;
  Review review;
};

struct Conflict {
  std::string id;
  std::string question;
  int headline = -1;
  std::vector<int> cautious, other, agree;  // statements
};

struct ComparisonRow {
  std::string attribute;
  std::vector<int> cells;  // one for each option; -1 is empty
};

struct ComparisonTable {
  std::string id;
  std::vector<std::pair<std::string, std::string>> options;  // code, label
  std::vector<ComparisonRow> rows;
};

struct Passage {
  std::string id;  // "aftercare/sun#1"
  std::string title;
  std::string topic;  // "aftercare"
  std::vector<std::string> about, aliases, questions;
  std::vector<DirectAnswer> answers;
  std::vector<int> statements;
  std::vector<Threshold> thresholds;
  std::vector<Conflict> conflicts;
  std::vector<ComparisonTable> comparisons;
};

enum class RuleMode { kEnforce, kAdvise, kShadow };

std::optional<RuleMode> ParseRuleMode(absl::string_view name);  // "enforce"
absl::string_view RuleModeName(RuleMode mode);

struct Rule {
  std::string id;    // "isotretinoin/current"
  std::string code;  // finding code
  Disposition disposition = Disposition::kInform;
  RuleMode mode = RuleMode::kEnforce;
  std::string when;
  std::string unless;  // "" if none
  std::vector<int> unless_facts;
  int headline = -1, message = -1;  // statements
  std::vector<int> actions, ask;    // statements
  std::string place;                // "PRESCRIBER"; "" if none
  std::optional<double> within_hours;
  std::string phones;  // "emergency", "crisis", "poison" or ""
  int read = -1;       // passage to read on
  Review review;
  std::vector<std::string> objections;  // a reviewer's, not settled yet
};

struct LexiconEntry {
  std::string kind;
  std::string code;
  std::string label;
  std::vector<std::string> surfaces;          // patterns; see knowledge/README.md
  std::vector<std::string> implies;           // codes that come with this one
  std::map<std::string, std::string> values;  // profile fields that the words set
};

// Words that negate, date, weaken or hand over what stands near them.
struct ContextTrigger {
  std::string type;     // "negation", ...; see knowledge/lexicon/context.yaml and advice.yaml
  std::string pattern;  // as a surface
};

struct Phone {
  std::string use, jurisdiction, number, label;
  std::vector<int> facts;
};

// What a rule must and must not fire on; proved at every build.
struct RuleCase {
  int rule = -1;
  bool fires = false;
  std::string question;
  std::string profile;  // as in cases: JSON of the file's mapping
  std::string misread;  // why the words are taken otherwise for now; "" if they are not
};

// Which way a number field grows riskier, and so which way a rule's `when` may
// bound it: of kHigher only from below, of kLower only from above, of kEither
// both ways. What carries no risk decides no rule.
enum class RiskDirection { kNone, kHigher, kLower, kEither };

std::optional<RiskDirection> ParseRiskDirection(absl::string_view name);  // "higher"

// What knowing a field decides: whether needling is for this person at all, when,
// or how.
enum class Decides { kWhether, kWhen, kHow };

std::optional<Decides> ParseDecides(absl::string_view name);  // "whether"
absl::string_view DecidesName(Decides decides);

// Who is asked for a field that nobody has said anything of.
enum class Asked {
  kAll,
  kWithComplaint,  // those who have said a symptom
  kUnlessNamed,    // those who have named none: what was named is all there is
  kNobody,         // another field tells as much
};

std::optional<Asked> ParseAsked(absl::string_view name);  // "with-complaint"
absl::string_view AskedName(Asked asked);

// One field of profile.yaml: what it may hold and how it is asked for.
struct ProfileField {
  std::string name;  // "needle_length_mm"
  std::string type;  // enum, number, integer, codes, statused, timed or text
  std::string label;
  std::string ask;
  std::string kind;                 // lexicon kind of its codes; "" if it has none
  std::string unit;                 // "" if it has none
  std::vector<std::string> values;  // of an enum
  std::optional<double> min, max;   // inclusive
  RiskDirection risk = RiskDirection::kNone;
  Decides decides = Decides::kHow;
  Asked asked = Asked::kAll;
};

struct Knowledge {
  std::vector<ProfileField> fields;
  std::vector<Source> sources;
  std::vector<Fact> facts;
  std::vector<Statement> statements;
  std::vector<Passage> passages;
  std::vector<Rule> rules;
  std::vector<LexiconEntry> lexicon;
  std::vector<ContextTrigger> context;
  std::vector<std::pair<std::string, std::string>> never_cross;
  std::vector<Protocol> protocols;
  std::vector<Price> prices;
  std::vector<Budget> budgets;
  std::vector<Outlook> outlooks;
  std::vector<TimelineEntry> timeline;
  std::vector<AftercareEntry> aftercare;
  std::map<std::string, std::string> labels;
  std::vector<Phone> phones;
  std::vector<std::string> known_words;  // ordinary words, folded: never misspellings
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_MODEL_KNOWLEDGE_H_
