#include "service/api/api.h"

namespace needlepoint {

absl::Status Api::GetServerInfo(const v1::GetServerInfoRequest&,
                                v1::GetServerInfoResponse& response) const {
  response.set_version(NEEDLEPOINT_VERSION);
  response.add_language_codes("en");
  bool reviewed = true;
  for (const std::shared_ptr<const ServedCollection>& served : collections_.List()) {
    const Knowledge& k = served->snapshot().knowledge();
    v1::Snapshot* out = response.add_collections();
    out->set_collection(served->name);
    out->set_knowledge_version(served->snapshot().version());
    out->set_state(v1::SNAPSHOT_STATE_SERVING);
    out->set_kind(v1::COLLECTION_KIND_PACK);
    out->mutable_publish_time()->set_seconds(absl::ToUnixSeconds(served->since));
    out->set_passage_count(static_cast<int>(k.passages.size()));
    out->set_statement_count(static_cast<int>(k.statements.size()));
    out->set_rule_count(static_cast<int>(k.rules.size()));
    out->set_fact_count(static_cast<int>(k.facts.size()));
    out->set_source_count(static_cast<int>(k.sources.size()));
    const auto state = served->snapshot().manifest().find("reviewed_by_clinician");
    reviewed = reviewed && state != served->snapshot().manifest().end() && state->second == "yes";
    if (served->name == kGuide) {
      response.mutable_clinical_review()->set_notice(
          served->snapshot().Label("notice.not-reviewed"));
      response.mutable_clinical_review()->set_total_count(static_cast<int>(k.rules.size()));
    }
  }
  response.mutable_clinical_review()->set_state(reviewed ? v1::CLINICAL_REVIEW_STATE_REVIEWED
                                                         : v1::CLINICAL_REVIEW_STATE_UNREVIEWED);
  v1::Limits* limits = response.mutable_limits();
  limits->set_max_request_bytes(limits_.max_request_bytes);
  limits->set_max_question_bytes(limits_.max_question_bytes);
  limits->set_max_query_bytes(limits_.max_query_bytes);
  limits->set_max_draft_bytes(limits_.max_draft_bytes);
  limits->set_max_filter_bytes(limits_.max_filter_bytes);
  limits->set_max_profile_entries(limits_.max_profile_entries);
  for (const char* method : {"GuidanceService/AskQuestion", "KnowledgeService/SearchPassages",
                             "KnowledgeService/GetPassage", "KnowledgeService/GetSource",
                             "SafetyService/ScreenProfile", "AdminService/GetServerInfo"}) {
    response.add_served_methods(std::string("needlepoint.v1.") + method);
  }
  return absl::OkStatus();
}

}  // namespace needlepoint
