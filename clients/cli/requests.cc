#include "clients/cli/requests.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/util/time_util.h"

namespace needlepoint::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// The value of `enum_type` whose name ends in `word`: SETTING_HOME for "home".
// The words of the table and the enums are held together by a test.
const google::protobuf::EnumValueDescriptor* EnumValue(
    const google::protobuf::EnumDescriptor* enum_type, absl::string_view word) {
  const std::string end = absl::StrCat("_", absl::AsciiStrToUpper(word));
  const std::string zero = enum_type->value(0)->name();
  const std::string prefix = zero.substr(0, zero.size() - std::string("_UNSPECIFIED").size());
  return enum_type->FindValueByName(prefix + end);
}

template <typename Enum>
Enum EnumFlag(const Flags& flags, absl::string_view name) {
  const auto* value = EnumValue(google::protobuf::GetEnumDescriptor<Enum>(), flags.Text(name));
  return value == nullptr ? Enum() : static_cast<Enum>(value->number());
}

// Adds one CODE[:STATUS[:WEEKS]] or CODE[:NUMBER] to the repeated `field`: the
// members of these messages stand in that order.
void AddEntry(const std::string& entry, const FieldDescriptor* field, Message& profile) {
  const std::vector<std::string> pieces = absl::StrSplit(entry, ':');
  Message* item = profile.GetReflection()->AddMessage(&profile, field);
  for (size_t i = 0; i < pieces.size(); ++i) {
    const FieldDescriptor* member = item->GetDescriptor()->field(static_cast<int>(i));
    const std::string word(absl::StripAsciiWhitespace(pieces[i]));
    double number = 0;
    switch (member->cpp_type()) {
      case FieldDescriptor::CPPTYPE_ENUM:
        if (const auto* value = EnumValue(member->enum_type(), word)) {
          item->GetReflection()->SetEnum(item, member, value);
        }
        break;
      case FieldDescriptor::CPPTYPE_DOUBLE:
        if (absl::SimpleAtod(word, &number)) {
          item->GetReflection()->SetDouble(item, member, number);
        }
        break;
      default:
        item->GetReflection()->SetString(item, member, word);
    }
  }
}

void SetField(const FlagRow& row, const Flags& flags, const FieldDescriptor* field,
              Message& profile) {
  const auto* reflection = profile.GetReflection();
  switch (row.kind) {
    case FlagKind::kChoice:
      if (const auto* value = EnumValue(field->enum_type(), flags.Text(row.name))) {
        reflection->SetEnum(&profile, field, value);
      }
      break;
    case FlagKind::kInteger:
      reflection->SetInt32(&profile, field, flags.Integer(row.name).value_or(0));
      break;
    case FlagKind::kNumber:
      reflection->SetDouble(&profile, field, flags.Number(row.name).value_or(0));
      break;
    case FlagKind::kCodes:
      for (const std::string& code : flags.List(row.name)) {
        reflection->AddString(&profile, field, code);
      }
      break;
    case FlagKind::kProducts:
    case FlagKind::kSymptoms:
    case FlagKind::kProcedures:
      for (const std::string& entry : flags.List(row.name)) AddEntry(entry, field, profile);
      break;
    case FlagKind::kText:
    case FlagKind::kSwitch:
      reflection->SetString(&profile, field, flags.Text(row.name));
  }
}

absl::Status SetReferenceTime(const Flags& flags, google::protobuf::Timestamp* time) {
  if (google::protobuf::util::TimeUtil::FromString(flags.Text("reference-time"), time)) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      "--reference-time takes an RFC 3339 time, such as 2025-03-01T00:00:00Z");
}

// What ask, plan and review have in common.
template <typename Request>
absl::Status SetCommon(const Flags& flags, Request& request) {
  v1::Profile profile = MakeProfile(flags);
  if (profile.ByteSizeLong() > 0) *request.mutable_profile() = std::move(profile);
  request.set_audience(EnumFlag<v1::Audience>(flags, "audience"));
  request.set_language_code(flags.Text("language"));
  if (!flags.Has("reference-time")) return absl::OkStatus();
  return SetReferenceTime(flags, request.mutable_reference_time());
}

template <typename Field>
void AddAll(const std::vector<std::string>& values, Field* field) {
  for (const std::string& value : values) *field->Add() = value;
}

}  // namespace

