// Random filters: right ones against an oracle that asks each passage by
// itself, and broken ones, which are refused at a byte of theirs.

#include <algorithm>
#include <cstddef>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "service/retrieve/filter.h"
#include "tests/support/amount.h"
#include "tests/support/matchers.h"
#include "tests/support/memory_attributes.h"

namespace needlepoint {
namespace {

constexpr int kRandomFilters = 20'000;

// A field and the values that passages and filters have of it.
struct RandomField {
  const char* name;
  std::vector<std::string> values;
};

const std::vector<RandomField>& RandomFields() {
  static const auto* const fields = new std::vector<RandomField>({
      {"topic", {"aftercare", "Needles", "-odd", "AND", "2020"}},
      {"issuer_type", {"clinic", "REGULATOR", "own_document"}},
      {"grade", {"rct", "Expert", "CASE_REPORT"}},
      {"jurisdiction", {"US", "UK-England", "eu"}},
      {"date", {"2019", "2019-12", "2019-12-31", "2020", "2020-01-01", "2020-02-29", "2021-06"}},
      {"collection", {"guide", "desk"}},
      {"language", {"en", "de", "zh-Hant"}},
      {"contradicted_rule", {"sun.1-week", "Face"}},
      {"meta.k", {"a b", "\"", "\\", "*", "it's", "\xC3\xB6", "(topic = x)", "\n", ""}},
  });
  return *fields;
}

// A filter as a tree, and how it is written.
struct Node {
  enum Kind { kCompare, kNot, kAnd, kOr } kind = kCompare;
  std::string field, sign, value;  // of a comparison; sign ":*" has no value
  std::vector<Node> parts;
};

class RandomFilters {
 public:
  explicit RandomFilters(unsigned seed) : random_(seed) {}

  size_t Below(size_t bound) { return random_() % bound; }

  template <typename T>
  const T& OneOf(const std::vector<T>& of) {
    return of[Below(of.size())];
  }

  std::vector<Attributes> Passages(int count) {
    std::vector<Attributes> passages(static_cast<size_t>(count));
    for (Attributes& passage : passages) {
      for (const RandomField& field : RandomFields()) {
        for (size_t n = Below(3); n > 0; --n) passage.push_back({field.name, OneOf(field.values)});
      }
    }
    return passages;
  }

  Node Tree(int depth) {
    Node node;
    const size_t kind = depth == 0 ? 0 : Below(5);
    if (kind >= 2) {
      node.kind = kind == 2 ? Node::kNot : kind == 3 ? Node::kAnd : Node::kOr;
      for (size_t n = kind == 2 ? 1 : 2 + Below(2); n > 0; --n) {
        node.parts.push_back(Tree(depth - 1));
      }
      return node;
    }
    const RandomField& field = OneOf(RandomFields());
    node.field = field.name;
    static const std::vector<std::string> kSigns = {"=", "!=", ":", ":*"};
    static const std::vector<std::string> kOrders = {"<", "<=", ">", ">="};
    node.sign = OneOf(node.field == "date" && Below(2) == 0 ? kOrders : kSigns);
    do {
      node.value = OneOf(field.values);
    } while (node.value.empty());
    return node;
  }

  std::string Write(const Node& node) {
    switch (node.kind) {
      case Node::kCompare:
        if (node.sign == ":*") return absl::StrCat(node.field, Space(), ":", Space(), "*");
        return absl::StrCat(node.field, Space(), node.sign, Space(), WriteValue(node.value));
      case Node::kNot:
        return absl::StrCat(Below(2) == 0 ? "NOT " : "-", Space(), WritePart(node.parts[0]));
      default:
        break;
    }
    std::string text;
    for (const Node& part : node.parts) {
      if (!text.empty()) absl::StrAppend(&text, node.kind == Node::kAnd ? " AND " : " OR ");
      absl::StrAppend(&text, WritePart(part), Space());
    }
    return text;
  }

 private:
  std::string Space() { return std::string(Below(3), " \n\t"[Below(3)]); }

  std::string WritePart(const Node& part) {
    const bool needs = part.kind == Node::kAnd || part.kind == Node::kOr;
    if (!needs && Below(4) != 0) return Write(part);
    return absl::StrCat("(", Space(), Write(part), Space(), ")");
  }

  std::string WriteValue(std::string value) {
    const bool is_bare = value != "AND" && std::all_of(value.begin(), value.end(), [](char c) {
                           return absl::ascii_isalnum(c) || absl::StrContains("_.-", c);
                         });
    if (Below(2) == 0) absl::AsciiStrToUpper(&value);
    if (is_bare && Below(2) == 0) return value;
    const char quote = Below(2) == 0 ? '"' : '\'';
    std::string text(1, quote);
    for (const char c : value) {
      if (c == quote || c == '\\' || c == '*') text.push_back('\\');
      text.push_back(c);
    }
    text.push_back(quote);
    return text;
  }

