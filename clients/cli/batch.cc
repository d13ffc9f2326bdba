#include "clients/cli/batch.h"

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "clients/cli/json.h"

namespace needlepoint::cli {
namespace {

// What stands in for a method of Client.
template <typename Request, typename Response>
using Method = void (Client::*)(const Request&, Done<Response>);

template <typename Request, typename Response>
BatchHandler SingleHandler(Client& client, Method<Request, Response> method) {
  return [&client, method](const std::vector<std::string>& requests, Done<std::string> done) {
    Request request;
    const absl::Status status = FromJson(requests.at(0), &request);
    if (!status.ok()) return done(status);
    (client.*method)(request, [done = std::move(done)](absl::StatusOr<Response> response) {
      done(response.ok() ? ToJson(*response, false) : response.status());
    });
  };
}

// One conversation, turn after turn. Its calls keep it alive.
class Conversation : public std::enable_shared_from_this<Conversation> {
 public:
  Conversation(Client& client, std::vector<v1::AskQuestionRequest> requests, Done<std::string> done)
      : client_(client), requests_(std::move(requests)), done_(std::move(done)) {}

  void Next() {
    const size_t turn = responses_.size();
    if (turn == requests_.size()) {
      return done_(absl::StrCat("[", absl::StrJoin(responses_, ","), "]"));
    }
    if (turn > 0) ContinueConversation(requests_[turn - 1], state_, requests_[turn]);
    client_.Ask(requests_[turn],
                [self = shared_from_this()](absl::StatusOr<v1::AskQuestionResponse> response) {
                  self->OnResponse(std::move(response));
                });
  }

 private:
  void OnResponse(absl::StatusOr<v1::AskQuestionResponse> response) {
    absl::StatusOr<std::string> json =
        response.ok() ? ToJson(*response, false) : absl::StatusOr<std::string>(response.status());
    if (!json.ok()) {
      return done_(absl::Status(
          json.status().code(),
          absl::StrCat("requests[", responses_.size(), "]: ", json.status().message())));
    }
    responses_.push_back(*std::move(json));
    state_ = response->conversation_state();
    Next();
  }

  Client& client_;
  std::vector<v1::AskQuestionRequest> requests_;
  const Done<std::string> done_;
  std::vector<std::string> responses_;
  std::string state_;
};

void Converse(Client& client, const std::vector<std::string>& requests, Done<std::string> done) {
  std::vector<v1::AskQuestionRequest> parsed(requests.size());
  for (size_t i = 0; i < requests.size(); ++i) {
    const absl::Status status = FromJson(requests[i], &parsed[i]);
    if (status.ok()) continue;
    return done(absl::InvalidArgumentError(absl::StrCat("requests[", i, "]: ", status.message())));
  }
  std::make_shared<Conversation>(client, std::move(parsed), std::move(done))->Next();
}

// Lines on their way, in order; shared with the calls.
struct Pipeline {
  struct Slot {
    BatchLine line;
    std::optional<absl::StatusOr<std::string>> response;
  };

