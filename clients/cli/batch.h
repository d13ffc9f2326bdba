// A file of requests in, a file of replies out.
//
// A line in is {"id", "request"}, or {"id", "requests": [...]} for a
// conversation; a line out is {"id", "response"}, {"id", "responses"} or
// {"id", "error": {"code", "message"}}. Order is kept; empty lines are skipped.

#ifndef NEEDLEPOINT_CLIENTS_CLI_BATCH_H_
#define NEEDLEPOINT_CLIENTS_CLI_BATCH_H_

#include <functional>
#include <istream>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "clients/cli/client.h"
#include "needlepoint/v1/guidance_service.pb.h"

namespace needlepoint::cli {

// What a line of the file asks for.
struct BatchLine {
  std::string id = "null";            // as it is written: a JSON string or number
  std::vector<std::string> requests;  // JSON; one, or those of a conversation
  absl::Status status;                // INVALID_ARGUMENT: cannot be asked, and why
};

// Reads a line. Where the line is faulty, `id` is still set if it can be read.
BatchLine ParseBatchLine(absl::string_view line, bool conversation);

// The line that replies, without '\n'. `response` is a JSON value.
std::string BatchReply(const BatchLine& line, const absl::StatusOr<std::string>& response,
                       bool conversation);

// Sets what `request` leaves unset to what the turn before had, where
// v1::ConverseRequest says "as in the message before", and its state to that
// of the response before.
void ContinueConversation(const v1::AskQuestionRequest& before, const std::string& state,
                          v1::AskQuestionRequest& request);

// Asks what a line wants and hands the response's JSON to `done`, from any
// thread.
using BatchHandler =
    std::function<void(const std::vector<std::string>& requests, Done<std::string> done)>;

// The handler of "ask", "converse", "plan", "review" or "search"; null for
// another name. `client` must outlive its calls.
BatchHandler NewBatchHandler(absl::string_view method, Client& client);

struct BatchOptions {
  bool conversation = false;
  int in_flight = 8;                               // lines asked at once; 1 or more
  std::function<void(int written_lines)> on_line;  // after each line; may be null
};

struct BatchCounts {
  int lines = 0;
  int errors = 0;  // of them error lines
};

// Runs all lines of `in`. At most `in_flight` lines are being asked, and eight
// times as many are kept until those before them are written.
BatchCounts RunBatch(std::istream& in, std::ostream& out, const BatchOptions& options,
                     const BatchHandler& handler);

}  // namespace needlepoint::cli

#endif  // NEEDLEPOINT_CLIENTS_CLI_BATCH_H_
