#include "service/understand/understand.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

#include "service/base/status_macros.h"
#include "service/text/analyzer.h"
#include "service/understand/asks.h"
#include "service/understand/context.h"
#include "service/understand/cues.h"
#include "service/understand/profile_builder.h"
#include "service/understand/proposals.h"
#include "service/understand/voices.h"

namespace needlepoint {
namespace {

// Whether any entry of `kind` has `code`, itself or as an ancestor.
bool KnowsCode(const Knowledge& knowledge, absl::string_view kind, absl::string_view code) {
  return std::any_of(
      knowledge.lexicon.begin(), knowledge.lexicon.end(),
      [&](const LexiconEntry& entry) { return entry.kind == kind && CodeIs(entry.code, code); });
}

// Reads what callers wrote into code fields.
class CodeNormalizer {
 public:
  CodeNormalizer(const Knowledge& knowledge, const Lexicon& lexicon,
                 std::vector<std::string>& warnings)
      : knowledge_(knowledge), lexicon_(lexicon), warnings_(warnings) {}

  void Each(absl::string_view kind, Field field, std::vector<std::string>& codes) {
    std::vector<std::string> result;
    for (const std::string& code : codes) {
      for (const std::string& known : Read(kind, field, code)) AddCode(result, known);
    }
    codes = std::move(result);
  }

  template <typename T>
  void EachOf(absl::string_view kind, Field field, std::vector<T>& items) {
    for (T& item : items) item.code = Read(kind, field, item.code).front();
  }

 private:
  // One or more codes; `text` itself, with a warning, if none is found in it.
  std::vector<std::string> Read(absl::string_view kind, Field field, const std::string& text) {
    if (KnowsCode(knowledge_, kind, text)) return {text};
    std::vector<std::string> codes;
    const Message message = ReadMessage(text, lexicon_.speller());
    for (const EntryReading& reading : lexicon_.Read(message)) {
      const std::string& found = reading.entry->kind;
      const bool product = (kind == "medication" || kind == "skincare") &&
                           (found == "medication" || found == "skincare");
      if (found == kind || product) codes.push_back(reading.entry->code);
    }
    if (codes.empty()) {
      warnings_.push_back(absl::StrCat(
          "a value of ", FieldName(field),
          " is not a code of the vocabulary and was used by no rule; see ListVocabulary"));
      codes.push_back(text);
    }
    return codes;
  }

