#include <google/protobuf/util/json_util.h>

#include <fstream>
#include <iostream>
#include <iterator>

#include "needlepoint/v1/guidance_service.pb.h"
#include "service/answer/verify.h"
#include "service/pack/snapshot.h"
#include "service/tools/commands.h"

namespace needlepoint {

int VerifyCommand(const std::string& answer_file, const std::string& snapshot_file) {
  const auto snapshot = Snapshot::Open(snapshot_file);
  if (!snapshot.ok()) {
    std::cerr << snapshot_file << ": " << snapshot.status().message() << "\n";
    return 1;
  }
  std::ifstream in(answer_file, std::ios::binary);
  const std::string json((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  v1::AskQuestionResponse response;
  const auto parsed = google::protobuf::util::JsonStringToMessage(json, &response);
  if (!in || !parsed.ok() || !response.has_answer()) {
    std::cerr << answer_file
              << ": not the JSON of an AskQuestionResponse; needlepoint ask --json prints one\n";
    return 1;
  }
  absl::Status verified = VerifyAnswer(**snapshot, response.answer());
  if (verified.ok()) verified = VerifyRendered(**snapshot, response.answer());
  if (!verified.ok()) {
    std::cerr << answer_file << ": refused: " << verified.message() << "\n";
    return 1;
  }
  std::cout << answer_file << ": says what version " << (*snapshot)->version() << " says\n";
  return 0;
}

}  // namespace needlepoint
