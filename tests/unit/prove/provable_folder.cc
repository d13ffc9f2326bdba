#include "tests/unit/prove/provable_folder.h"

namespace needlepoint {
namespace {

// Line numbers are asserted by tests: add at the end.
constexpr char kRulesText[] = R"(rules:
  - id: infection/signs
    code: infection
    disposition: URGENT
    mode: enforce
    when: symptom("infection-signs")
    headline: {text: Have it seen today., facts: [sun-72h]}
    message: {text: These are signs of infection., facts: [sun-72h]}
    actions:
      - {text: Wash with plain water., facts: [wash-4h], demands: [wash]}
    read: aftercare/wash
    cases:
      - {fires: true, question: there is pus}
      - {fires: false, profile: {ruled_out_symptoms: [infection-signs]}}
  - id: eczema/home
    code: eczema
    disposition: AVOID
    mode: enforce
    when: has("eczema") AND setting = HOME
    headline: {text: Not while it flares., facts: [sun-72h], forbids: [needling]}
    message: {text: Eczema breaks the skin., facts: [sun-72h]}
    actions:
      - {text: Leave it alone., facts: [sun-72h], forbids: [pick]}
    read: aftercare/sun
    cases:
      - fires: true
        profile:
          conditions: [eczema]
          ruled_out_symptoms: [infection-signs]
          setting: HOME
          needle_length_mm: 0.5
          sessions_completed: 1
      - {fires: false, profile: {conditions: [eczema], setting: PROFESSIONAL}}
)";

constexpr char kProtocolsText[] = R"(protocols:
  - id: scars/home
    option: roller
    concern: acne-scar
    setting: HOME
    device: ROLLER
    when: NOT has("eczema")
    needle_length_mm: {range: [0.25, 0.5], facts: [sun-72h]}
    interval_days: {range: [7, 28], facts: [sun-72h]}
  - id: scars/cream
    option: cream
    concern: acne-scar
    setting: HOME
    when: has("eczema")
)";

constexpr char kFieldsText[] = R"(fields:
  - {name: setting, type: enum, values: [HOME, PROFESSIONAL], decides: whether, label: where, ask: What}
  - {name: needle_length_mm, type: number, min: 0, max: 10, risk: higher, decides: how, label: needle, ask: What}
  - {name: conditions, type: codes, kind: condition, decides: whether, label: condition, ask: What}
  - {name: symptoms, type: timed, kind: symptom, decides: whether, label: symptom, ask: What}
  - {name: hours_since_last_session, type: number, min: 0, risk: either, decides: when, label: since, ask: What}
)";

}  // namespace

ProvableFolder::ProvableFolder() {
  Write("rules/acute.yaml", kRulesText);
  Write("protocols/scars.yaml", kProtocolsText);
  Replace("labels/labels.yaml", "option.roller: a roller",
          "option.roller: a roller, option.cream: a cream");
  Write("schema/profile.yaml", kFieldsText);
  Write("schema/acts.yaml", "needling: any needling\nwash: washing\npick: picking\n");
  Write("schema/finding-codes.yaml", "- infection\n- eczema\n");
  Replace("passages/aftercare/sun.yaml", "kind: DO_NOW, when: setting = HOME,",
          "kind: DO_NOW, when: setting = HOME AND needle_length_mm > 0.2,");
}

}  // namespace needlepoint
