// Which price stands for a way to go, and whether it fits a budget.

#include "service/plan/prices.h"

#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "tests/unit/plan/plan_pack.h"

namespace needlepoint {
namespace {

// "GBP 100 a session, fits", "none".
std::string PriceText(const std::string& row_id, const std::string& budget,
                      const std::string& jurisdiction) {
  static const auto* const knowledge = new Knowledge(PlanKnowledge());
  const Protocol& row = RowOf(*knowledge, row_id);
  const Price* price = PriceOf(*knowledge, row, jurisdiction);
  if (price == nullptr) return "none";
  const std::optional<bool> fits = FitsBudget(*knowledge, row, *price, budget, jurisdiction);
  return absl::StrCat(price->currency, " ", price->range.min, " a ", price->per,
                      !fits.has_value() ? ""
                      : *fits           ? ", fits"
                                        : ", over");
}

struct PriceCase {
  std::string name, row, budget, jurisdiction, want;
};
void PrintTo(const PriceCase& c, std::ostream* os) { *os << c.name; }

class PricesTest : public testing::TestWithParam<PriceCase> {};

TEST_P(PricesTest, AreHeldAgainstTheBudget) {
  EXPECT_EQ(PriceText(GetParam().row, GetParam().budget, GetParam().jurisdiction), GetParam().want);
}

INSTANTIATE_TEST_SUITE_P(
    All, PricesTest,
    testing::ValuesIn(std::vector<PriceCase>{
        {"NoPrice", "roller", "HIGH", "", "none"},
        {"NoCountryIsThatOfTheFirstPrice", "clinic", "", "", "USD 100 a session"},
        {"TheCountrysOwn", "clinic", "", "GB", "GBP 100 a session"},
        {"AnotherCountryWhereThereIsNone", "clinic", "", "FR", "USD 100 a session"},
        {"OfAnotherCountryNothingIsSaidOfTheBudget", "clinic", "LOW", "FR", "USD 100 a session"},
        {"NorIfNoCountryIsKnown", "rf", "HIGH", "", "INR 9000 a session"},
        // The fewest sessions, 3, at the lowest price.
        {"OverALowBudget", "clinic", "LOW", "", "USD 100 a session, over"},
        {"AtTheBoundOfAMediumOne", "clinic", "MEDIUM", "", "USD 100 a session, fits"},
        {"OverTheBoundInAnotherCurrency", "clinic", "MEDIUM", "GB", "GBP 100 a session, over"},
        {"AHighBudgetFitsAll", "clinic", "HIGH", "GB", "GBP 100 a session, fits"},
        {"OfAConcernBeforeAGeneralOne", "texture-clinic", "", "GB", "GBP 150 a course"},
        {"ACourseCountsOnce", "texture-clinic", "MEDIUM", "GB", "GBP 150 a course, fits"},
        {"WhereTheCountryIsOthersConcernComesSecond", "texture-clinic", "", "US",
         "USD 100 a session"},
        // Without a number of sessions one counts.
        {"OneSessionWhereNoneIsHeld", "peel", "LOW", "GB", "GBP 60 a session, fits"},
        {"NoBoundInTheCurrency", "rf", "LOW", "IN", "INR 9000 a session"},
    }),
    [](const auto& info) { return info.param.name; });

TEST(PricesTest, APackWithoutPricesHasNone) {
  const Knowledge none;
  EXPECT_EQ(PriceOf(none, {.option = "clinic"}, "US"), nullptr);
}

}  // namespace
}  // namespace needlepoint
