#include "service/collection/history.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/support/matchers.h"

namespace needlepoint {
namespace {

using testing::TestWithParam;
using testing::ValuesIn;

const std::string& A() {
  static const std::string version(64, 'a');
  return version;
}
const std::string& B() {
  static const std::string version = std::string(63, '0') + "b";
  return version;
}

TEST(HistoryTest, ReadsBackWhatItWrote) {
  const absl::Time noon = absl::FromUnixNanos(1781533815123456789);
  const History history{{{B(), noon, "a \"note\"\n\xc2\xb0"}, {A(), absl::UnixEpoch(), ""}}, A()};
  NP_ASSERT_OK_AND_ASSIGN(const History read, ParseHistory(HistoryText(history)));
  EXPECT_EQ(read.given, A());
  ASSERT_EQ(read.publications.size(), 2u);
  EXPECT_EQ(read.publications[0].version, B());
  EXPECT_EQ(read.publications[0].time, noon);
  EXPECT_EQ(read.publications[0].note, "a \"note\"\n\xc2\xb0");
  EXPECT_EQ(read.publications[1].version, A());
  EXPECT_EQ(HistoryText(read), HistoryText(history));
}

// Text comes from requests, whose bytes were checked; still nothing may throw.
TEST(HistoryTest, WritesANoteThatIsNotUtf8) {
  NP_ASSERT_OK_AND_ASSIGN(const History read,
                          ParseHistory(HistoryText({{{A(), absl::UnixEpoch(), "\xff"}}, ""})));
  EXPECT_EQ(read.publications[0].note, "\xef\xbf\xbd");
}

struct MalformedCase {
  std::string name;
  std::string text;
};
void PrintTo(const MalformedCase& c, std::ostream* os) { *os << c.name; }

class MalformedHistoryTest : public TestWithParam<MalformedCase> {};

TEST_P(MalformedHistoryTest, IsDamaged) {
  EXPECT_THAT(ParseHistory(GetParam().text), StatusIs(absl::StatusCode::kDataLoss));
}

// A history of one publication with `from` in its text replaced by `to`.
MalformedCase With(const std::string& name, const std::string& from, const std::string& to) {
  std::string text = HistoryText({{{A(), absl::UnixEpoch(), "n"}}, ""});
  const size_t at = text.find(from);
  return {name, at == std::string::npos ? "{}" : text.replace(at, from.size(), to)};
}

INSTANTIATE_TEST_SUITE_P(
    All, MalformedHistoryTest,
    ValuesIn(std::vector<MalformedCase>{
        {"Empty", ""},
        {"CutShort", HistoryText({{{A(), absl::UnixEpoch(), ""}}, ""}).substr(0, 60)},
        {"NoObject", "[]"},
        {"Nothing", "{}"},
        {"NoPublication", R"({"format":1,"given":"","publications":[]})"},
        {"PublicationIsNoObject", R"({"format":1,"given":"","publications":["x"]})"},
        {"VersionTwice",
         HistoryText({{{A(), absl::UnixEpoch(), ""}, {A(), absl::UnixEpoch(), ""}}, ""})},
        With("AnotherFormat", "\"format\": 1", "\"format\": 2"),
        With("FormatIsText", "\"format\": 1", "\"format\": \"1\""),
        With("ShortVersion", A(), A().substr(1)),
        With("VersionIsAPath", A(), "../" + A().substr(3)),
        With("UpperCaseVersion", A(), std::string(64, 'A')),
        With("GivenIsNoVersion", "\"given\": \"\"", "\"given\": \"x\""),
        With("NoTime", "1970-01-01", "yesterday"),
        With("EndlessTime", "1970-01-01T00:00:00+00:00", "infinite-future"),
        With("NoteIsANumber", "\"n\"", "7"),
    }),
    [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace needlepoint
