// SearchPassages over the guide and a desk's imported documents.

#include <algorithm>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "needlepoint/v1/admin_service.pb.h"
#include "needlepoint/v1/knowledge_service.pb.h"
#include "tests/conformance/server.h"

namespace needlepoint::conformance {
namespace {

using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

constexpr char kSearch[] = "KnowledgeService/SearchPassages";
constexpr char kPassage[] = "KnowledgeService/GetPassage";
constexpr char kPublish[] = "AdminService/PublishSnapshot";

// A desk's documents, one a line; the first is long enough for two passages.
std::string Documents() {
  std::string form;
  for (int step = 1; step <= 28; ++step) {
    form += "Step " + std::to_string(step) +
            " of the form asks for the number on the parcel, and " + "for your name.\\n\\n";
  }
  return R"({"id":"shop/returns","title":"Returns","text":"A roller goes back within 30 days of )"
         R"(its purchase, unopened and in its box.\n\n)" +
         form +
         R"(The refund reaches the card after 5 days, the postage included.",)"
         R"("meta":{"uri":"https://desk.example/returns","date":"2024-05-01","team":"north"}}
{"id":"shop/sunscreen","title":"Our sunscreen","text":"The sunscreen we sell keeps the skin from )"
         R"(the sun for two hours.","meta":{"date":"2025-02-03","team":"south"}}
{"id":"shop/warranty","title":"Warranty","text":"The pen has a warranty of two years; the roller )"
         R"(has none.","meta":{"team":"north"}}
)";
}

// As it is after an editor's afternoon.
constexpr char kLaterDocuments[] =
    R"({"id":"shop/warranty","title":"Warranty","text":"Roller, roller and roller: all have a warranty now.","meta":{"team":"north"}}
)";

// Imports `lines` into a snapshot at `path`.
void Import(const std::string& lines, const std::string& folder, const std::string& path) {
  WriteFile(folder + "/documents.jsonl", lines);
  const Ended ended =
      RunProgram({Program("needlepoint-pack"), "import", folder + "/documents.jsonl", "-o", path});
  ASSERT_EQ(ended.exit_code, 0) << ended.err;
}

using Request = v1::SearchPassagesRequest;
using Response = v1::SearchPassagesResponse;

std::vector<std::string> Ids(const Response& response) {
  std::vector<std::string> ids;
  for (const v1::SearchHit& hit : response.hits()) ids.push_back(hit.passage_id());
  return ids;
}

class SearchTest : public ::testing::Test {
 protected:
  // One server for all tests that only ask.
  static void SetUpTestSuite() {
    const std::string folder = MakeFolder();
    Import(Documents(), folder, folder + "/desk.snapshot");
    server_ = std::make_unique<Server>(
        std::vector<std::string>{"--collection=desk=" + folder + "/desk.snapshot"});
  }
  static void TearDownTestSuite() { server_.reset(); }

  void SetUp() override {
    ASSERT_TRUE(server_->started()) << server_->complaint();
    client_ = std::make_unique<Client>(server_->address());
  }