  std::mutex mutex;
  std::condition_variable changed;
  std::deque<std::shared_ptr<Slot>> slots;  // oldest first
  int asking = 0;                           // slots whose call is not done
};

}  // namespace

BatchLine ParseBatchLine(absl::string_view line, bool conversation) {
  BatchLine parsed;
  const auto refuse = [&](absl::string_view why) {
    parsed.status = absl::InvalidArgumentError(why);
    return parsed;
  };
  const absl::StatusOr<JsonMembers> members = ParseJsonObject(line);
  if (!members.ok()) return refuse(absl::StrCat("the line is ", members.status().message()));

  const absl::string_view wanted = conversation ? "requests" : "request";
  absl::string_view id;
  absl::string_view request;
  for (const auto& [name, value] : *members) {
    if (name == "id") id = value;
    if (name == wanted) request = value;
  }
  const bool usable = !id.empty() && (id[0] == '"' || id[0] == '-' || absl::ascii_isdigit(id[0]));
  if (!usable) return refuse("the line has no \"id\" that is a string or a number");
  parsed.id = std::string(id);
  if (request.empty()) return refuse(absl::StrCat("the line has no \"", wanted, "\""));
  if (!conversation) {
    if (request[0] != '{') return refuse("\"request\" is not an object");
    parsed.requests.emplace_back(request);
    return parsed;
  }
  const auto elements = ParseJsonArray(request);
  if (!elements.ok()) return refuse("\"requests\" is not an array");
  for (const absl::string_view element : *elements) {
    if (element[0] != '{') return refuse("\"requests\" holds something that is not an object");
    parsed.requests.emplace_back(element);
  }
  return parsed;
}

std::string BatchReply(const BatchLine& line, const absl::StatusOr<std::string>& response,
                       bool conversation) {
  if (response.ok()) {
    return absl::StrCat("{\"id\":", line.id,
                        conversation ? ",\"responses\":" : ",\"response\":", *response, "}");
  }
  return absl::StrCat("{\"id\":", line.id, ",\"error\":{\"code\":\"",
                      absl::StatusCodeToString(response.status().code()),
                      "\",\"message\":", JsonQuoted(response.status().message()), "}}");
}

void ContinueConversation(const v1::AskQuestionRequest& before, const std::string& state,
                          v1::AskQuestionRequest& request) {
  if (request.conversation_state().empty()) request.set_conversation_state(state);
  if (!request.has_reference_time() && before.has_reference_time()) {
    *request.mutable_reference_time() = before.reference_time();
  }
  if (!request.citation_mode()) request.set_citation_mode(before.citation_mode());
  if (!request.audience()) request.set_audience(before.audience());
  if (!request.view()) request.set_view(before.view());
  if (!request.has_max_statements() && before.has_max_statements()) {
    request.set_max_statements(before.max_statements());
  }
  if (request.language_code().empty()) request.set_language_code(before.language_code());
  if (request.collections().empty()) *request.mutable_collections() = before.collections();
}

BatchHandler NewBatchHandler(absl::string_view method, Client& client) {
  if (method == "ask") return SingleHandler(client, &Client::Ask);
  if (method == "plan") return SingleHandler(client, &Client::Plan);
  if (method == "review") return SingleHandler(client, &Client::Review);
  if (method == "search") return SingleHandler(client, &Client::Search);
  if (method == "converse") {
    return [&client](const std::vector<std::string>& requests, Done<std::string> done) {
      Converse(client, requests, std::move(done));
    };
  }
  return nullptr;
}

BatchCounts RunBatch(std::istream& in, std::ostream& out, const BatchOptions& options,
                     const BatchHandler& handler) {
  BatchCounts counts;
  const auto pipeline = std::make_shared<Pipeline>();
  const size_t most_kept = 8 * static_cast<size_t>(options.in_flight);

  // Writes what is done from the front on.
  const auto write_done = [&](std::unique_lock<std::mutex>& lock) {
    while (!pipeline->slots.empty() && pipeline->slots.front()->response) {
      const std::shared_ptr<Pipeline::Slot> slot = pipeline->slots.front();
      pipeline->slots.pop_front();
      lock.unlock();
      out << BatchReply(slot->line, *slot->response, options.conversation) << "\n";
      ++counts.lines;
      if (!slot->response->ok()) ++counts.errors;
      if (options.on_line) options.on_line(counts.lines);
      lock.lock();
    }
  };

  std::unique_lock lock(pipeline->mutex);
  std::string text;
  while (out.good()) {
    lock.unlock();
    const bool read = static_cast<bool>(std::getline(in, text));
    lock.lock();
    if (!read) break;
    if (absl::StripAsciiWhitespace(text).empty()) continue;

    const auto slot = std::make_shared<Pipeline::Slot>();
    slot->line = ParseBatchLine(text, options.conversation);
    pipeline->slots.push_back(slot);
    if (!slot->line.status.ok()) {
      slot->response = slot->line.status;
    } else {
      ++pipeline->asking;
      lock.unlock();
      handler(slot->line.requests, [pipeline, slot](absl::StatusOr<std::string> response) {
        const std::lock_guard guard(pipeline->mutex);
        slot->response = std::move(response);
        --pipeline->asking;
        pipeline->changed.notify_one();
      });
      lock.lock();
    }
    write_done(lock);
    while (pipeline->asking >= options.in_flight || pipeline->slots.size() >= most_kept) {
      pipeline->changed.wait(lock);
      write_done(lock);
    }
  }
  while (!pipeline->slots.empty()) {
    write_done(lock);
    if (!pipeline->slots.empty()) {
      pipeline->changed.wait(lock, [&] { return pipeline->slots.front()->response.has_value(); });
    }
  }
  out.flush();
  return counts;
}

}  // namespace needlepoint::cli
