// Answers batches in process with one stage of the understanding left out, for
// tests/eval/ablation.
//
//   needlepoint-ablation SNAPSHOT STAGE IN.jsonl OUT.jsonl     "none" leaves out none
//
// Lines as of `needlepoint batch ask`.

#include <google/protobuf/util/json_util.h>

#include <fstream>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "needlepoint/v1/guidance_service.pb.h"
#include "service/answer/answerer.h"
#include "service/answer/profile_proto.h"

namespace needlepoint {
namespace {

absl::StatusOr<Stages> AllBut(const std::string& name) {
  Stages stages;
  const std::map<std::string, bool*> by_name = {
      {"spelling", &stages.spelling}, {"scope", &stages.scope},
      {"voices", &stages.voices},     {"negation", &stages.negation},
      {"history", &stages.history},   {"hypothesis", &stages.hypothesis},
      {"persons", &stages.persons},   {"numbers", &stages.numbers},
      {"times", &stages.times}};
  if (name == "none") return stages;
  const auto it = by_name.find(name);
  if (it == by_name.end()) return absl::InvalidArgumentError("there is no stage " + name);
  *it->second = false;
  return stages;
}

absl::StatusOr<std::string> AnswerLine(const Answerer& answerer, const std::string& line) {
  const nlohmann::json json = nlohmann::json::parse(line);
  v1::AskQuestionRequest request;
  if (const auto parsed =
          google::protobuf::util::JsonStringToMessage(json.at("request").dump(), &request);
      !parsed.ok())
    return absl::InvalidArgumentError(std::string(parsed.message()));
  AskInput input;
  input.question = request.question();
  const absl::StatusOr<Profile> profile = ProfileFromProto(request.profile());
  if (!profile.ok()) return profile.status();
  input.profile = *profile;
  input.reference_time = absl::FromCivil(absl::CivilDay(2026, 1, 31), absl::UTCTimeZone());
  v1::AskQuestionResponse response;
  absl::StatusOr<v1::Answer> answer = answerer.Answer(input);
  if (!answer.ok()) return answer.status();
  *response.mutable_answer() = *std::move(answer);
  std::string out;
  if (const auto printed = google::protobuf::util::MessageToJsonString(response, &out);
      !printed.ok())
    return absl::InternalError(std::string(printed.message()));
  return nlohmann::json{{"id", json.at("id")}, {"response", nlohmann::json::parse(out)}}.dump();
}

absl::Status Run(const std::string& file, const std::string& stage, std::istream& in,
                 std::ostream& out) {
  const absl::StatusOr<Stages> stages = AllBut(stage);
  if (!stages.ok()) return stages.status();
  const auto snapshot = Snapshot::Open(file);
  if (!snapshot.ok()) return snapshot.status();
  const auto answerer = Answerer::Create(*snapshot, "guide", *stages);
  if (!answerer.ok()) return answerer.status();
  for (std::string line; std::getline(in, line);) {
    const absl::StatusOr<std::string> answered = AnswerLine(**answerer, line);
    if (!answered.ok()) return answered.status();
    out << *answered << "\n";
  }
  return absl::OkStatus();
}

}  // namespace
}  // namespace needlepoint

int main(int argc, char** argv) {
  if (argc != 5) {
    std::cerr << "usage: needlepoint-ablation SNAPSHOT STAGE IN.jsonl OUT.jsonl\n";
    return 2;
  }
  std::ifstream in(argv[3]);
  std::ofstream out(argv[4]);
  const absl::Status status = needlepoint::Run(argv[1], argv[2], in, out);
  if (status.ok()) return 0;
  std::cerr << status.message() << "\n";
  return 1;
}