  Response Search(const Request& request) {
    Response response;
    const grpc::Status status = client_->Call(kSearch, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }
  std::vector<std::string> Found(const std::function<void(Request&)>& set) {
    Request request;
    set(request);
    return Ids(Search(request));
  }

  static inline std::unique_ptr<Server> server_;
  std::unique_ptr<Client> client_;
};

TEST_F(SearchTest, SearchesAllCollectionsOrOne) {
  Request request;
  request.set_query("sunscreen roller");
  request.set_page_size(100);
  std::set<std::string> collections;
  const Response all = Search(request);
  for (const v1::SearchHit& hit : all.hits()) collections.insert(hit.collection());
  EXPECT_THAT(collections, ElementsAre("desk", "guide"));
  request.set_collection("desk");
  const Response desk = Search(request);
  EXPECT_EQ(desk.hits_size(), 3);
  for (const v1::SearchHit& hit : desk.hits()) EXPECT_THAT(hit.passage_id(), StartsWith("desk/"));
}

TEST_F(SearchTest, NarrowsByFilterPhrasePrefixAndExclusion) {
  EXPECT_THAT(Found([](Request& r) {
                r.set_query("roller pen");
                r.set_filter("meta.team = \"NORTH\" AND NOT date:*");
              }),
              ElementsAre("desk/shop/warranty#1"));
  EXPECT_THAT(Found([](Request& r) {
                r.set_query("roller");
                r.set_filter("collection = desk");
                r.add_phrases("within 30 days");
              }),
              ElementsAre("desk/shop/returns#1"));
  EXPECT_THAT(Found([](Request& r) {
                r.set_collection("desk");
                r.add_prefixes("refun");
              }),
              ElementsAre("desk/shop/returns#2"));
  EXPECT_THAT(Found([](Request& r) {
                r.set_query("roller");
                r.set_collection("desk");
                r.add_exclusions("30 days");
              }),
              ElementsAre("desk/shop/warranty#1"));
}

TEST_F(SearchTest, EveryHitOfAFilterFulfilsIt) {
  Request request;
  request.set_query("skin needling roller");
  request.set_filter("topic = aftercare");
  request.set_page_size(100);
  const Response found = Search(request);
  EXPECT_GT(found.hits_size(), 5);
  for (const v1::SearchHit& hit : found.hits()) EXPECT_EQ(hit.topic_id(), "aftercare");
}

TEST_F(SearchTest, OrdersByDateWithTheUndatedLast) {
  const auto ordered = [&](const char* order) {
    return Found([&](Request& r) {
      r.set_filter("collection = desk");
      r.set_order_by(order);
    });
  };
  EXPECT_THAT(ordered("date desc"), ElementsAre("desk/shop/sunscreen#1", "desk/shop/returns#1",
                                                "desk/shop/returns#2", "desk/shop/warranty#1"));
  EXPECT_THAT(ordered("date"), ElementsAre("desk/shop/returns#1", "desk/shop/returns#2",
                                           "desk/shop/sunscreen#1", "desk/shop/warranty#1"));
}

TEST_F(SearchTest, GroupsByDocument) {
  Request request;
  request.set_query("purchase box refund roller");
  request.set_collection("desk");
  request.set_group_by(v1::GROUP_BY_DOCUMENT);
  const Response found = Search(request);
  ASSERT_EQ(found.hits_size(), 2);
  EXPECT_EQ(found.hits(0).document_id(), "desk/shop/returns");
  EXPECT_EQ(found.hits(0).document_passage_count(), 2);
  EXPECT_EQ(found.hits(1).document_id(), "desk/shop/warranty");
}

TEST_F(SearchTest, FacetsCountWhatAFilterWouldFind) {
  Request request;
  request.set_query("skin roller");
  request.set_exact_total(true);
  for (const char* field : {"collection", "topic", "meta.team"}) request.add_facets(field);
  const Response found = Search(request);
  ASSERT_EQ(found.facets_size(), 3);
  int checked = 0;
  for (const v1::Facet& facet : found.facets()) {
    for (const v1::FacetBucket& bucket : facet.buckets()) {
      Request narrowed = request;
      narrowed.clear_facets();
      narrowed.set_filter(facet.field() + " = \"" + bucket.value() + "\"");
      EXPECT_EQ(Search(narrowed).total_size(), bucket.count()) << narrowed.filter();
      EXPECT_THAT(bucket.label(), Not(IsEmpty()));
      ++checked;
    }
  }
  EXPECT_GT(checked, 5);
}

TEST_F(SearchTest, ExplanationsAddUpToScores) {
  Request request;
  request.set_query("how soon can i use retnol and suncream after my roler");
  request.set_explain(true);
  const Response found = Search(request);
  ASSERT_GT(found.hits_size(), 0);
  for (const v1::SearchHit& hit : found.hits()) {
    double sum = 0;
    for (const v1::ScoreContribution& part : hit.explanation().contributions()) sum += part.value();
    EXPECT_NEAR(sum, hit.score(), 1e-6) << hit.passage_id();
  }
}

TEST_F(SearchTest, TheExactTotalIsHowManyHitsThereAre) {
  for (const v1::GroupBy group : {v1::GROUP_BY_PASSAGE, v1::GROUP_BY_DOCUMENT}) {
    for (const char* order : {"relevance", "date desc"}) {
      Request request;
      request.set_query("skin after needling");
      request.set_exact_total(true);
      request.set_group_by(group);
      request.set_order_by(order);
      request.set_page_size(23);
      std::set<std::string> ids;
      int hits = 0, total = 0;
      do {
        const Response page = Search(request);
        EXPECT_TRUE(page.total_size_exact());
        total = page.total_size();
        hits += page.hits_size();
        for (const std::string& id : Ids(page)) ids.insert(id);
        request.set_page_token(page.next_page_token());
        ASSERT_LE(hits, total);
      } while (!request.page_token().empty());
      EXPECT_EQ(hits, total);
      EXPECT_EQ(static_cast<int>(ids.size()), total) << "each once";
    }
  }
}

TEST_F(SearchTest, ProposesTheQueryItRead) {
  Request request;
  request.set_query("sunscren and redess");
  EXPECT_EQ(Search(request).corrected_query(), "sunscreen and redness");
}

TEST_F(SearchTest, HighlightsLieOnTheWords) {
  Request request;
  request.set_query("refund sunscreen");
  request.set_collection("desk");
  const Response found = Search(request);
  ASSERT_EQ(found.hits_size(), 2);
  int in_titles = 0;
  for (const v1::SearchHit& hit : found.hits()) {
    const auto lie_on_words = [](const std::string& text, const auto& spans) {
      for (const v1::Span& span : spans) {
        EXPECT_THAT(text.substr(span.start(), span.end() - span.start()),
                    AnyOf("refund", "Refund", "sunscreen"))
            << text;
      }
    };
    EXPECT_GT(hit.highlights_size(), 0);
    in_titles += hit.title_highlights_size();
    lie_on_words(hit.snippet(), hit.highlights());
    lie_on_words(hit.title(), hit.title_highlights());
  }
  EXPECT_EQ(in_titles, 1);
}

TEST_F(SearchTest, EveryHitCanBeGot) {
  Request request;
  request.set_query("skin roller sunscreen refund");
  request.set_page_size(100);
  std::set<std::string> collections;
  const Response found = Search(request);
  for (const v1::SearchHit& hit : found.hits()) {
    for (const std::string& id : {hit.passage_id(), hit.document_id()}) {
      v1::GetPassageRequest get;
      v1::GetPassageResponse got;
      get.set_passage_id(id);
      ASSERT_TRUE(client_->Call(kPassage, get, &got).ok()) << id;
      EXPECT_EQ(got.passage().document_id(), hit.document_id());
      if (id != hit.passage_id()) continue;
      EXPECT_EQ(got.passage().passage_id(), id);
      EXPECT_EQ(got.passage().title(), hit.title());
      collections.insert(got.passage().collection());
    }
  }
  EXPECT_THAT(collections, ElementsAre("desk", "guide"));
}

TEST_F(SearchTest, GetsWhatStandsBeforeAndAfterAHit) {
  v1::GetPassageRequest request;
  v1::GetPassageResponse response;
  request.set_passage_id("desk/shop/returns#2");
  request.set_before_count(10);
  request.set_after_count(10);
  ASSERT_TRUE(client_->Call(kPassage, request, &response).ok());
  ASSERT_EQ(response.passages_before_size(), 1);
  EXPECT_EQ(response.passages_before(0).passage_id(), "desk/shop/returns#1");
  EXPECT_EQ(response.passages_after_size(), 0);
  EXPECT_EQ(response.passage().uri(), "https://desk.example/returns");
  EXPECT_THAT(response.passage().text(), HasSubstr("refund reaches the card"));
}

TEST_F(SearchTest, TakesAQueryOfTheLargestSize) {
  Request request;
  request.set_query(LongQuestion(20000));
  EXPECT_GT(Search(request).hits_size(), 0);
  request.set_query(LongQuestion(20001));
  const grpc::Status status = client_->Call(kSearch, request, nullptr);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(SearchTest, SaysWhyNothingIsFound) {
  Request request;
  EXPECT_EQ(Search(request).empty_result_reason(), v1::EMPTY_RESULT_REASON_NO_WORDS);
  request.set_query("zzyzxqvk");
  EXPECT_EQ(Search(request).empty_result_reason(), v1::EMPTY_RESULT_REASON_NO_MATCH);
  request.set_query("roller");
  request.set_filter("meta.team = west");
  EXPECT_EQ(Search(request).empty_result_reason(), v1::EMPTY_RESULT_REASON_FILTERED_OUT);
}

TEST_F(SearchTest, ABadFilterIsRefusedAtItsByte) {
  Request request;
  request.set_query("roller");
  request.set_filter("topic = aftercare AND nobody = \"private\"");
  const grpc::Status status = client_->Call(kSearch, request, nullptr);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(status.error_message(), AllOf(HasSubstr("at byte 22: "), Not(HasSubstr("private"))));
  ASSERT_TRUE(DetailsOf(status).has_value());
  EXPECT_EQ(DetailsOf(status)->bad_request->field_violations(0).field(), "filter");
}

// The pages of one list, the first got before other documents are published.
TEST(SearchPagesTest, StayAsTheyBeganAcrossAPublication) {
  const std::string folder = MakeFolder(), data = folder + "/data";
  std::filesystem::create_directories(data + "/incoming");
  Import(Documents(), folder, folder + "/desk.snapshot");
  Import(kLaterDocuments, folder, data + "/incoming/later");
  {
    Server server({"--collection=desk=" + folder + "/desk.snapshot", "--data-dir=" + data});
    ASSERT_TRUE(server.started()) << server.complaint();
    Client client(server.address());
    Request request;
    request.set_query("roller warranty skin");
    request.set_page_size(2);
    const auto all_pages = [&](const std::function<void()>& after_the_first) {
      Request page_request = request;
      std::vector<std::string> ids;
      do {
        Response page;
        const grpc::Status status = client.Call(kSearch, page_request, &page);
        EXPECT_TRUE(status.ok()) << status.error_message();
        if (page_request.page_token().empty()) after_the_first();
        for (const std::string& id : Ids(page)) ids.push_back(id);
        page_request.set_page_token(page.next_page_token());
      } while (!page_request.page_token().empty());
      return ids;
    };
    const std::vector<std::string> before = all_pages([] {});
    EXPECT_EQ(std::set<std::string>(before.begin(), before.end()).size(), before.size());
    EXPECT_EQ(all_pages([&] {
                v1::PublishSnapshotRequest publish;
                publish.set_collection("desk");
                publish.set_snapshot_file_name("later");
                const grpc::Status status = client.Call(kPublish, publish, nullptr);
                EXPECT_TRUE(status.ok()) << status.error_message();
              }),
              before);
    const std::vector<std::string> after = all_pages([] {});
    EXPECT_NE(after, before);
    EXPECT_THAT(after, Contains("desk/shop/warranty#1"));
    EXPECT_THAT(after, Not(Contains("desk/shop/returns#1")));
    // What is no longer in service can still be got.
    v1::GetPassageRequest get;
    get.set_passage_id("desk/shop/returns#1");
    EXPECT_TRUE(client.Call(kPassage, get, nullptr).ok());
  }
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace needlepoint::conformance
