#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"

#include "service/answer/profile_proto.h"
#include "service/api/api.h"
#include "service/api/conversation_state.h"
#include "service/api/desk_notes.h"
#include "service/api/errors.h"
#include "service/base/status_macros.h"

namespace needlepoint {
namespace {

// The request's reference time, or the clock cut to the UTC day.
absl::StatusOr<absl::Time> ReferenceTime(bool has, const google::protobuf::Timestamp& time,
                                         const Clock& clock) {
  if (!has) {
    const absl::CivilDay day = absl::ToCivilDay(clock.Now(), absl::UTCTimeZone());
    return absl::FromCivil(day, absl::UTCTimeZone());
  }
  constexpr int64_t kYear0001 = -62135596800, kYear9999 = 253402300799;
  if (time.seconds() < kYear0001 || time.seconds() > kYear9999 || time.nanos() < 0 ||
      time.nanos() > 999999999) {
    return WithDetail(
        absl::InvalidArgumentError(
            "reference_time must lie in the years 0001 to 9999, with nanos from 0 to 999999999"),
        {"REFERENCE_TIME_OUT_OF_RANGE", "reference_time"});
  }
  return absl::FromUnixSeconds(time.seconds()) + absl::Nanoseconds(time.nanos());
}

int Entries(const v1::Profile& p) {
  return p.concerns_size() + p.body_areas_size() + p.conditions_size() +
         p.ruled_out_conditions_size() + p.medications_size() + p.skincare_size() +
         p.symptoms_size() + p.ruled_out_symptoms_size() + p.recent_procedures_size() +
         p.answered_fields_size();
}

absl::StatusOr<Profile> CheckedProfile(const v1::Profile& proto, const Limits& limits) {
  if (Entries(proto) > limits.max_profile_entries) {
    return WithDetail(absl::InvalidArgumentError(
                          absl::StrCat("the lists of profile hold ", Entries(proto),
                                       " entries; the limit is ", limits.max_profile_entries)),
                      {"PROFILE_TOO_LARGE", "profile"});
  }
  absl::StatusOr<Profile> profile = ProfileFromProto(proto);
  if (!profile.ok()) return WithDetail(profile.status(), {"PROFILE_INVALID", "profile"});
  return profile;
}

// What requests about a question and a person have in common.
template <typename Request>
absl::StatusOr<AskInput> ReadInput(const Request& request, const Limits& limits,
                                   const Clock& clock) {
  if (request.question().size() > static_cast<size_t>(limits.max_question_bytes)) {
    return TooLarge("question", "QUESTION_TOO_LARGE", request.question().size(),
                    limits.max_question_bytes);
  }
  AskInput input;
  input.question = request.question();
  NP_ASSIGN_OR_RETURN(input.profile, CheckedProfile(request.profile(), limits));
  NP_ASSIGN_OR_RETURN(input.reference_time,
                      ReferenceTime(request.has_reference_time(), request.reference_time(), clock));
  return input;
}

// "2027-01-31"; nothing if it is empty.
absl::StatusOr<std::optional<absl::CivilDay>> ReadDay(const std::string& text,
                                                      const std::string& field) {
  if (text.empty()) return std::nullopt;
  absl::CivilDay day;
  constexpr size_t kLength = 10;  // YYYY-MM-DD
  if (text.size() != kLength || !absl::ParseCivilTime(text, &day) ||
      absl::FormatCivilTime(day) != text) {
    return WithDetail(absl::InvalidArgumentError(absl::StrCat(
                          field, " must be a day written as YYYY-MM-DD, such as 2027-01-31")),
                      {"DATE_INVALID", field});
  }
  return day;
}

absl::StatusOr<Constraints> ReadConstraints(const v1::PlanConstraints& proto) {
  Constraints out;
  const auto read = [&](bool has, int value, int least, int most, const char* name,
                        std::optional<int>& into) -> absl::Status {
    if (!has) return absl::OkStatus();
    if (value < least || value > most) {
      const std::string field = absl::StrCat("constraints.", name);
      return WithDetail(absl::InvalidArgumentError(absl::StrCat(field, " must lie between ", least,
                                                                " and ", most, "; it is ", value)),
                        {"CONSTRAINT_OUT_OF_RANGE", field});
    }
    into = value;
    return absl::OkStatus();
  };
  NP_RETURN_IF_ERROR(read(proto.has_max_downtime_days(), proto.max_downtime_days(), 0, 365,
                          "max_downtime_days", out.max_downtime_days));
  NP_RETURN_IF_ERROR(read(proto.has_max_session_count(), proto.max_session_count(), 1, 100,
                          "max_session_count", out.max_session_count));
  NP_ASSIGN_OR_RETURN(out.event_day, ReadDay(proto.event_date(), "constraints.event_date"));
  return out;
}

// The desk's collections that a request names, or all of them.
absl::StatusOr<std::vector<std::shared_ptr<const ServedCollection>>> DocumentsToConsult(
    const v1::AskQuestionRequest& request, const CollectionRegistry& collections) {
  std::vector<std::shared_ptr<const ServedCollection>> documents;
  if (request.collections().empty()) documents = collections.List();
  for (const std::string& name : request.collections()) {
    NP_ASSIGN_OR_RETURN(auto served, collections.Get(name));
    documents.push_back(std::move(served));
  }
  documents.erase(
      std::remove_if(documents.begin(), documents.end(),
                     [](const auto& served) { return served->kind() == CollectionKind::kPack; }),
      documents.end());
  return documents;
}

}  // namespace

absl::Status Api::AskQuestion(const v1::AskQuestionRequest& request,
                              v1::AskQuestionResponse& response, const Caller& caller) const {
  TurnInput turn;
  NP_ASSIGN_OR_RETURN(turn.ask, ReadInput(request, limits_, clock_));
  if (request.has_max_statements()) {
    if (request.max_statements() < 1 || request.max_statements() > limits_.max_statements) {
      return WithDetail(absl::InvalidArgumentError(absl::StrCat(
                            "max_statements must lie between 1 and ", limits_.max_statements,
                            "; leave it out for ", kStatementsPerPart)),
                        {"MAX_STATEMENTS_OUT_OF_RANGE", "max_statements"});
    }
    turn.ask.max_statements = request.max_statements();
  }
  if (request.citation_mode() != v1::CITATION_MODE_UNSPECIFIED)
    turn.ask.citation_mode = request.citation_mode();
  NP_ASSIGN_OR_RETURN(turn.forgotten, ReadForgotten(request.forgotten_facts()));
  NP_ASSIGN_OR_RETURN(Memory memory,
                      OpenState(sealer_, request.conversation_state(), caller.end_user));
  NP_ASSIGN_OR_RETURN(const std::shared_ptr<const ServedCollection> guide,
                      collections_.Get(kGuide));
  NP_ASSIGN_OR_RETURN(*response.mutable_answer(), TakeTurn(*guide->answerer, turn, memory));
  response.set_conversation_state(SealState(sealer_, memory, caller.end_user));
  if (request.audience() != v1::AUDIENCE_AGENT) return absl::OkStatus();
  NP_ASSIGN_OR_RETURN(const std::vector<std::shared_ptr<const ServedCollection>> documents,
                      DocumentsToConsult(request, collections_));
  return AddDeskNotes(*guide, documents, request.question(), *response.mutable_answer());
}

absl::Status Api::BuildPlan(const v1::BuildPlanRequest& request, v1::BuildPlanResponse& response,
                            const Caller& caller) const {
  NP_ASSIGN_OR_RETURN(AskInput asked, ReadInput(request, limits_, clock_));
  NP_ASSIGN_OR_RETURN(const Memory memory,
                      OpenState(sealer_, request.conversation_state(), caller.end_user));
  PlanInput input;
  input.question = std::move(asked.question);
  input.profile = memory.turns == 0
                      ? std::move(asked.profile)
                      : RememberedProfile(memory, asked.profile, asked.reference_time);
  input.reference_time = asked.reference_time;
  if (request.citation_mode() != v1::CITATION_MODE_UNSPECIFIED)
    input.citation_mode = request.citation_mode();
  NP_ASSIGN_OR_RETURN(input.start_day, ReadDay(request.start_date(), "start_date"));
  NP_ASSIGN_OR_RETURN(input.constraints, ReadConstraints(request.constraints()));
  input.with_page = request.with_page();
  NP_ASSIGN_OR_RETURN(const std::shared_ptr<const ServedCollection> guide,
                      collections_.Get(kGuide));
  *response.mutable_plan() = guide->planner->Plan(input);
  return absl::OkStatus();
}

absl::Status Api::Converse(const v1::ConverseRequest& request, v1::AskQuestionRequest& before,
                           v1::ConverseResponse& response, const Caller& caller) const {
  const bool first = before.conversation_state().empty() && before.question().empty();
  if (!first && !request.conversation_state().empty()) {
    return WithDetail(absl::InvalidArgumentError(
                          "conversation_state belongs in the first message of a call; the call "
                          "itself carries on from there"),
                      {"STATE_NOT_FIRST", "conversation_state"});
  }
  v1::AskQuestionRequest ask = before;
  ask.set_question(request.question());
  ask.clear_profile();
  ask.clear_forgotten_facts();
  *ask.mutable_forgotten_facts() = request.forgotten_facts();
  if (request.has_profile()) *ask.mutable_profile() = request.profile();
  if (first) ask.set_conversation_state(request.conversation_state());
  if (request.has_reference_time()) *ask.mutable_reference_time() = request.reference_time();
  if (request.citation_mode() != v1::CITATION_MODE_UNSPECIFIED)
    ask.set_citation_mode(request.citation_mode());
  if (request.audience() != v1::AUDIENCE_UNSPECIFIED) ask.set_audience(request.audience());
  if (request.view() != v1::VIEW_UNSPECIFIED) ask.set_view(request.view());
  if (request.has_max_statements()) ask.set_max_statements(request.max_statements());
  if (!request.language_code().empty()) ask.set_language_code(request.language_code());
  if (!request.collections().empty()) *ask.mutable_collections() = request.collections();
  v1::AskQuestionResponse answered;
  NP_RETURN_IF_ERROR(AskQuestion(ask, answered, caller));
  *response.mutable_answer() = std::move(*answered.mutable_answer());
  response.set_conversation_state(answered.conversation_state());
  before = std::move(ask);
  before.set_conversation_state(std::move(*answered.mutable_conversation_state()));
  return absl::OkStatus();
}

absl::Status Api::ScreenProfile(const v1::ScreenProfileRequest& request,
                                v1::ScreenProfileResponse& response) const {
  NP_ASSIGN_OR_RETURN(AskInput input, ReadInput(request, limits_, clock_));
  NP_ASSIGN_OR_RETURN(const std::shared_ptr<const ServedCollection> guide,
                      collections_.Get(kGuide));
  *response.mutable_screening() = guide->answerer->Screen(input);
  return absl::OkStatus();
}

}  // namespace needlepoint
