#include "clients/cli/commands.h"

#include <algorithm>
#include <fstream>
#include <future>
#include <iterator>
#include <memory>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"

#include "clients/cli/batch.h"
#include "clients/cli/client.h"
#include "clients/cli/flags.h"
#include "clients/cli/json.h"
#include "clients/cli/render.h"
#include "clients/cli/requests.h"

namespace needlepoint::cli {
namespace {

constexpr absl::string_view kServer = "127.0.0.1:50051";
constexpr double kTimeoutSeconds = 30;
constexpr int kMostInFlight = 256;

// One run of a subcommand.
class Session {
 public:
  Session(const CommandRow& command, const Flags& flags, Console& console)
      : command_(command),
        flags_(flags),
        console_(console),
        server_(flags.Text("server", kServer)),
        client_(NewGrpcClient(server_,
                              absl::Seconds(flags.Number("timeout").value_or(kTimeoutSeconds)))) {
    options_.screen = console.screen;
    options_.marks = flags.Text("citations") != "none";
  }

  int Run() {
    switch (command_.command) {
      case kAsk:
        return Ask();
      case kChat:
        return Chat();
      case kPlan:
        return Plan();
      case kReview:
        return Review();
      case kSearch:
        return Show(absl::StatusOr<v1::SearchPassagesRequest>(MakeSearchRequest(flags_)),
                    &Client::Search,
                    [this](const auto& response) { return RenderSearch(response, options_); });
      case kPassage:
        return Show(MakePassageRequest(flags_), &Client::Passage,
                    [this](const auto& response) { return RenderPassage(response, options_); });
      case kBatch:
        return Batch();
    }
    return kUsage;
  }

 private:
  // Says what is wrong on one line.
  int Fail(int exit_code, absl::string_view message) {
    console_.err << "needlepoint: " << CleanLine(message) << "\n";
    return exit_code;
  }

  int FailCall(const absl::Status& status) {
    return Fail(kFailed, ExplainError(status, command_.name, server_, client_->connected()));
  }

  // Calls a method and waits.
  template <typename Request, typename Response>
  absl::StatusOr<Response> Call(void (Client::*method)(const Request&, Done<Response>),
                                const Request& request) {
    std::promise<absl::StatusOr<Response>> promise;
    (client_.get()->*method)(request, [&promise](absl::StatusOr<Response> response) {
      promise.set_value(std::move(response));
    });
    return promise.get_future().get();
  }

  // Calls a method and prints the response.
  template <typename Request, typename Response, typename Render>
  int Show(const absl::StatusOr<Request>& request,
           void (Client::*method)(const Request&, Done<Response>), Render render) {
    if (!request.ok()) return Fail(kUsage, request.status().message());
    const absl::StatusOr<Response> response = Call(method, *request);
    if (!response.ok()) return FailCall(response.status());
    if (!flags_.Has("json")) {
      console_.out << render(*response) << std::flush;
      return kOk;
    }
    const absl::StatusOr<std::string> json = ToJson(*response, true);
    if (!json.ok()) return Fail(kFailed, json.status().message());
    console_.out << absl::StripTrailingAsciiWhitespace(*json) << std::endl;
    return kOk;
  }

  int Ask() {
    if (flags_.arguments().empty()) {
      return Fail(kUsage, "ask takes a question: needlepoint ask \"Can I ...?\"");
    }
    return Show(MakeAskRequest(flags_), &Client::Ask,
                [this](const auto& response) { return RenderAnswer(response.answer(), options_); });
  }

  int Chat() {
    absl::StatusOr<v1::AskQuestionRequest> request = MakeAskRequest(flags_);
    if (!request.ok()) return Fail(kUsage, request.status().message());
    options_.in_chat = true;
    v1::Answer last;
    bool stateless_said = false;
    std::string line;
    const auto read = [&] {
      if (console_.in_is_terminal) console_.out << "> " << std::flush;
      return static_cast<bool>(std::getline(console_.in, line));
    };
    while (read()) {
      const absl::string_view text = absl::StripAsciiWhitespace(line);
      if (text.empty()) continue;
      if (text[0] == '/') {
        ChatCommand(text, last, *request);
        continue;
      }
      request->set_question(std::string(text));
      absl::StatusOr<v1::AskQuestionResponse> response = Call(&Client::Ask, *request);
      if (!response.ok()) return FailCall(response.status());
      last = std::move(*response->mutable_answer());
      console_.out << RenderAnswer(last, options_) << "\n" << std::flush;
      request->set_conversation_state(response->conversation_state());
      // What was said once is remembered, and can be struck out.
      request->clear_profile();
      request->clear_forgotten_facts();
      if (response->conversation_state().empty() && !stateless_said) {
        stateless_said = true;
        Fail(kOk, "this server keeps no conversations; each question stands alone");
      }
    }
    return kOk;
  }

