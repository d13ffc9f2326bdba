// What a way to go costs, and whether that fits a budget.

#ifndef NEEDLEPOINT_SERVICE_PLAN_PRICES_H_
#define NEEDLEPOINT_SERVICE_PLAN_PRICES_H_

#include <optional>
#include <string>

#include "service/model/knowledge.h"

namespace needlepoint {

// The price of `row` in `jurisdiction`; of a country the sources hold no price for,
// and of none, in the first country they hold one for. A price of the row's own
// concern goes before a general one. Null if they hold none.
const Price* PriceOf(const Knowledge& knowledge, const Protocol& row,
                     const std::string& jurisdiction);

// Whether the fewest sessions at the lowest price cost no more than `budget`
// ("LOW") allows. Nothing if the budget is not known, or the price is another
// country's than `jurisdiction`; without one, than that of the pack's first price.
std::optional<bool> FitsBudget(const Knowledge& knowledge, const Protocol& row, const Price& price,
                               const std::string& budget, const std::string& jurisdiction);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_PLAN_PRICES_H_
