// An Api over the small snapshot, at a fixed time, and a desk's documents to put
// beside it.

#ifndef NEEDLEPOINT_TESTS_UNIT_API_API_FIXTURE_H_
#define NEEDLEPOINT_TESTS_UNIT_API_API_FIXTURE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "service/api/api.h"
#include "service/api/errors.h"
#include "service/base/random_id.h"
#include "service/pack/snapshot_writer.h"
#include "tests/support/matchers.h"
#include "tests/support/small_collection.h"
#include "tests/support/small_knowledge.h"
#include "tests/support/temp_folder.h"

namespace needlepoint {

// Three documents: one of three passages, one of a day later, and one without a
// date whose id looks like a passage's.
inline std::vector<DocumentPassage> DeskPassages() {
  DocumentPassage returns{.document_id = "faq/returns", .title = "Returning a roller: How"};
  returns.text = "Send the roller back within 30 days.";
  returns.metadata = {{"product", "roller"}, {"team", "north"}, {"team", "south"}};
  returns.uri = "https://desk.example/returns";
  returns.date = "2024-05-01";
  returns.language = "en";
  DocumentPassage refund = returns, exceptions = returns;
  refund.number = 2;
  refund.title = "Returning a roller: Refund";
  refund.text = "The refund for it comes after 5 days.";
  exceptions.number = 3;
  exceptions.title = "Returning a roller: Exceptions";
  exceptions.text = "An opened roller cannot be sent back.";
  DocumentPassage cream{.document_id = "faq/sun-cream", .title = "Sun cream"};
  cream.text = "Our cream keeps the sun off for 2 hours.";
  cream.metadata = {{"product", "cream"}};
  cream.date = "2024-05-02";
  cream.language = "en";
  DocumentPassage post{.document_id = "post#1", .title = "Urlaub"};
  post.text = "Der Roller und die Sonne.";
  post.language = "de";
  return {returns, refund, exceptions, cream, post};
}

class ApiTest : public testing::Test {
 protected:
  ApiTest() {
    EXPECT_THAT(WriteSnapshot(SmallKnowledge(), path_), IsOk());
    EXPECT_THAT(collections_.Publish(kGuide, path_, clock_.Now()), IsOk());
  }

  // Puts `passages` in service as "desk".
  void ServeDesk(const std::vector<DocumentPassage>& passages = DeskPassages()) {
    const std::string path = folder_.Path(absl::StrCat("desk-", ++desks_));
    EXPECT_THAT(WriteCollection(passages, path).status(), IsOk());
    EXPECT_THAT(collections_.Publish("desk", path, clock_.Now()), IsOk());
  }

  // Puts a pack whose first passage has this title in service.
  void ServeGuide(const std::string& title) {
    Knowledge k = SmallKnowledge();
    k.passages[0].title = title;
    const std::string path = folder_.Path(title);
    EXPECT_THAT(WriteSnapshot(k, path), IsOk());
    EXPECT_THAT(collections_.Publish(kGuide, path, clock_.Now()), IsOk());
  }

  std::string VersionOf(absl::string_view collection) const {
    return (*collections_.Get(collection))->version();
  }

  // Monday, 15 June 2026, 14:30:15 UTC.
  FixedClock clock_{absl::FromUnixSeconds(1781533815)};
  TempFolder folder_;
  std::string path_ = folder_.Path("small.snapshot");
  CollectionRegistry collections_;
  Limits limits_;
  Api api_{collections_, clock_, limits_};

 private:
  int desks_ = 0;
};

// The same with a data directory, the guide given on the command line.
class DataDirApiTest : public ApiTest {
 protected:
  DataDirApiTest() {
    data_dir_ = *DataDir::Open(folder_.Path("data"));
    publisher_ = std::make_unique<Publisher>(*data_dir_, own_, clock_);
    EXPECT_THAT(publisher_->Start({{"guide", path_}}).status(), IsOk());
    imports_ = *Imports::Open(*data_dir_, clock_, RandomId);
    api_ = std::make_unique<Api>(own_, clock_, limits_, publisher_.get(), imports_.get());
  }

  v1::PublishSnapshotResponse Publish(const v1::PublishSnapshotRequest& request) {
    v1::PublishSnapshotResponse response;
    EXPECT_THAT(api_->PublishSnapshot(request, response), IsOk());
    return response;
  }

  std::shared_ptr<DataDir> data_dir_;
  CollectionRegistry own_;
  std::unique_ptr<Publisher> publisher_;
  std::unique_ptr<Imports> imports_;
  std::unique_ptr<Api> api_;
};

// Matches an error with the code, the reason and the field, whose message says
// `message`.
MATCHER_P4(IsError, code, reason, field, message, "is the error " + std::string(reason)) {
  *result_listener << "which is " << arg.ToString();
  const std::optional<ErrorDetail> detail = DetailOf(arg);
  return arg.code() == code && detail.has_value() && detail->reason == reason &&
         detail->field == field &&
         testing::ExplainMatchResult(message, std::string(arg.message()), result_listener);
}

}  // namespace needlepoint

#endif  // NEEDLEPOINT_TESTS_UNIT_API_API_FIXTURE_H_
