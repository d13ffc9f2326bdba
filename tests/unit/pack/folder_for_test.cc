#include "tests/unit/pack/folder_for_test.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>

namespace needlepoint {
namespace {

struct File {
  const char* name;
  const char* text;
};

// Line numbers are asserted by tests: add at the end.
constexpr File kFiles[] = {
    {"evidence/sources-test.json",
     R"([{"id": "clinic", "title": "After your treatment", "URL": "https://example.org/a",
  "publisher": "A Clinic", "author": [{"literal": "A Clinic"}],
  "issued": {"date-parts": [[2021, 5]]}, "custom": {"issuer_type": "clinic"}}]
)"},
    {"evidence/facts-test.yaml",
     R"(- id: sun-72h
  topic: aftercare
  claim: Stay out of the sun for 72 hours.
  values: {hours: 72, spf: 30}
  applies_to: {setting: professional, device: pen, jurisdiction: [GB, US]}
  sources: [clinic]
  grade: expert
  locator: page 2
- id: wash-4h
  topic: aftercare
  claim: Wash with plain water from 4 hours on.
  sources: [clinic]
  grade: rct
)"},
    {"passages/aftercare/sun.yaml",
     R"(title: Sun after needling
about: [sun-exposure]
questions:
  - can I go out in the sun
  - how long should I stay out of the sun
  - is the sun bad after rolling
  - when can I sunbathe again
  - why avoid the sun
answers:
  - form: [can, should]
    about: [sun-exposure]
    variants:
      - {id: not-yet, polarity: not-yet, when: hours_since_last_session < 72, text: Not before 72 hours., facts: [sun-72h]}
      - {id: general, polarity: depends, text: It depends on the time., facts: [sun-72h]}
statements:
  - {id: shade, kind: AVOID, text: Stay out of the sun for 72 hours., facts: [sun-72h]}
  - {id: sunscreen, kind: DO_NOW, when: setting = HOME, text: Use SPF 30., facts: [sun-72h]}
conflicts:
  - id: how-long
    question: How long?
    headline: {text: Sources differ., facts: [sun-72h]}
    cautious: [{id: long, text: A clinic says 72 hours., facts: [sun-72h]}]
    other: [{id: short, text: A clinic says 4 hours., facts: [wash-4h]}]
comparisons:
  - id: sun-or-water
    options: [{code: sun, label: sun}, {code: water, label: water}]
    rows:
      - attribute: wait
        cells: {sun: {text: Wait 72 hours., facts: [sun-72h]}}
)"},
    {"passages/aftercare/wash.yaml",
     R"(title: Washing the face
about: [face-wash]
questions: [when can I wash, can I wash my face, which cleanser is fine, is water enough, how do I wash]
answers:
  - form: any
    variants: [{id: water, polarity: fact, text: Plain water., facts: [wash-4h]}]
statements:
  - {id: plain, kind: DO_NOW, text: Wash with plain water., facts: [wash-4h]}
thresholds:
  - id: gap
    form: can
    value: hours_since_last_session
    at_least: 4
    unit: hours
    facts: [wash-4h]
    below: {text: Not yet.}
    above: {text: 'Yes, with plain water.'}
)"},
    {"rules/acute.yaml",
     R"(rules:
  - id: infection/signs
    code: infection
    disposition: URGENT
    mode: enforce
    when: symptom("infection-signs")
    unless: {when: 'says("face-wash")', facts: [wash-4h]}
    headline: {text: Have it seen today., facts: [sun-72h]}
    message: {text: These are signs of infection., facts: [sun-72h]}
    actions: [{text: Wash with plain water., facts: [wash-4h]}]
    read: aftercare/wash
    cases:
      - {fires: true, question: there is pus}
      - {fires: false, profile: {ruled_out_symptoms: [infection-signs]}}
  - id: eczema/flare
    code: eczema
    disposition: AVOID
    mode: advise
    when: has("eczema") AND setting = HOME
    headline: {text: Not while it flares., facts: [sun-72h]}
    message: {text: Eczema breaks the skin., facts: [sun-72h]}
    actions: []
    read: aftercare/sun
    cases: [{fires: true, question: i have eczema}, {fires: false, question: no eczema}]
)"},
    {"protocols/scars.yaml",
     R"(protocols:
  - id: scars/home
    option: roller
    concern: acne-scar
    setting: HOME
    when: needle_length_mm <= 0.5
    session_count: {range: [3, 6], facts: [sun-72h]}
    full_result_from: LAST_SESSION
    first_line: [wash-4h]
    statements: [aftercare/sun/shade]
)"},
    {"plan/costs.yaml",
     R"(costs:
  - {option: roller, jurisdiction: GB, currency: GBP, range: [20, 45.5], per: device, facts: [wash-4h]}
budgets:
  - {budget: LOW, currency: GBP, at_most: 200}
  - {budget: MEDIUM, currency: GBP, at_most: 1000}
)"},
    {"plan/outlooks.yaml",
     R"(outlooks:
  - concern: acne-scar
    headline: aftercare/sun/shade
    can: [aftercare/sun/shade]
    cannot: []
)"},
    {"plan/calendar.yaml",
     R"(timeline:
  - {id: before, at: BEFORE, day_from: -7, day_to: -1, title: title, statements: [aftercare/sun/shade]}
aftercare:
  - {id: day, hour_from: 0, hour_to: 24, title: title, statements: [aftercare/sun/shade]}
  - {id: later, hour_from: 24, title: title, statements: [aftercare/sun/shade]}
)"},
    {"lexicon/acts.yaml",
     R"(kind: topic
entries:
  - {code: sun-exposure, label: sun, surfaces: [sun]}
  - {code: face-wash, label: washing, surfaces: [wash], implies: [sun-exposure]}
)"},
    {"lexicon/condition.yaml",
     "kind: condition\nentries:\n  - {code: eczema, label: eczema, surfaces: [eczema]}\n"},
    {"lexicon/symptom.yaml",
     "kind: symptom\nentries:\n  - {code: infection-signs.pus, label: pus, surfaces: [pus]}\n"},
    {"lexicon/concern.yaml",
     "kind: concern\nentries:\n  - {code: acne-scar, label: scars, surfaces: [acne scar]}\n"},
    {"lexicon/never-cross.yaml", "pairs:\n  - [bleed, blend]\n"},
    {"labels/labels.yaml",
     R"(labels: {title: A guide, option.roller: a roller, country.GB: Britain}
phones:
  - {use: emergency, jurisdiction: AU, number: '000', label: Australia, facts: [wash-4h]}
)"},
};

