#include "service/retrieve/intent_words.h"

namespace needlepoint {

absl::Span<const IntentWords> AllIntentWords() {
  static constexpr IntentWords kIntents[] = {
      {"treatment treat treating cure fix heal healing remedy manage medication medicine drug "
       "therapy rid relief",
       "treatment therapy medication surgery"},
      {"cause causes caused causing why reason reasons trigger triggers due",
       "cause caused reason"},
      {"symptom symptoms sign signs notice", "symptom sign"},
      {"prognosis outlook recover recovery survive survival permanent",
       "outlook prognosis recovery"},
      {"prevent preventing prevention avoid protect", "prevention prevent risk"},
      {"diagnose diagnosed diagnosis test tests testing detect detected check screening",
       "diagnosis test exam"},
      {"gene genes genetic hereditary inherit inherited inheritance family passed",
       "gene inherited mutation"},
      {"risk risks risky chance chances likely susceptible danger dangerous safe safety",
       "risk likely"},
      {"complication complications", "complication"},
      {"research study studies trial trials evidence", "research study trial"},
      {"adverse reaction reactions effect effects side", "side effect"},
      {"dose doses dosage dosing often frequency", "dose dosage"},
      {"interact interacts interaction interactions together combine combining mix mixing",
       "interaction"},
      {"common prevalence incidence rare statistics", "affect estimated people"},
      {"diet eat eating food foods nutrition vitamin vitamins", "diet nutrition food"},
  };
  return kIntents;
}

}  // namespace needlepoint
