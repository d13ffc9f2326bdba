// Does one thing of the API, so that its instructions can be counted: see the
// script `instructions` beside this file.

#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>

#include "absl/strings/string_view.h"

#include "needlepoint/v1/guidance_service.pb.h"
#include "service/api/api.h"
#include "service/base/clock.h"
#include "service/conversation/sealer.h"
#include "service/storage/database.h"

namespace needlepoint {
namespace {

constexpr char kProfile[] = "acne-scar.boxcar";
constexpr int kTurns = 200;

void Fail(const absl::Status& status) {
  if (status.ok()) return;
  std::cerr << status.message() << "\n";
  std::exit(1);
}

v1::Profile Person() {
  v1::Profile profile;
  profile.set_setting(v1::SETTING_PROFESSIONAL);
  profile.set_age_years(31);
  profile.set_fitzpatrick(4);
  profile.set_budget(v1::BUDGET_MEDIUM);
  profile.add_concerns(kProfile);
  return profile;
}

// What is counted: bytes in, bytes out, and what happens between. Named in the
// script; never inlined, or there would be nothing to name.
template <typename Request, typename Response, typename Method>
[[gnu::noinline]] std::string Counted(const std::string& bytes, const Method& method) {
  Request request;
  Response response;
  if (!request.ParseFromString(bytes)) std::abort();
  Fail(method(request, response));
  return response.SerializeAsString();
}

class Bench {
 public:
  explicit Bench(const std::string& snapshot)
      : sealer_({{"bench", std::string(32, 'k')}}, clock_, absl::Hours(24)),
        api_(collections_, clock_, limits_, nullptr, nullptr, &sealer_) {
    Fail(collections_.Publish(kGuide, snapshot, clock_.Now()));
  }

  // Once not counted, so that what is made at first use is made. `kWarm` and the
  // counted call differ only in the name.
  std::string Run(absl::string_view what) {
    if (what == "plan") {
      v1::BuildPlanRequest request;
      *request.mutable_profile() = Person();
      return Twice<v1::BuildPlanRequest, v1::BuildPlanResponse>(
          request, [&](const auto& in, auto& out) { return api_.BuildPlan(in, out); });
    }
    if (what == "echo") {
      v1::BuildPlanRequest request;
      *request.mutable_profile() = Person();
      return Twice<v1::BuildPlanRequest, v1::BuildPlanRequest>(request,
                                                               [](const auto& in, auto& out) {
                                                                 out = in;
                                                                 return absl::OkStatus();
                                                               });
    }
    return Twice<v1::AskQuestionRequest, v1::AskQuestionResponse>(
        TurnAfter(what == "first-turn"    ? 0
                  : what == "second-turn" ? 1
                                          : kTurns - 1),
        [&](const auto& in, auto& out) { return api_.AskQuestion(in, out); });
  }

 private:
  template <typename Request, typename Response, typename Method>
  std::string Twice(const Request& request, const Method& method) {
    const std::string bytes = request.SerializeAsString();
    Response warm;
    Fail(method(request, warm));
    return Counted<Request, Response>(bytes, method);
  }

  // A question with the state of `turns` turns before it.
  v1::AskQuestionRequest TurnAfter(int turns) {
    static constexpr const char* kSaid[] = {"can i roll my boxcar scars at home?",
                                            "what about 0.25 then?",
                                            "i have eczema on my hands",
                                            "no, none of those",
                                            "i stopped retinol two weeks ago",
                                            "how often with that?",
                                            "im 31 with brown skin",
                                            "and at a clinic?"};
    v1::AskQuestionRequest request;
    for (int turn = 0; turn < turns; ++turn) {
      request.set_question(kSaid[turn % std::size(kSaid)]);
      v1::AskQuestionResponse response;
      Fail(api_.AskQuestion(request, response));
      request.set_conversation_state(response.conversation_state());
    }
    request.set_question(kSaid[turns == 1 ? 1 : 0]);
    return request;
  }

  FixedClock clock_{absl::FromUnixSeconds(1769817600)};  // 2026-01-31
  const Limits limits_;
  CollectionRegistry collections_;
  const Sealer sealer_;
  const Api api_;
};

}  // namespace
}  // namespace needlepoint

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "needlepoint-instructions {echo|plan|first-turn|second-turn|last-turn} SNAPSHOT\n";
    return 2;
  }
  needlepoint::ConfigureSqliteForThreads();
  std::cout << needlepoint::Bench(argv[2]).Run(argv[1]).size() << "\n";
  return 0;
}
