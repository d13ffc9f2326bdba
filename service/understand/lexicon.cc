#include "service/understand/lexicon.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "service/base/status_macros.h"

namespace needlepoint {
namespace {

// Whether a reading of kind `longer` hides one of kind `shorter` inside it:
// "acne scar" is not "acne". Body areas stay what they are ("loose tummy
// skin"), and topics, acts and settings overlap everything but their own kind.
bool Hides(absl::string_view longer, absl::string_view shorter) {
  const auto clinical = [](absl::string_view kind) {
    return kind == "concern" || kind == "condition" || kind == "symptom" || kind == "procedure" ||
           kind == "medication" || kind == "skincare" || kind == "skin-tone";
  };
  // What is ignored as a fact may still be what the question is about.
  if (longer == "ignore") return shorter != "off-topic" && shorter != "topic";
  // "Lip filler" says where the filler is, not where the needles go.
  if (longer == "procedure" && shorter == "body-area") return true;
  if (clinical(longer)) return clinical(shorter) || shorter == "device";
  return longer == shorter;
}

}  // namespace

const std::vector<TriggerReading>& Triggers::Of(absl::string_view type) const {
  static const auto* const none = new std::vector<TriggerReading>();
  const auto it = by_type_.find(type);
  return it == by_type_.end() ? *none : it->second;
}

const TriggerReading* Triggers::Within(absl::string_view type, int first, int last) const {
  for (const TriggerReading& trigger : Of(type)) {
    if (trigger.first < last && first < trigger.last) return &trigger;
  }
  return nullptr;
}

absl::StatusOr<std::unique_ptr<Lexicon>> Lexicon::Compile(const Knowledge& knowledge) {
  std::unique_ptr<Lexicon> lexicon(new Lexicon(knowledge));
  NP_RETURN_IF_ERROR(lexicon->Fill());
  return lexicon;
}

absl::Status Lexicon::Fill() {
  for (size_t i = 0; i < knowledge_.lexicon.size(); ++i) {
    for (const std::string& surface : knowledge_.lexicon[i].surfaces) {
      const absl::Status added = surfaces_.Add(surface, static_cast<int>(i));
      if (!added.ok()) {
        return absl::InvalidArgumentError(absl::StrCat("lexicon entry '",
                                                       knowledge_.lexicon[i].code, "', surface '",
                                                       surface, "': ", added.message()));
      }
    }
  }
  for (const ContextTrigger& trigger : knowledge_.context) {
    if (absl::StartsWith(trigger.type, "advice-")) continue;  // of documents, not of messages
    auto it = std::find(trigger_types_.begin(), trigger_types_.end(), trigger.type);
    if (it == trigger_types_.end()) it = trigger_types_.insert(it, trigger.type);
    const absl::Status added =
        triggers_.Add(trigger.pattern, static_cast<int>(it - trigger_types_.begin()));
    if (!added.ok()) {
      return absl::InvalidArgumentError(absl::StrCat("context trigger '", trigger.pattern, "' of ",
                                                     trigger.type, ": ", added.message()));
    }
  }
  for (const std::string& word : triggers_.words()) speller_.AddKnown(word);
  for (const Passage& passage : knowledge_.passages) {
    for (const std::string& question : passage.questions) {
      for (const Token& token : Tokenize(question)) {
        if (token.kind == TokenKind::kWord) speller_.AddKnown(token.text);
      }
    }
  }
  for (const Statement& statement : knowledge_.statements) {
    for (const Token& token : Tokenize(statement.text)) {
      if (token.kind == TokenKind::kWord) speller_.AddKnown(token.text);
    }
  }
  for (const std::string& word : knowledge_.known_words) speller_.AddKnown(word);
  // Of two equally near words one that names something clinical is meant.
  for (const bool clinical : {true, false}) {
    for (const LexiconEntry& entry : knowledge_.lexicon) {
      const bool is_clinical = entry.kind == "condition" || entry.kind == "medication" ||
                               entry.kind == "symptom" || entry.kind == "concern" ||
                               entry.kind == "skincare" || entry.kind == "device";
      if (is_clinical != clinical) continue;
      for (const std::string& surface : entry.surfaces) {
        for (const Token& token : Tokenize(surface)) {
          if (token.kind != TokenKind::kWord) continue;
          speller_.AddTarget(token.text);
          if (clinical && token.text.size() >= 5 && token.text.back() != 's')
            speller_.AddTarget(token.text + "s");
        }
      }
    }
  }
  for (const absl::string_view word :
       {"fortnight", "yesterday", "tomorrow", "tonight", "weekly", "monthly", "micron", "microns",
        "micrometers", "millimetre", "sessions", "customer", "daughter", "husband", "girlfriend",
        "boyfriend"})
    speller_.AddTarget(word);
  for (const auto& [a, b] : knowledge_.never_cross) speller_.NeverCross(Fold(a), Fold(b));
  return absl::OkStatus();
}

// Leaves out what a longer reading hides.
std::vector<Reading> Lexicon::Visible(const std::vector<Reading>& found) const {
  std::vector<Reading> visible;
  for (const Reading& reading : found) {
    const std::string& kind = knowledge_.lexicon[reading.owner].kind;
    const bool hidden = std::any_of(found.begin(), found.end(), [&](const Reading& other) {
      const std::string& other_kind = knowledge_.lexicon[other.owner].kind;
      const bool covers = other.first <= reading.first && reading.last <= other.last;
      const bool longer = other.last - other.first > reading.last - reading.first;
      return other.literal && covers && (longer || other_kind == "ignore") &&
             Hides(other_kind, kind);
    });
    if (!hidden && kind != "ignore") visible.push_back(reading);
  }
  return visible;
}

std::vector<EntryReading> Lexicon::Read(const Message& message) const {
  const std::vector<Reading> plain = surfaces_.Find(message, nullptr);
  Readings names;
  for (const Reading& reading : Visible(plain)) {
    const LexiconEntry& entry = knowledge_.lexicon[reading.owner];
    names.Add(entry.kind, reading.first, reading.last);
    // A child is also what its parents are.
    for (absl::string_view code = entry.code;; code = code.substr(0, code.rfind('.'))) {
      names.Add(code, reading.first, reading.last);
      if (!absl::StrContains(code, '.')) break;
    }
  }
  std::vector<Reading> found = plain;
  const std::vector<Reading> referring = surfaces_.Find(message, &names);
  found.insert(found.end(), referring.begin(), referring.end());

  std::vector<EntryReading> readings;
  for (const Reading& reading : Visible(found)) {
    const LexiconEntry& entry = knowledge_.lexicon[reading.owner];
    const bool repeated =
        std::any_of(readings.begin(), readings.end(), [&](const EntryReading& other) {
          return other.entry->code == entry.code && other.entry->kind == entry.kind &&
                 other.first <= reading.first && reading.last <= other.last;
        });
    if (repeated) continue;
    bool corrected = false;
    for (int w = reading.first; w < reading.last; ++w)
      corrected = corrected || message.words[w].corrected;
    readings.push_back({&entry, reading.first, reading.last, corrected});
  }
  std::stable_sort(readings.begin(), readings.end(),
                   [](const EntryReading& a, const EntryReading& b) { return a.first < b.first; });
  return readings;
}

Triggers Lexicon::FindTriggers(const Message& message,
                               const std::vector<EntryReading>& readings) const {
  Triggers triggers;
  Readings names;
  const std::vector<Reading> plain = triggers_.Find(message, nullptr);
  for (const Reading& reading : plain)
    names.Add(trigger_types_[reading.owner], reading.first, reading.last);
  for (const EntryReading& reading : readings)
    names.Add(reading.entry->kind, reading.first, reading.last);
  const std::vector<Reading> referring = triggers_.Find(message, &names);
  for (const auto* list : {&plain, &referring}) {
    for (const Reading& reading : *list)
      triggers.Add(trigger_types_[reading.owner]).push_back({reading.first, reading.last});
  }
  return triggers;
}

}  // namespace needlepoint
