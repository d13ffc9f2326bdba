// Random requests: every one is answered soundly, or refused by name.

#include <algorithm>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

#include "service/answer/echo.h"
#include "tests/support/amount.h"
#include "tests/support/guide.h"
#include "tests/unit/api/api_fixture.h"

namespace needlepoint {
namespace {

// Requests whose every field may hold anything that a client can send, most of
// it nearly right.
class RandomRequests {
 public:
  v1::SearchPassagesRequest Next() {
    v1::SearchPassagesRequest request;
    request.set_query(Text());
    if (Rarely()) request.set_collection(OneOf({"guide", "desk", "desk", "nobody", "../x"}));
    if (Often()) request.set_filter(FilterText());
    if (Often()) request.set_page_size(Number());
    if (Rarely()) request.set_page_token(Token());
    if (Often()) request.set_order_by(OneOf({"", "relevance", "date", "date desc", "date asc"}));
    for (size_t n = Count(); n > 0; --n)
      request.add_facets(OneOf({"topic", "collection", "meta.team", "date", "meta.", "topic:*"}));
    if (Often()) request.set_group_by(static_cast<v1::GroupBy>(random_() % 4));
    request.set_explain(Rarely());
    for (size_t n = Count(); n > 0; --n) request.add_phrases(Text());
    for (size_t n = Count(); n > 0; --n) request.add_prefixes(Often() ? "ro" : Text());
    for (size_t n = Count(); n > 0; --n) request.add_exclusions(Text());
    request.set_exact_total(Often());
    for (size_t n = Count(); n > 0; --n)
      request.add_disabled_ranking_parts(static_cast<v1::RankingPart>(Number()));
    if (Rarely()) request.set_max_snippet_chars(Number());
    return request;
  }

  // A token that was given is a likely one.
  void Keep(const std::string& token) {
    if (!token.empty()) token_ = token;
  }

 private:
  bool Often() { return random_() % 2 == 0; }
  bool Rarely() { return random_() % 8 == 0; }
  size_t Count() { return Often() ? 0 : random_() % 3; }

  std::string OneOf(const std::vector<std::string>& list) { return list[random_() % list.size()]; }

  int Number() {
    switch (random_() % 6) {
      case 0:
        return static_cast<int>(random_());
      case 1:
        return static_cast<int>(random_() % 2000);
      default:
        return static_cast<int>(random_() % 12);
    }
  }

  std::string Text() {
    std::string text;
    for (size_t n = random_() % (Rarely() ? 200 : 8); n > 0; --n) {
      switch (random_() % 5) {
        case 0:
          text.push_back(static_cast<char>(random_()));
          break;
        case 1:
          text += OneOf({"\"", "*", "AND", "NEAR(", ":", "\xE2\x80\xAE", "\xC3\xA9", "-", "^"});
          break;
        default:
          absl::StrAppend(&text, " ",
                          OneOf({"roller", "sun", "accutane", "the", "sunscren", "refund", "back",
                                 "needle", "0.5", "redness", "retnol"}));
      }
    }
    return ToValidUtf8(text);
  }

  std::string FilterText() {
    std::string filter;
    for (size_t n = random_() % 6; n > 0; --n) {
      absl::StrAppend(
          &filter,
          OneOf({"topic = aftercare", "NOT grade:*", "date > 2020", "meta.team = \"north\"", "(",
                 ")", " AND ", " AND ", " OR ", "collection:guide", "zebra = x", "date = 2020-13",
                 "language != de", "'", "contradicted_rule:*"}),
          " ");
    }
    return Rarely() ? Text() : filter;
  }

  std::string Token() {
    std::string token = token_;
    if (Often() && !token.empty()) token[random_() % token.size()] = "0a:@,"[random_() % 5];
    return Rarely() ? Text() : token;
  }

  std::mt19937 random_{2026};
  std::string token_;
};

class SearchRandomTest : public ApiTest {
 protected:
  SearchRandomTest() {
    EXPECT_THAT(collections_.Publish(kGuide, GuidePath(), clock_.Now()), IsOk());
    ServeDesk();
  }

  static void ExpectInside(const std::string& text,
                           const google::protobuf::RepeatedPtrField<v1::Span>& spans) {
    int before = 0;
    for (const v1::Span& span : spans) {
      EXPECT_LE(before, span.start());
      EXPECT_LT(span.start(), span.end());
      EXPECT_LE(span.end(), static_cast<int>(text.size()));
      before = span.end();
    }
  }

  void ExpectSound(const v1::SearchPassagesRequest& request,
                   const v1::SearchPassagesResponse& response) const {
    EXPECT_LE(response.hits_size(),
              std::min(limits_.max_page_size,
                       request.page_size() == 0 ? limits_.default_page_size : request.page_size()));
    EXPECT_GE(response.total_size(), response.hits_size());
    EXPECT_TRUE(response.total_size_exact() || !request.exact_total());
    EXPECT_EQ(response.facets_size(), request.facets_size());
    for (const v1::SearchHit& hit : response.hits()) {
      ExpectInside(hit.snippet(), hit.highlights());
      ExpectInside(hit.title(), hit.title_highlights());
      double sum = hit.has_explanation() ? 0 : hit.score();
      for (const v1::ScoreContribution& part : hit.explanation().contributions())
        sum += part.value();
      EXPECT_NEAR(sum, hit.score(), 1e-9);
    }
  }
};

// The byte that a message "at byte 17: ..." names is one of the filter's, or its
// end.
bool NamesAByte(absl::string_view message, size_t size) {
  constexpr absl::string_view kStart = "at byte ";
  if (!absl::StartsWith(message, kStart)) return false;
  message.remove_prefix(kStart.size());
  size_t byte = 0;
  return absl::SimpleAtoi(message.substr(0, message.find(':')), &byte) && byte <= size;
}

TEST_F(SearchRandomTest, EveryRequestIsAnsweredOrRefusedByName) {
  RandomRequests requests;
  int answered = 0, with_hits = 0, bad_filters = 0;
  const int count = Amount(100'000, 1'000'000);
  for (int i = 0; i < count && !HasFailure(); ++i) {
    const v1::SearchPassagesRequest request = requests.Next();
    SCOPED_TRACE(absl::StrCat("request ", i, ": ", request.ShortDebugString()));
    v1::SearchPassagesResponse response;
    const absl::Status status = api_.SearchPassages(request, response);
    if (status.ok()) {
      ++answered;
      with_hits += response.hits_size() > 0 ? 1 : 0;
      ExpectSound(request, response);
      requests.Keep(response.next_page_token());
      continue;
    }
    const bool absent = request.collection() == "nobody" || request.collection() == "../x";
    EXPECT_TRUE(status.code() == absl::StatusCode::kInvalidArgument ||
                (absent && status.code() == absl::StatusCode::kNotFound))
        << status;
    const std::optional<ErrorDetail> detail = DetailOf(status);
    if (absent && status.code() == absl::StatusCode::kNotFound) continue;
    ASSERT_TRUE(detail.has_value()) << status;
    if (detail->field != "filter") continue;
    ++bad_filters;
    EXPECT_TRUE(NamesAByte(status.message(), request.filter().size())) << status;
  }
  EXPECT_GT(answered, count / 10);
  EXPECT_GT(with_hits, count / 20);
  EXPECT_GT(bad_filters, count / 10);
}

}  // namespace
}  // namespace needlepoint