v1::Profile MakeProfile(const Flags& flags) {
  v1::Profile profile;
  for (const FlagRow& row : AllFlags()) {
    if (!row.profile || !flags.Has(row.name)) continue;
    const std::string name = absl::StrReplaceAll(row.name, {{"-", "_"}});
    const FieldDescriptor* field = v1::Profile::descriptor()->FindFieldByName(name);
    if (field != nullptr) SetField(row, flags, field, profile);
  }
  absl::AsciiStrToUpper(profile.mutable_jurisdiction());
  for (std::string& field : *profile.mutable_answered_fields()) {
    field = absl::StrReplaceAll(field, {{"-", "_"}});
  }
  return profile;
}

absl::StatusOr<v1::AskQuestionRequest> MakeAskRequest(const Flags& flags) {
  v1::AskQuestionRequest request;
  const absl::Status status = SetCommon(flags, request);
  if (!status.ok()) return status;
  request.set_question(flags.JoinedArguments());
  request.set_citation_mode(EnumFlag<v1::CitationMode>(flags, "citations"));
  request.set_view(EnumFlag<v1::View>(flags, "view"));
  if (const auto most = flags.Integer("max-statements")) request.set_max_statements(*most);
  AddAll(flags.List("collections"), request.mutable_collections());
  return request;
}

absl::StatusOr<v1::BuildPlanRequest> MakePlanRequest(const Flags& flags) {
  v1::BuildPlanRequest request;
  const absl::Status status = SetCommon(flags, request);
  if (!status.ok()) return status;
  request.set_question(flags.JoinedArguments());
  request.set_citation_mode(EnumFlag<v1::CitationMode>(flags, "citations"));
  request.set_view(EnumFlag<v1::View>(flags, "view"));
  request.set_start_date(flags.Text("start-date"));
  if (const auto days = flags.Integer("max-downtime-days")) {
    request.mutable_constraints()->set_max_downtime_days(*days);
  }
  if (flags.Has("event-date")) {
    request.mutable_constraints()->set_event_date(flags.Text("event-date"));
  }
  if (const auto count = flags.Integer("max-session-count")) {
    request.mutable_constraints()->set_max_session_count(*count);
  }
  return request;
}

absl::StatusOr<v1::ReviewDraftRequest> MakeReviewRequest(const Flags& flags, std::string draft) {
  v1::ReviewDraftRequest request;
  const absl::Status status = SetCommon(flags, request);
  if (!status.ok()) return status;
  request.set_question(flags.Has("question") ? flags.Text("question") : flags.JoinedArguments());
  request.set_draft(std::move(draft));
  AddAll(flags.List("collections"), request.mutable_collections());
  return request;
}

v1::SearchPassagesRequest MakeSearchRequest(const Flags& flags) {
  v1::SearchPassagesRequest request;
  request.set_query(flags.JoinedArguments());
  request.set_collection(flags.Text("collection"));
  request.set_filter(flags.Text("filter"));
  request.set_page_size(flags.Integer("page-size").value_or(0));
  request.set_page_token(flags.Text("page-token"));
  request.set_order_by(flags.Text("order-by"));
  request.set_group_by(EnumFlag<v1::GroupBy>(flags, "group-by"));
  request.set_explain(flags.Has("explain"));
  request.set_exact_total(flags.Has("exact-total"));
  AddAll(flags.List("facets"), request.mutable_facets());
  AddAll(flags.List("phrases"), request.mutable_phrases());
  AddAll(flags.List("prefixes"), request.mutable_prefixes());
  AddAll(flags.List("exclusions"), request.mutable_exclusions());
  return request;
}

absl::StatusOr<v1::GetPassageRequest> MakePassageRequest(const Flags& flags) {
  if (flags.arguments().size() != 1) {
    return absl::InvalidArgumentError(
        "passage takes one id, such as guide/aftercare/sun#1; search shows ids");
  }
  const std::string& id = flags.arguments()[0];
  v1::GetPassageRequest request;
  // A passage's id ends in its number, a statement's does not.
  if (id.find('#') != std::string::npos) {
    request.set_passage_id(id);
  } else {
    request.set_statement_id(id);
  }
  request.set_knowledge_version(flags.Text("knowledge-version"));
  return request;
}

}  // namespace needlepoint::cli
