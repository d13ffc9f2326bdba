#include <map>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "tests/unit/api/api_fixture.h"
#include "tests/unit/api/status_codes.h"

namespace needlepoint {
namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::HasSubstr;

using KnowledgeApiTest = ApiTest;

// Ids of passages, a word each.
std::string PassageIds(const google::protobuf::RepeatedPtrField<v1::Passage>& passages) {
  return absl::StrJoin(passages, " ", [](std::string* out, const v1::Passage& passage) {
    out->append(passage.passage_id());
  });
}

struct PassageIdCase {
  std::string id;
  bool statement;
};
void PrintTo(const PassageIdCase& c, std::ostream* os) { *os << c.id; }

class PassageIdTest : public KnowledgeApiTest, public testing::WithParamInterface<PassageIdCase> {};

// By any of its ids: as answers write them, without "#1", without the
// collection, or by a statement.
TEST_P(PassageIdTest, LeadsToThePassage) {
  v1::GetPassageRequest request;
  if (GetParam().statement) {
    request.set_statement_id(GetParam().id);
  } else {
    request.set_passage_id(GetParam().id);
  }
  v1::GetPassageResponse response;
  NP_ASSERT_OK(api_.GetPassage(request, response));
  EXPECT_EQ(response.passage().passage_id(), "guide/aftercare/sun#1");
}

INSTANTIATE_TEST_SUITE_P(All, PassageIdTest,
                         testing::ValuesIn(std::vector<PassageIdCase>{
                             {"guide/aftercare/sun#1", false},
                             {"guide/aftercare/sun", false},
                             {"guide/aftercare/sun/shade", true},
                         }));

TEST_F(KnowledgeApiTest, ShowsAPassageWithItsStatementsAndTheirCitations) {
  v1::GetPassageRequest request;
  request.set_passage_id("guide/needles/clean#1");
  v1::GetPassageResponse response;
  NP_ASSERT_OK(api_.GetPassage(request, response));
  const v1::Passage& passage = response.passage();
  EXPECT_EQ(passage.title(), "Cleaning the roller");
  EXPECT_THAT(passage.questions(),
              ElementsAre("how do I clean my roller", "should I soak the needles"));
  EXPECT_THAT(passage.topic_codes(), ElementsAre("cleaning"));
  ASSERT_EQ(passage.statements_size(), 5);
  for (const v1::PassageStatement& statement : passage.statements()) {
    ASSERT_FALSE(statement.citation_numbers().empty()) << statement.statement_id();
    for (const int number : statement.citation_numbers()) {
      ASSERT_GE(number, 1);
      ASSERT_LE(number, passage.citations_size());
    }
  }
}

TEST_F(KnowledgeApiTest, ShowsAllThatADocumentSays) {
  ServeDesk();
  v1::GetPassageRequest request;
  request.set_passage_id("desk/faq/returns#2");
  v1::GetPassageResponse response;
  NP_ASSERT_OK(api_.GetPassage(request, response));
  const v1::Passage& passage = response.passage();
  EXPECT_EQ(passage.passage_id(), "desk/faq/returns#2");
  EXPECT_EQ(passage.collection(), "desk");
  EXPECT_EQ(passage.document_id(), "desk/faq/returns");
  EXPECT_EQ(passage.title(), "Returning a roller: Refund");
  EXPECT_EQ(passage.text(), "The refund for it comes after 5 days.");
  EXPECT_EQ(passage.uri(), "https://desk.example/returns");
  EXPECT_EQ(passage.document_time().seconds(), 1714521600);  // 2024-05-01
  EXPECT_EQ(passage.language_code(), "en");
  std::vector<std::string> metadata;
  for (const v1::MetadataEntry& entry : passage.metadata())
    metadata.push_back(absl::StrCat(entry.key(), "=", entry.value()));
  EXPECT_THAT(metadata, ElementsAre("product=roller", "team=north", "team=south"));
  EXPECT_EQ(passage.statements_size(), 0);
  EXPECT_EQ(response.knowledge_version(), VersionOf("desk"));
}

TEST_F(KnowledgeApiTest, LeavesOutWhatADocumentDoesNotHave) {
  ServeDesk();
  v1::GetPassageRequest request;
  request.set_passage_id("desk/post#1#1");
  v1::GetPassageResponse response;
  NP_ASSERT_OK(api_.GetPassage(request, response));
  EXPECT_FALSE(response.passage().has_document_time());
  EXPECT_EQ(response.passage().uri(), "");
  EXPECT_EQ(response.passage().metadata_size(), 0);
}

TEST_F(KnowledgeApiTest, NamesTheRulesThatADocumentContradicts) {
  NP_ASSERT_OK_AND_ASSIGN(auto file, WriteCollection(DeskPassages(), folder_.Path("desk")));
  ServedCollection desk;
  desk.name = "desk";
  desk.search = std::make_shared<const PassageSearch>(
      std::move(file), "desk", ContradictedRules{{1, {"sun/first", "sun/second"}}});
  for (const auto& [id, rules] : std::map<std::string, std::vector<std::string>>{
           {"desk/faq/returns#1", {}}, {"desk/faq/returns#2", {"sun/first", "sun/second"}}}) {
    CollectionRegistry registry;
    registry.Serve(desk);
    const Api api(registry, clock_, limits_);
    v1::GetPassageRequest request;
    request.set_passage_id(id);
    v1::GetPassageResponse response;
    NP_ASSERT_OK(api.GetPassage(request, response));
    EXPECT_THAT(response.passage().contradicted_rule_ids(), ElementsAreArray(rules));
  }
}

struct DeskIdCase {
  std::string id, want;  // "" for NOT_FOUND
};
void PrintTo(const DeskIdCase& c, std::ostream* os) { *os << c.id; }

class DeskIdTest : public KnowledgeApiTest, public testing::WithParamInterface<DeskIdCase> {};

TEST_P(DeskIdTest, LeadsToThePassage) {
  ServeDesk();
  v1::GetPassageRequest request;
  request.set_passage_id(GetParam().id);
  v1::GetPassageResponse response;
  const absl::Status status = api_.GetPassage(request, response);
  EXPECT_EQ(response.passage().passage_id(), GetParam().want);
  EXPECT_EQ(status.code(), GetParam().want.empty() ? kAbsent : absl::StatusCode::kOk);
}

INSTANTIATE_TEST_SUITE_P(All, DeskIdTest,
                         testing::ValuesIn(std::vector<DeskIdCase>{
                             {"desk/faq/returns#1", "desk/faq/returns#1"},
                             {"desk/faq/returns#3", "desk/faq/returns#3"},
                             {"desk/faq/returns", "desk/faq/returns#1"},
                             {"desk/faq/returns#4", ""},
                             {"desk/faq/returns#0", ""},
                             {"desk/faq/returns#-1", ""},
                             {"desk/faq/returns#01", ""},
                             {"desk/faq/returns# 1", ""},
                             {"desk/faq/returns#99999999999999999999", ""},
                             {"desk/faq/returns#", ""},
                             {"desk/faq", ""},
                             {"desk/post#1", "desk/post#1#1"},
                             {"desk/post#1#1", "desk/post#1#1"},
                             {"desk/post", ""},
                             {"desk/", ""},
                             {"desk", ""},
                             {"faq/returns#1", ""},
                             {"guide/faq/returns#1", ""},
                         }));

TEST_F(KnowledgeApiTest, DocumentsHaveNoStatements) {
  ServeDesk();
  v1::GetPassageRequest request;
  request.set_statement_id("desk/faq/returns#1");
  v1::GetPassageResponse response;
  EXPECT_THAT(api_.GetPassage(request, response),
              IsError(kAbsent, "NOT_FOUND", "statement_id", HasSubstr("id")));
}

struct NeighbourCase {
  std::string id;
  int before, after;
  std::string want_before, want_after;
};
void PrintTo(const NeighbourCase& c, std::ostream* os) {
  *os << c.before << " before, " << c.after << " after " << c.id;
}

class NeighbourTest : public KnowledgeApiTest, public testing::WithParamInterface<NeighbourCase> {};

TEST_P(NeighbourTest, ComeInReadingOrderFromTheSameDocument) {
  ServeDesk();
  v1::GetPassageRequest request;
  request.set_passage_id(GetParam().id);
  request.set_before_count(GetParam().before);
  request.set_after_count(GetParam().after);
  v1::GetPassageResponse response;
  NP_ASSERT_OK(api_.GetPassage(request, response));
  EXPECT_EQ(response.passage().passage_id(), GetParam().id);
  EXPECT_EQ(PassageIds(response.passages_before()), GetParam().want_before);
  EXPECT_EQ(PassageIds(response.passages_after()), GetParam().want_after);
}

INSTANTIATE_TEST_SUITE_P(
    All, NeighbourTest,
    testing::ValuesIn(std::vector<NeighbourCase>{
        {"desk/faq/returns#2", 0, 0, "", ""},
        {"desk/faq/returns#2", 10, 10, "desk/faq/returns#1", "desk/faq/returns#3"},
        {"desk/faq/returns#3", 10, 10, "desk/faq/returns#1 desk/faq/returns#2", ""},
        {"desk/faq/returns#3", 1, 0, "desk/faq/returns#2", ""},
        {"desk/faq/returns#1", 1, 1, "", "desk/faq/returns#2"},
        {"desk/faq/sun-cream#1", 10, 10, "", ""},
        {"guide/aftercare/sun#1", 10, 10, "", ""},
    }));

TEST_F(KnowledgeApiTest, ReachesTenNeighbours) {
  std::vector<DocumentPassage> passages;
  for (int number = 1; number <= 30; ++number)
    passages.push_back({.document_id = "long", .number = number, .text = "word"});
  ServeDesk(passages);
  v1::GetPassageRequest request;
  request.set_passage_id("desk/long#15");
  request.set_before_count(10);
  request.set_after_count(10);
  v1::GetPassageResponse response;
  NP_ASSERT_OK(api_.GetPassage(request, response));
  ASSERT_EQ(response.passages_before_size(), 10);
  ASSERT_EQ(response.passages_after_size(), 10);
  EXPECT_EQ(response.passages_before(0).passage_id(), "desk/long#5");
  EXPECT_EQ(response.passages_after(9).passage_id(), "desk/long#25");
  for (const int count : {-1, 11}) {
    v1::GetPassageRequest before = request, after = request;
    before.set_before_count(count);
    after.set_after_count(count);
    EXPECT_THAT(api_.GetPassage(before, response), IsError(kInvalid, "NEIGHBOUR_COUNT_OUT_OF_RANGE",
                                                           "before_count", HasSubstr("0 to 10")));
    EXPECT_THAT(api_.GetPassage(after, response), IsError(kInvalid, "NEIGHBOUR_COUNT_OUT_OF_RANGE",
                                                          "after_count", HasSubstr("0 to 10")));
  }
}

// A reply in a ticket outlives the passage that it names.
TEST_F(KnowledgeApiTest, FindsAPassageInTheNewestVersionThatHasIt) {
  ServeDesk();
  const std::string with = VersionOf("desk");
  ServeDesk({DeskPassages()[3]});
  const std::string without = VersionOf("desk");
  v1::GetPassageRequest request;
  v1::GetPassageResponse response;
  request.set_passage_id("desk/faq/returns#1");
  NP_ASSERT_OK(api_.GetPassage(request, response));
  EXPECT_EQ(response.knowledge_version(), with);
  request.set_knowledge_version(without);
  EXPECT_THAT(api_.GetPassage(request, response), StatusIs(kAbsent));
  request.set_passage_id("desk/faq/sun-cream#1");
  request.set_knowledge_version(with);
  NP_ASSERT_OK(api_.GetPassage(request, response));
  EXPECT_EQ(response.knowledge_version(), with);
  request.clear_knowledge_version();
  NP_ASSERT_OK(api_.GetPassage(request, response));
  EXPECT_EQ(response.knowledge_version(), without);
  request.set_knowledge_version(std::string(64, '0'));
  EXPECT_THAT(api_.GetPassage(request, response),
              IsError(kAbsent, "VERSION_NOT_FOUND", "knowledge_version", HasSubstr("last 3")));
}

TEST_F(KnowledgeApiTest, FindsASourceInTheNewestVersionThatHasIt) {
  const std::string first = VersionOf(kGuide);
  Knowledge k = SmallKnowledge();
  k.sources.push_back({.id = "later", .title = "Later", .issuer_type = "clinic"});
  NP_ASSERT_OK(WriteSnapshot(k, folder_.Path("later")));
  NP_ASSERT_OK(collections_.Publish(kGuide, folder_.Path("later"), clock_.Now()));
  const std::string second = VersionOf(kGuide);
  NP_ASSERT_OK(collections_.Publish(kGuide, path_, clock_.Now()));
  v1::GetSourceRequest request;
  v1::GetSourceResponse response;
  request.set_source_id("later");
  NP_ASSERT_OK(api_.GetSource(request, response));
  EXPECT_EQ(response.knowledge_version(), second);
  request.set_knowledge_version(first);
  EXPECT_THAT(api_.GetSource(request, response), StatusIs(kAbsent));
  request.set_source_id("clinic-leaflet");
  request.clear_knowledge_version();
  NP_ASSERT_OK(api_.GetSource(request, response));
  EXPECT_EQ(response.knowledge_version(), first);
}

TEST_F(KnowledgeApiTest, WhatIsAbsentIsNotFound) {
  v1::GetPassageResponse passage;
  for (const char* id : {"", "guide/no/such#1", "guide/", "aftercare/sun", "/"}) {
    v1::GetPassageRequest request;
    request.set_passage_id(id);
    EXPECT_THAT(api_.GetPassage(request, passage), StatusIs(absl::StatusCode::kNotFound)) << id;
  }
  // A statement of a rule belongs to no passage.
  v1::GetPassageRequest request;
  request.set_statement_id("guide/rule/infection/signs/message");
  EXPECT_THAT(api_.GetPassage(request, passage),
              IsError(absl::StatusCode::kNotFound, "NOT_FOUND", "statement_id", HasSubstr("id")));
  v1::GetSourceResponse source;
  v1::GetSourceRequest absent;
  absent.set_source_id("no-such-source");
  EXPECT_THAT(api_.GetSource(absent, source),
              IsError(absl::StatusCode::kNotFound, "NOT_FOUND", "source_id", HasSubstr("id")));
  absent.set_fact_id("no-such-fact");
  EXPECT_THAT(api_.GetSource(absent, source),
              IsError(absl::StatusCode::kNotFound, "NOT_FOUND", "fact_id", HasSubstr("id")));
}

TEST_F(KnowledgeApiTest, SaysWhatToNameWhenNothingIs) {
  v1::GetPassageResponse passage;
  EXPECT_THAT(api_.GetPassage({}, passage),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("passage_id")));
  v1::GetSourceResponse source;
  EXPECT_THAT(api_.GetSource({}, source),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("source_id")));
}