  // "/known" and "/forget FIELD [VALUE]".
  void ChatCommand(absl::string_view text, const v1::Answer& last,
                   v1::AskQuestionRequest& request) {
    const std::vector<std::string> words = absl::StrSplit(text, ' ', absl::SkipEmpty());
    if (words[0] == "/known") {
      console_.out << RenderKnown(last, options_) << "\n" << std::flush;
    } else if (words[0] == "/forget" && (words.size() == 2 || words.size() == 3)) {
      v1::FactReference* fact = request.add_forgotten_facts();
      fact->set_field(absl::StrReplaceAll(words[1], {{"-", "_"}}));
      if (words.size() == 3) fact->set_value(words[2]);
      console_.out << "Forgotten with your next message.\n" << std::flush;
    } else {
      console_.out << "/known shows what is remembered; /forget FIELD [VALUE] strikes it out.\n"
                   << std::flush;
    }
  }

  int Plan() {
    if (!flags_.Has("page"))
      return Show(MakePlanRequest(flags_), &Client::Plan,
                  [this](const auto& response) { return RenderPlan(response.plan(), options_); });
    absl::StatusOr<v1::BuildPlanRequest> request = MakePlanRequest(flags_);
    if (!request.ok()) return Fail(kUsage, request.status().message());
    request->set_with_page(true);
    const absl::StatusOr<v1::BuildPlanResponse> response = Call(&Client::Plan, *request);
    if (!response.ok()) return FailCall(response.status());
    const std::string path = flags_.Text("page");
    std::ofstream file;
    if (path != "-") file.open(path, std::ios::binary);
    std::ostream& out = path == "-" ? console_.out : file;
    out << response->plan().page() << std::flush;
    if (!out.good()) return Fail(kFailed, absl::StrCat("cannot write ", path));
    return kOk;
  }

  int Review() {
    if (!flags_.Has("draft")) return Fail(kUsage, "review needs --draft FILE");
    const std::string path = flags_.Text("draft");
    std::ifstream file;
    if (path != "-") file.open(path, std::ios::binary);
    std::istream& in = path == "-" ? console_.in : file;
    if (!in.good()) return Fail(kFailed, absl::StrCat("cannot read ", path));
    std::string draft(std::istreambuf_iterator<char>(in), {});
    if (in.bad()) return Fail(kFailed, absl::StrCat("cannot read ", path));
    if (!IsUtf8(draft)) return Fail(kFailed, absl::StrCat(path, " is not UTF-8"));
    return Show(MakeReviewRequest(flags_, std::move(draft)), &Client::Review,
                [this](const auto& response) { return RenderReview(response.review(), options_); });
  }

  int Batch() {
    const std::string method = flags_.JoinedArguments();
    const BatchHandler handler = NewBatchHandler(method, *client_);
    if (handler == nullptr)
      return Fail(kUsage, "batch takes ask, converse, plan, review or search");
    const std::string in_path = flags_.Text("in");
    const std::string out_path = flags_.Text("out");
    if (in_path.empty() || out_path.empty()) return Fail(kUsage, "batch needs --in and --out");
    if (in_path == out_path && in_path != "-") {
      return Fail(kUsage, "--in and --out are the same file");
    }
    const int in_flight = flags_.Integer("in-flight").value_or(8);
    if (in_flight < 1 || in_flight > kMostInFlight) {
      return Fail(kUsage, absl::StrCat("--in-flight takes 1 to ", kMostInFlight));
    }

    std::ifstream in_file;
    if (in_path != "-") in_file.open(in_path, std::ios::binary);
    std::istream& in = in_path == "-" ? console_.in : in_file;
    if (!in.good()) return Fail(kFailed, absl::StrCat("cannot read ", in_path));
    const double seconds = std::min(5.0, flags_.Number("timeout").value_or(kTimeoutSeconds));
    if (!client_->Connect(absl::Seconds(seconds))) {
      return FailCall(absl::UnavailableError("no connection"));
    }
    std::ofstream out_file;
    if (out_path != "-") out_file.open(out_path, std::ios::binary | std::ios::trunc);
    std::ostream& out = out_path == "-" ? console_.out : out_file;
    if (!out.good()) return Fail(kFailed, absl::StrCat("cannot write ", out_path));

    BatchOptions options;
    options.conversation = method == "converse";
    options.in_flight = in_flight;
    if (console_.err_is_terminal) {
      options.on_line = [this](int lines) {
        if (lines % 10 == 0) console_.err << "\r" << lines << " lines" << std::flush;
      };
    }
    const BatchCounts counts = RunBatch(in, out, options, handler);
    if (console_.err_is_terminal) {
      console_.err << "\r" << counts.lines << " lines, " << counts.errors << " of them errors\n";
    }
    if (in.bad()) return Fail(kFailed, absl::StrCat("cannot read ", in_path));
    if (!out.good()) return Fail(kFailed, absl::StrCat("cannot write ", out_path));
    return kOk;
  }

