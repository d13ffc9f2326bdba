// The tables of flags.h. tests/unit/cli holds the profile's rows to
// knowledge/schema/profile.yaml.

#include "clients/cli/flags.h"

namespace needlepoint::cli {
namespace {

constexpr unsigned kPerson = kAsk | kChat | kPlan | kReview;  // what reads a profile
constexpr unsigned kAnswers = kAsk | kChat | kPlan;
constexpr unsigned kShown = kAsk | kSearch | kPassage | kPlan | kReview;
constexpr unsigned kEvery = kShown | kBatch | kChat;

using enum FlagKind;

constexpr FlagRow kFlags[] = {
    // The profile: knowledge/schema/profile.yaml.
    {"subject", kChoice, kPerson, true, "self|child|other", "who is treated"},
    {"age-years", kInteger, kPerson, true, "YEARS", "age of the person treated"},
    {"setting", kChoice, kPerson, true, "home|professional|undecided", "where it is done"},
    {"concerns", kCodes, kPerson, true, "CODE,...", "what is to improve: acne-scar.boxcar"},
    {"fitzpatrick", kInteger, kPerson, true, "1..6", "skin type"},
    {"device", kChoice, kPerson, true, "roller|pen|stamp|rf", "the tool"},
    {"needle-length-mm", kNumber, kPerson, true, "MM", "needle length"},
    {"body-areas", kCodes, kPerson, true, "CODE,...", "parts of the body: face, scalp"},
    {"conditions", kCodes, kPerson, true, "CODE,...", "conditions: eczema, pregnant"},
    {"ruled-out-conditions", kCodes, kPerson, true, "CODE,...", "conditions known to be absent"},
    {"symptoms", kSymptoms, kPerson, true, "CODE[:HOURS],...", "symptoms now, and for how long"},
    {"ruled-out-symptoms", kCodes, kPerson, true, "CODE,...", "symptoms known to be absent"},
    {"medications", kProducts, kPerson, true, "CODE[:STATUS[:WEEKS]],...",
     "medicines; current, past (and weeks since stopped) or never"},
    {"skincare", kProducts, kPerson, true, "CODE[:STATUS[:WEEKS]],...", "skin-care products"},
    {"hours-since-last-session", kNumber, kPerson, true, "HOURS", "time since the last session"},
    {"session-interval-days", kNumber, kPerson, true, "DAYS", "time between sessions"},
    {"sessions-completed", kInteger, kPerson, true, "COUNT", "sessions so far"},
    {"recent-procedures", kProcedures, kPerson, true, "CODE[:WEEKS],...", "other procedures"},
    {"budget", kChoice, kPerson, true, "low|medium|high", "what it may cost"},
    {"experience", kChoice, kPerson, true, "none|some", "whether it was done before"},
    {"jurisdiction", kText, kPerson, true, "CC", "country: GB, US"},
    {"answered-fields", kCodes, kPerson, true, "FIELD,...",
     "fields answered in full: what they do not list is absent"},

    // The request.
    {"reference-time", kText, kPerson, false, "RFC3339", "what \"three days ago\" is counted from"},
    {"audience", kChoice, kPerson, false, "person|agent", "who reads it"},
    {"view", kChoice, kAnswers, false, "full|compact", "how much is returned"},
    {"citations", kChoice, kAnswers, false, "none|markers|links", "how citations are shown"},
    {"max-statements", kInteger, kAsk | kChat, false, "1..20", "most statements in a part"},
    {"language", kText, kPerson, false, "TAG", "language of the reply"},
    {"collections", kCodes, kAsk | kChat | kReview, false, "NAME,...", "collections to consult"},
    {"question", kText, kReview, false, "TEXT", "what the draft replies to"},
    {"draft", kText, kReview, false, "FILE", "the draft; - reads standard input"},
    {"start-date", kText, kPlan, false, "YYYY-MM-DD", "day of the first session"},
    {"max-downtime-days", kInteger, kPlan, false, "DAYS", "most days of visible healing"},
    {"event-date", kText, kPlan, false, "YYYY-MM-DD", "day by which a result should show"},
    {"max-session-count", kInteger, kPlan, false, "COUNT", "most sessions"},
    {"page", kText, kPlan, false, "FILE",
     "write the plan as a page to print; - to standard output"},
    {"collection", kText, kSearch, false, "NAME", "collection to search"},
    {"filter", kText, kSearch, false, "FILTER", "condition: 'topic = \"aftercare\"'"},
    {"page-size", kInteger, kSearch, false, "1..100", "hits in a page"},
    {"page-token", kText, kSearch, false, "TOKEN", "next page, as the page before names it"},
    {"order-by", kText, kSearch, false, "ORDER", "relevance, 'date desc' or date"},
    {"group-by", kChoice, kSearch, false, "passage|document", "what counts as one hit"},
    {"facets", kCodes, kSearch, false, "FIELD,...", "fields to count by"},
    {"phrases", kCodes, kSearch, false, "TEXT,...", "word sequences that must occur"},
    {"prefixes", kCodes, kSearch, false, "TEXT,...", "beginnings of words that must occur"},
    {"exclusions", kCodes, kSearch, false, "TEXT,...", "words that must not occur"},
    {"exact-total", kSwitch, kSearch, false, "", "count all hits"},
    {"explain", kSwitch, kSearch, false, "", "what each score is made of"},
    {"knowledge-version", kText, kPassage, false, "SHA256", "version to look in"},
    {"in", kText, kBatch, false, "FILE", "requests, one a line; - reads standard input"},
    {"out", kText, kBatch, false, "FILE", "replies, in the same order; - writes standard output"},
    {"in-flight", kInteger, kBatch, false, "1..256", "lines asked at the same time (8)"},

    // Every subcommand.
    {"json", kSwitch, kShown, false, "", "print the response as JSON"},
    {"server", kText, kEvery, false, "HOST:PORT", "where the server is (127.0.0.1:50051)"},
    {"timeout", kNumber, kEvery, false, "SECONDS", "longest wait for a reply (30)"},
};

constexpr CommandRow kCommands[] = {
    {"ask", kAsk, "\"QUESTION\"", "answer a question"},
    {"chat", kChat, "", "a conversation: one question a line"},
    {"plan", kPlan, "[\"QUESTION\"]", "a plan for a person"},
    {"review", kReview, "--draft FILE", "check a draft reply"},
    {"search", kSearch, "\"QUERY\"", "find passages"},
    {"passage", kPassage, "ID", "show a passage, by its id or a statement's"},
    {"batch", kBatch, "{ask|converse|plan|review|search} --in FILE --out FILE",
     "run a file of requests"},
};

}  // namespace

absl::Span<const FlagRow> AllFlags() { return kFlags; }
absl::Span<const CommandRow> AllCommands() { return kCommands; }

}  // namespace needlepoint::cli