TEST_F(KnowledgeApiTest, ShowsASourceWithItsFacts) {
  v1::GetSourceRequest request;
  request.set_source_id("clinic-leaflet");
  v1::GetSourceResponse response;
  NP_ASSERT_OK(api_.GetSource(request, response));
  EXPECT_EQ(response.source().title(), "After your treatment");
  EXPECT_EQ(response.source().issuer_type(), v1::ISSUER_TYPE_CLINIC);
  EXPECT_EQ(response.source().fact_count(), 4);
  EXPECT_EQ(response.facts_size(), 4);
  request.set_fact_id("isotretinoin-6-months");
  v1::GetSourceResponse by_fact;
  NP_ASSERT_OK(api_.GetSource(request, by_fact));
  EXPECT_EQ(by_fact.source().source_id(), "roller-trial");
}

TEST_F(KnowledgeApiTest, TellsLimitsAndWhatIsServed) {
  v1::GetServerInfoResponse info;
  NP_ASSERT_OK(api_.GetServerInfo({}, info));
  EXPECT_EQ(info.limits().max_question_bytes(), limits_.max_question_bytes);
  EXPECT_EQ(info.limits().max_query_bytes(), limits_.max_query_bytes);
  EXPECT_EQ(info.limits().max_profile_entries(), limits_.max_profile_entries);
  EXPECT_EQ(info.clinical_review().state(), v1::CLINICAL_REVIEW_STATE_UNREVIEWED);
  ASSERT_EQ(info.collections_size(), 1);
  const v1::Snapshot& guide = info.collections(0);
  EXPECT_EQ(guide.collection(), "guide");
  EXPECT_EQ(guide.passage_count(), 4);
  EXPECT_EQ(guide.rule_count(), 2);
  EXPECT_EQ(guide.fact_count(), 5);
  EXPECT_EQ(guide.source_count(), 2);
  EXPECT_EQ(guide.publish_time().seconds(), absl::ToUnixSeconds(clock_.Now()));
  EXPECT_THAT(info.served_methods(),
              testing::Contains("needlepoint.v1.GuidanceService/AskQuestion"));
}

}  // namespace
}  // namespace needlepoint