[[noreturn]] void Die(absl::string_view why, absl::string_view text) {
  std::fprintf(stderr, "%.*s: %.*s\n", static_cast<int>(why.size()), why.data(),
               static_cast<int>(text.size()), text.data());
  std::abort();
}

}  // namespace

KnowledgeFolder::KnowledgeFolder() {
  std::filesystem::copy("knowledge/schema", folder_.Path("schema"));
  for (const File& file : kFiles) Write(file.name, file.text);
  std::string context;
  for (const char* type : {"negation", "negation-after", "pseudo-negation", "terminator", "past",
                           "hypothetical", "use", "stopped", "never", "relative", "child", "client",
                           "self-treated", "other-treated", "question"}) {
    context += std::string(type) + ": [=word]\n";
  }
  Write("lexicon/context.yaml", context);
}

void KnowledgeFolder::Replace(absl::string_view file, absl::string_view from,
                              absl::string_view to) {
  std::string text = Text(file);
  const size_t at = text.find(std::string(from));
  if (at == std::string::npos) Die("not there", from);
  if (text.find(std::string(from), at + 1) != std::string::npos) Die("there twice", from);
  text.replace(at, from.size(), std::string(to));
  Write(file, text);
}

void KnowledgeFolder::Remove(absl::string_view file) {
  if (std::filesystem::remove_all(folder_.Path(file)) == 0) Die("not there", file);
}

std::vector<std::string> Written(const std::vector<Fault>& faults) {
  std::vector<std::string> lines;
  for (const Fault& fault : faults) lines.push_back(fault.ToString());
  return lines;
}

}  // namespace needlepoint