  const Knowledge& knowledge_;
  const Lexicon& lexicon_;
  std::vector<std::string>& warnings_;
};

// Whatever else is said, these are never about needling a person.
bool IsNeverOurs(absl::string_view code) {
  return IsOneOf(code, {"animal", "prescription", "instructions", "abuse", "paint-diy", "code"});
}

// Looks for what a message is about, when it may not be about needling.
void FindScope(const Message& message, const std::vector<EntryReading>& readings,
               const Triggers& triggers, Question& out) {
  if (message.words.empty()) {
    out.scope = ScopeProblem::kEmpty;
    return;
  }
  int ours = 0, elsewhere = 0;
  bool greeted = false;
  std::string handoff;
  for (const EntryReading& reading : readings) {
    const std::string& kind = reading.entry->kind;
    if (reading.entry->code == "greeting") {
      greeted = true;  // and something else may follow
    } else if (kind == "off-topic") {
      elsewhere += IsNeverOurs(reading.entry->code) ? 4 : 1;
      if (out.scope_code.empty()) out.scope_code = reading.entry->code;
    } else if (kind == "handoff") {
      if (handoff.empty()) handoff = reading.entry->code;
    } else if (kind == "domain" && reading.entry->code == "needling") {
      ours += 3;
    } else if (kind == "concern" || kind == "medication" || kind == "skincare" ||
               kind == "condition" || kind == "symptom" || kind == "topic" || kind == "act") {
      ours += 2;
    } else if (kind == "device" || kind == "domain" || kind == "procedure") {
      ours += 1;
    }
  }
  if (greeted && ours == 0 && elsewhere == 0 && handoff.empty()) {
    elsewhere = 1;
    out.scope_code = "greeting";
  }
  const size_t foreign = triggers.Of("foreign").size();
  if (elsewhere > 0 && elsewhere * 3 > ours) {
    out.scope = ScopeProblem::kOffTopic;
  } else if (!handoff.empty() && ours < 2 && ReadLengths(message).empty()) {
    out.scope = ScopeProblem::kOffTopic;
    out.scope_code = handoff;
  } else if (foreign >= 3 && foreign * 3 >= message.words.size()) {
    out.scope = ScopeProblem::kLanguage;
  } else {
    out.scope_code = handoff;
  }
}

}  // namespace

absl::StatusOr<std::unique_ptr<Understander>> Understander::Create(const Knowledge& knowledge,
                                                                   const Stages& stages) {
  NP_ASSIGN_OR_RETURN(std::unique_ptr<Lexicon> lexicon, Lexicon::Compile(knowledge));
  return std::unique_ptr<Understander>(new Understander(knowledge, std::move(lexicon), stages));
}

// The triggers of the stages that are on.
Triggers Understander::FindTriggers(const Message& message,
                                    const std::vector<EntryReading>& readings) const {
  Triggers triggers = lexicon_->FindTriggers(message, readings);
  if (!stages_.negation)
    triggers.Drop(
        {"negation", "negation-after", "denied-all", "denied-for-self", "never", "never-it"});
  if (!stages_.history) triggers.Drop({"past", "stopped", "stopped-it"});
  if (!stages_.hypothesis)
    triggers.Drop({"hypothetical", "in-general", "in-study", "general-question", "planned"});
  if (!stages_.persons)
    triggers.Drop(
        {"relative", "child", "client", "family-history", "generic-person", "other-treated"});
  return triggers;
}

bool Understander::IsMedication(absl::string_view code) const {
  return KnowsCode(knowledge_, "medication", code);
}

Question Understander::Read(absl::string_view text, const Profile& given, absl::Time reference_time,
                            const Antecedents& antecedents) const {
  Question question;
  question.profile = given;
  Profile& p = question.profile;
  CodeNormalizer normalize(knowledge_, *lexicon_, question.warnings);
  normalize.Each("concern", Field::kConcerns, p.concerns);
  normalize.Each("body-area", Field::kBodyAreas, p.body_areas);
  normalize.Each("condition", Field::kConditions, p.conditions);
  normalize.Each("condition", Field::kConditions, p.ruled_out_conditions);
  normalize.Each("symptom", Field::kSymptoms, p.ruled_out_symptoms);
  normalize.EachOf("symptom", Field::kSymptoms, p.symptoms);
  normalize.EachOf("procedure", Field::kRecentProcedures, p.recent_procedures);
  normalize.EachOf("medication", Field::kMedications, p.medications);
  normalize.EachOf("skincare", Field::kSkincare, p.skincare);

  static const auto* const mends_nothing = new Speller();
  Message message = ReadMessage(text, stages_.spelling ? lexicon_->speller() : *mends_nothing);
  const std::vector<EntryReading> readings = lexicon_->Read(message);
  const Triggers triggers = FindTriggers(message, readings);
  if (stages_.voices) FindVoices(triggers, message);
  if (stages_.scope) FindScope(message, readings, triggers, question);
  const Context context(message, triggers, readings, antecedents.subject);
  ProfileBuilder builder(message, readings, triggers, context, stages_, question);
  builder.Run(reference_time, question.scope == ScopeProblem::kOffTopic);
  if (!antecedents.product.empty())
    builder.SetItsUse(antecedents.product, IsMedication(antecedents.product), reference_time);
  question.proposal = ReadProposal(message, readings, triggers, context, reference_time);
  question.constraints = ReadConstraints(message, triggers, reference_time);
  question.cues = ReadCues(message, triggers, reference_time);
  // An urgent word counts where nothing else could be read: in another language.
  const bool unread =
      question.scope == ScopeProblem::kLanguage ||
      std::none_of(question.mentions.begin(), question.mentions.end(), [](const Mention& m) {
        return m.kind == "symptom" || m.kind == "condition" || m.kind == "topic" || m.kind == "act";
      });
  if (unread && question.scope != ScopeProblem::kOffTopic && !triggers.Of("urgent-word").empty()) {
    AddCode(question.says, "urgent-word");
  }
  question.asks = FindAsks(message, triggers, question.mentions);
  for (const Word& word : message.words) {
    if (!word.is_number && word.text.size() >= 4 && !word.corrected &&
        !lexicon_->speller().Knows(word.text)) {
      question.not_understood.push_back(word.span);
    }
  }
  return question;
}

}  // namespace needlepoint
