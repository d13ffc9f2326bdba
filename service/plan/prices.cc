#include "service/plan/prices.h"

#include "service/model/profile.h"

namespace needlepoint {

const Price* PriceOf(const Knowledge& knowledge, const Protocol& row,
                     const std::string& jurisdiction) {
  const Price* best = nullptr;
  for (const Price& price : knowledge.prices) {
    if (price.option != row.option) continue;
    if (!price.concern.empty() && !CodeIs(row.concern, price.concern)) continue;
    const bool nearer =
        best != nullptr && price.jurisdiction == jurisdiction && best->jurisdiction != jurisdiction;
    const bool closer = best != nullptr && price.jurisdiction == best->jurisdiction &&
                        best->concern.empty() && !price.concern.empty();
    if (best == nullptr || nearer || closer) best = &price;
  }
  return best;
}

std::optional<bool> FitsBudget(const Knowledge& knowledge, const Protocol& row, const Price& price,
                               const std::string& budget, const std::string& jurisdiction) {
  if (budget.empty()) return std::nullopt;
  const std::string& country =
      jurisdiction.empty() ? knowledge.prices.front().jurisdiction : jurisdiction;
  if (price.jurisdiction != country) return std::nullopt;
  if (budget == "HIGH") return true;
  const auto sessions = row.numbers.find("session_count");
  const double times =
      price.per == "session" && sessions != row.numbers.end() ? sessions->second.min : 1;
  for (const Budget& known : knowledge.budgets) {
    if (known.level == budget && known.currency == price.currency)
      return price.range.min * times <= known.at_most;
  }
  return std::nullopt;
}

}  // namespace needlepoint