  std::mt19937 random_;
};

bool ValueHolds(absl::string_view have, const Node& node) {
  const std::string a = absl::AsciiStrToUpper(have), b = absl::AsciiStrToUpper(node.value);
  if (node.sign == "<") return a < b;
  if (node.sign == "<=") return a <= b;
  if (node.sign == ">") return a > b;
  if (node.sign == ">=") return a >= b;
  return node.sign == ":*" || a == b;
}

// The oracle: whether `passage` gets through.
bool GetsThrough(const Attributes& passage, const Node& node) {
  const auto part = [&](const Node& n) { return GetsThrough(passage, n); };
  switch (node.kind) {
    case Node::kNot:
      return !part(node.parts[0]);
    case Node::kAnd:
      return std::all_of(node.parts.begin(), node.parts.end(), part);
    case Node::kOr:
      return std::any_of(node.parts.begin(), node.parts.end(), part);
    case Node::kCompare:
      break;
  }
  bool any = false;
  for (const auto& [field, value] : passage) {
    any = any || (field == node.field && ValueHolds(value, node));
  }
  return node.sign == "!=" ? !any : any;
}

TEST(FilterRandomTest, LetsThroughWhatTheOracleDoes) {
  RandomFilters random(160);
  const MemoryAttributes source(random.Passages(131));
  int some = 0;
  for (int i = 0; i < kRandomFilters; ++i) {
    const Node tree = random.Tree(static_cast<int>(random.Below(5)));
    const std::string text = random.Write(tree);
    if (text.size() > 2000) continue;
    NP_ASSERT_OK_AND_ASSIGN(const Filter filter, Filter::Parse(text));
    NP_ASSERT_OK_AND_ASSIGN(const PassageSet got, filter.Evaluate(source));
    for (int passage = 0; passage < source.passage_count(); ++passage) {
      ASSERT_EQ(got.Contains(passage),
                GetsThrough(source.passages()[static_cast<size_t>(passage)], tree))
          << "passage " << passage << ": " << absl::CHexEscape(text);
    }
    some += !got.empty() && got.Count() < source.passage_count();
  }
  EXPECT_GT(some, kRandomFilters / 2) << "too many filters let all or none through";
}

// A filter with a few pieces put in, taken out or changed.
std::string Broken(RandomFilters& random) {
  static const std::vector<std::string> kPieces = {
      "topic",   "date",        "meta.", "grade",    "zebra", "AND",
      "OR",      "NOT",         "-",     "(",        ")",     "=",
      "!=",      "<",           ">=",    ":",        "*",     "\"",
      "'",       "\\",          " ",     ".",        "rct",   "2020-02",
      "topic:*", "zebra=zebra", "NOT (", "\xC3\xA9", "\xFF",  std::string(1, '\0'),
      "\n"};
  std::string text;
  if (random.Below(3) != 0) text = random.Write(random.Tree(static_cast<int>(random.Below(4))));
  for (size_t n = random.Below(6); n > 0; --n) {
    const size_t at = random.Below(text.size() + 1);
    switch (random.Below(4)) {
      case 0:
        text.insert(at, random.OneOf(kPieces));
        break;
      case 1:
        text.append(random.OneOf(kPieces));
        break;
      case 2:
        text.erase(at, 1 + random.Below(4));
        break;
      default:
        if (at < text.size()) text[at] = static_cast<char>(random.Below(256));
    }
  }
  return text;
}

// The byte that a message "at byte 17: ..." names; -1 if it is no such message.
int ByteOf(absl::string_view message) {
  constexpr absl::string_view kStart = "at byte ";
  int byte = -1;
  if (!absl::StartsWith(message, kStart)) return -1;
  message.remove_prefix(kStart.size());
  const size_t end = message.find(": ");
  return absl::SimpleAtoi(message.substr(0, end), &byte) ? byte : -1;
}

TEST(FilterRandomTest, RefusesBrokenOnesAtAByteOfTheirs) {
  RandomFilters random(2026);
  const MemoryAttributes source(random.Passages(70));
  int taken = 0;
  const int count = Amount(100'000, 1'000'000);
  for (int i = 0; i < count; ++i) {
    const std::string text = Broken(random);
    const absl::StatusOr<Filter> filter = Filter::Parse(text);
    if (filter.ok()) {
      ++taken;
      if (filter->always()) continue;
      NP_ASSERT_OK_AND_ASSIGN(const PassageSet passages, filter->Evaluate(source));
      // It ended where it seems to end.
      const absl::StatusOr<Filter> enclosed = Filter::Parse(absl::StrCat("(", text, ")"));
      ASSERT_THAT(enclosed, IsOk()) << absl::CHexEscape(text);
      EXPECT_THAT(enclosed->Evaluate(source), IsOkAndHolds(passages)) << absl::CHexEscape(text);
      continue;
    }
    const std::string message(filter.status().message());
    ASSERT_EQ(filter.status().code(), absl::StatusCode::kInvalidArgument);
    ASSERT_THAT(ByteOf(message),
                testing::AllOf(testing::Ge(0), testing::Le(static_cast<int>(text.size()))))
        << message << ": " << absl::CHexEscape(text);
    ASSERT_FALSE(absl::StrContains(message, "zebra")) << message;
  }
  EXPECT_GT(taken, count / 20);
  EXPECT_LT(taken, count / 2);
}

// Whatever is cut off the end or changed, the parser says no at a byte or reads
// another filter; it never runs on.
TEST(FilterRandomTest, SurvivesEveryTruncationAndEveryByte) {
  const std::string whole =
      "NOT (topic = \"a\\\"b\" OR date <= 2020-02-29) AND -meta.k != 'x' AND grade:* AND "
      "issuer_type:clinic";
  NP_ASSERT_OK(Filter::Parse(whole));
  for (size_t length = 0; length < whole.size(); ++length) {
    const absl::StatusOr<Filter> cut = Filter::Parse(absl::string_view(whole).substr(0, length));
    if (!cut.ok()) {
      EXPECT_THAT(ByteOf(cut.status().message()), testing::Ge(0)) << cut.status();
    }
    for (int byte = 0; byte < 256; ++byte) {
      std::string changed = whole;
      changed[length] = static_cast<char>(byte);
      const absl::StatusOr<Filter> filter = Filter::Parse(changed);
      if (filter.ok()) continue;
      EXPECT_THAT(ByteOf(filter.status().message()), testing::Ge(0)) << filter.status();
    }
  }
}

}  // namespace
}  // namespace needlepoint