  const CommandRow& command_;
  const Flags& flags_;
  Console& console_;
  const std::string server_;
  const std::unique_ptr<Client> client_;
  RenderOptions options_;
};

// `words` with the subcommand in front, where flags stand before it.
std::vector<std::string> CommandFirst(std::vector<std::string> words) {
  if (words.empty() || words[0].substr(0, 1) != "-") return words;
  const auto command = std::find_if(words.begin(), words.end(), [](const std::string& word) {
    return FindCommand(word) != nullptr;
  });
  if (command != words.end()) std::rotate(words.begin(), command, command + 1);
  return words;
}

bool IsHelp(const std::string& word) { return word == "--help" || word == "-h" || word == "help"; }

}  // namespace

int RunCommand(const std::vector<std::string>& given, Console& console) {
  const std::vector<std::string> words = CommandFirst(given);
  const auto wrong = [&](absl::string_view message) {
    console.err << "needlepoint: " << CleanLine(message) << "\n";
    return kUsage;
  };
  const bool help = !words.empty() && IsHelp(words[0]);
  if (words.empty() || (help && words.size() == 1)) {
    console.out << Usage();
    return kOk;
  }
  const std::string& name = words[help ? 1 : 0];
  const CommandRow* command = FindCommand(name);
  if (!name.empty() && name[0] == '-')
    return wrong("a subcommand is missing; 'needlepoint help' lists them");
  if (command == nullptr) return wrong(UnknownCommand(name));
  const std::vector<std::string> rest(words.begin() + 1, words.end());
  const auto asks_help = [](const std::string& word) { return word == "--help" || word == "-h"; };
  if (help || std::any_of(rest.begin(), std::find(rest.begin(), rest.end(), "--"), asks_help)) {
    console.out << CommandUsage(*command);
    return kOk;
  }
  const absl::StatusOr<Flags> flags = ParseFlags(*command, rest);
  if (!flags.ok()) return wrong(flags.status().message());
  for (const std::string& word : words) {
    if (!IsUtf8(word)) return wrong("the command line is not UTF-8");
  }
  if (flags->Number("timeout").value_or(1) <= 0) return wrong("--timeout takes more than 0");
  return Session(*command, *flags, console).Run();
}

std::string ExplainError(const absl::Status& status, const std::string& command,
                         const std::string& server, bool connected) {
  const bool may_be_absent = absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status);
  if (may_be_absent && !connected) {
    return absl::StrCat("no Needlepoint server answers at ", server,
                        "; start one with deploy/dev/run, or name another with --server");
  }
  if (absl::IsUnimplemented(status)) {
    return absl::StrCat("the server at ", server, " does not serve ", command, " (UNIMPLEMENTED)");
  }
  if (absl::IsDeadlineExceeded(status)) {
    return absl::StrCat("the server at ", server, " took too long; --timeout waits longer");
  }
  return absl::StrCat(absl::StatusCodeToString(status.code()), ": ",
                      absl::string_view(status.message()));
}

Screen MakeScreen(const char* columns, const char* no_color, int terminal_columns) {
  constexpr int kNarrowest = 20;
  constexpr int kWidest = 100;  // longer lines are hard to read
  Screen screen;
  int width = 0;
  if (columns == nullptr || !absl::SimpleAtoi(columns, &width) || width <= 0) {
    width = terminal_columns > 0 ? terminal_columns : 80;
  }
  screen.width = std::clamp(width, kNarrowest, kWidest);
  screen.color = terminal_columns > 0 && (no_color == nullptr || *no_color == '\0');
  return screen;
}

}  // namespace needlepoint::cli
