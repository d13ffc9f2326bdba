// A desk's documents to search, small enough to reason about.
//
//   scars#1       Acne scars: Treatment   2023-01-05, team a
//   scars#2       Acne scars: Causes      as above
//   hygiene#1     Roller hygiene          2024-06-01, team b; also "needle cleaning"
//   medicine#1    Isotretinoin            2022-02-02
//   sun#1         Sunscreen               undated

#ifndef NEEDLEPOINT_TESTS_UNIT_RETRIEVE_SEARCH_DESK_H_
#define NEEDLEPOINT_TESTS_UNIT_RETRIEVE_SEARCH_DESK_H_

#include <memory>

#include "service/retrieve/passage_search.h"
#include "tests/support/small_collection.h"
#include "tests/support/temp_folder.h"

namespace needlepoint {

// Opened at the first call and shared.
inline const PassageSearch& SearchDesk() {
  static const auto* const search = [] {
    const TempFolder folder;
    DocumentPassage treatment{.document_id = "scars", .title = "Acne scars: Treatment"};
    treatment.text = "Needling treats acne scars. Most of the scars fade.\nA pen goes deeper.";
    treatment.metadata = {{"team", "a"}};
    treatment.date = "2023-01-05";
    DocumentPassage causes = treatment;
    causes.number = 2;
    causes.title = "Acne scars: Causes";
    causes.text = "Picking is what causes them.";
    DocumentPassage hygiene{.document_id = "hygiene", .title = "Roller hygiene"};
    hygiene.text = "Clean the roller in alcohol before acne gets worse.";
    hygiene.aliases = {"needle cleaning"};
    hygiene.metadata = {{"team", "b"}};
    hygiene.date = "2024-06-01";
    DocumentPassage medicine{.document_id = "medicine", .title = "Isotretinoin"};
    medicine.text = "Wait after isotretinoin.";
    medicine.date = "2022-02-02";
    DocumentPassage sun{.document_id = "sun", .title = "Sunscreen"};
    sun.text = "Use a sunscreen of SPF 30 for weeks, on scars above all.";
    auto file =
        WriteCollection({treatment, causes, hygiene, medicine, sun}, folder.Path("desk.snapshot"));
    return new PassageSearch(std::move(file).value(), "desk",
                             ContradictedRules{{0, {"cleaning/soap"}}});
  }();
  return *search;
}

}  // namespace needlepoint

#endif  // NEEDLEPOINT_TESTS_UNIT_RETRIEVE_SEARCH_DESK_H_
