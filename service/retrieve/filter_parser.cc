#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"
#include "absl/types/span.h"

#include "service/base/status_macros.h"
#include "service/retrieve/filter.h"

namespace needlepoint {
namespace {

using FieldComparison = AttributeSource::Comparison;

constexpr size_t kLongestFilter = 2000;  // bytes
constexpr int kDeepestFilter = 32;       // parentheses and NOTs
constexpr size_t kMostComparisons = 100;
constexpr size_t kLongestKey = 64;  // bytes

constexpr std::array<absl::string_view, 8> kPassageFields = {
    "topic", "issuer_type", "grade",    "jurisdiction",
    "date",  "collection",  "language", "contradicted_rule",
};

// The names of evidence.proto without their prefix.
constexpr std::array<absl::string_view, 8> kIssuerTypeNames = {
    "regulator",
    "professional_society",
    "health_service",
    "journal_or_reference",
    "manufacturer_or_seller",
    "clinic",
    "press_or_web",
    "own_document",
};
constexpr std::array<absl::string_view, 15> kGradeNames = {
    "regulator", "guideline",    "consensus", "systematic_review", "meta_analysis",
    "rct",       "split_face",   "cohort",    "case_series",       "case_report",
    "review",    "animal_study", "expert",    "expert_opinion",    "patient_page",
};

struct Operator {
  absl::string_view sign;
  FieldComparison comparison;
  bool negated = false;
  bool is_order = false;
};

// Longer signs before those they begin with.
constexpr std::array<Operator, 7> kOperators = {{
    {"!=", FieldComparison::kEqual, true, false},
    {"<=", FieldComparison::kLessOrEqual, false, true},
    {">=", FieldComparison::kGreaterOrEqual, false, true},
    {"=", FieldComparison::kEqual},
    {":", FieldComparison::kEqual},
    {"<", FieldComparison::kLess, false, true},
    {">", FieldComparison::kGreater, false, true},
}};

bool IsBareByte(char c) { return absl::ascii_isalnum(c) || c == '_' || c == '-' || c == '.'; }

bool IsKeyword(absl::string_view word) { return word == "AND" || word == "OR" || word == "NOT"; }

bool IsKey(absl::string_view key) {
  return !key.empty() && key.size() <= kLongestKey && absl::ascii_islower(key[0]) &&
         absl::c_all_of(key, [](char c) {
           return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '_';
         });
}

// Whether `text` is YYYY-MM-DD, YYYY-MM or YYYY, from 0001, of a day that exists.
bool IsDate(absl::string_view text) {
  if (text.size() != 4 && text.size() != 7 && text.size() != 10) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (i == 4 || i == 7 ? text[i] != '-' : !absl::ascii_isdigit(text[i])) return false;
  }
  int year = 0, month = 1, day = 1;
  if (!absl::SimpleAtoi(text.substr(0, 4), &year) || year == 0) return false;
  if (text.size() >= 7 && !absl::SimpleAtoi(text.substr(5, 2), &month)) return false;
  if (text.size() == 10 && !absl::SimpleAtoi(text.substr(8, 2), &day)) return false;
  const absl::CivilDay existing(year, month, day);
  return existing.month() == month && existing.day() == day;
}

}  // namespace

// Recursive descent; writes postfix as it goes.
class FilterParser {
 public:
  explicit FilterParser(absl::string_view text) : text_(text) {}

  absl::StatusOr<Filter> Run() {
    if (text_.size() > kLongestFilter) {
      return WrongAt(kLongestFilter,
                     absl::StrCat("the filter has ", text_.size(), " bytes; the limit is ",
                                  kLongestFilter, "; shorten it or search more than once"));
    }
    Skip();
    if (at_ == text_.size()) return std::move(result_);
    NP_RETURN_IF_ERROR(Sequence(0));
    if (at_ != text_.size()) return Wrong("expected AND or OR, in capitals, or the end");
    return std::move(result_);
  }

 private:
  static absl::Status WrongAt(size_t byte, absl::string_view what) {
    return absl::InvalidArgumentError(absl::StrCat("at byte ", byte, ": ", what));
  }
  absl::Status Wrong(absl::string_view what) const { return WrongAt(at_, what); }

  void Skip() {
    while (at_ < text_.size() && absl::ascii_isspace(text_[at_])) ++at_;
  }

  bool Sees(char c) const { return at_ < text_.size() && text_[at_] == c; }

  bool Take(char c) {
    if (!Sees(c)) return false;
    ++at_;
    Skip();
    return true;
  }

  absl::string_view PeekWord() const {
    size_t end = at_;
    while (end < text_.size() && IsBareByte(text_[end])) ++end;
    return text_.substr(at_, end - at_);
  }

  void TakeWord(absl::string_view word) {
    at_ += word.size();
    Skip();
  }

  absl::Status Sequence(int depth) {
    NP_RETURN_IF_ERROR(Term(depth));
    std::optional<int32_t> joined;
    while (true) {
      const absl::string_view word = PeekWord();
      if (word != "AND" && word != "OR") return absl::OkStatus();
      const int32_t op = word == "AND" ? Filter::kAnd : Filter::kOr;
      if (joined.has_value() && *joined != op) {
        return Wrong("AND and OR stand side by side; put one of them in parentheses");
      }
      joined = op;
      TakeWord(word);
      NP_RETURN_IF_ERROR(Term(depth));
      result_.code_.push_back(op);
    }
  }

  // `depth` parentheses and NOTs are open before it.
  absl::Status Term(int depth) {
    const bool is_minus = Sees('-');
    const bool is_not = is_minus || PeekWord() == "NOT";
    if (!is_not && !Sees('(')) return Compare();
    if (depth == kDeepestFilter) {
      return Wrong(
          absl::StrCat("more than ", kDeepestFilter, " parentheses and NOTs inside each other"));
    }
    if (is_not) {
      TakeWord(is_minus ? "-" : "NOT");
      NP_RETURN_IF_ERROR(Term(depth + 1));
      result_.code_.push_back(Filter::kNot);
      return absl::OkStatus();
    }
    Take('(');
    NP_RETURN_IF_ERROR(Sequence(depth + 1));
    if (!Take(')')) return Wrong("expected AND or OR, in capitals, or )");
    return absl::OkStatus();
  }

  absl::Status Compare() {
    if (result_.restrictions_.size() == kMostComparisons) {
      return Wrong(absl::StrCat("more than ", kMostComparisons,
                                " comparisons; leave some out or search more than once"));
    }
    Filter::Restriction restriction;
    NP_RETURN_IF_ERROR(TakeField(restriction.field));
    NP_ASSIGN_OR_RETURN(const Operator op, TakeOperator(restriction.field));
    restriction.comparison = op.comparison;
    if (op.sign == ":" && Sees('*')) {
      restriction.comparison = FieldComparison::kPresent;
      ++at_;
      NP_RETURN_IF_ERROR(EndOfBareValue());
      Skip();
    } else {
      NP_RETURN_IF_ERROR(TakeValue(restriction.field, restriction.value));
    }
    result_.code_.push_back(static_cast<int32_t>(result_.restrictions_.size()));
    if (op.negated) result_.code_.push_back(Filter::kNot);
    result_.restrictions_.push_back(std::move(restriction));
    return absl::OkStatus();
  }

  absl::Status TakeField(std::string& field) {
    const absl::string_view word = PeekWord();
    if (word.empty() || IsKeyword(word)) return Wrong("expected a field, NOT or (");
    absl::string_view key = word;
    if (absl::ConsumePrefix(&key, "meta.")) {
      if (!IsKey(key)) {
        return WrongAt(at_ + word.size() - key.size(),
                       absl::StrCat("expected a key of at most ", kLongestKey,
                                    " characters: a small letter, then small letters, digits "
                                    "and _"));
      }
    } else if (!absl::c_linear_search(kPassageFields, word)) {
      return Wrong(absl::StrCat("expected one of the fields ", absl::StrJoin(kPassageFields, ", "),
                                " and meta.KEY"));
    }
    field = std::string(word);
    TakeWord(word);
    return absl::OkStatus();
  }

  absl::StatusOr<Operator> TakeOperator(absl::string_view field) {
    const bool has_order = field == "date";
    for (const Operator& op : kOperators) {
      if (text_.substr(at_, op.sign.size()) != op.sign) continue;
      if (op.is_order && !has_order) {
        return Wrong("expected one of = != : as only date has an order");
      }
      TakeWord(op.sign);
      return op;
    }
    return Wrong(has_order ? "expected one of = != < <= > >= :" : "expected one of = != :");
  }

  absl::Status TakeValue(absl::string_view field, std::string& value) {
    const size_t start = at_;
    if (Sees('"') || Sees('\'')) {
      NP_RETURN_IF_ERROR(TakeQuoted(value));
    } else {
      NP_RETURN_IF_ERROR(TakeBare(value));
    }
    absl::AsciiStrToLower(&value);
    return CheckValue(field, value, start);
  }

  absl::Status TakeBare(std::string& value) {
    const absl::string_view word = PeekWord();
    if (IsKeyword(word))
      return Wrong("expected a value; AND, OR and NOT are values only in quotes");
    value = std::string(word);
    at_ += word.size();
    if (Sees('*')) return EndOfBareValue();
    if (word.empty()) return Wrong("expected a value: a word, or any text in quotes");
    NP_RETURN_IF_ERROR(EndOfBareValue());
    Skip();
    return absl::OkStatus();
  }

  // That the value which ends here was all there is of it.
  absl::Status EndOfBareValue() const {
    if (at_ == text_.size() || absl::ascii_isspace(text_[at_]) || text_[at_] == ')') {
      return absl::OkStatus();
    }
    if (text_[at_] == '*' || text_[at_ - 1] == '*') return NoWildcard();
    return Wrong(
        "expected the end of the value; one with more than letters, digits, _ - and . "
        "goes in quotes");
  }

  absl::Status NoWildcard() const {
    return Wrong(
        "a wildcard stands only alone and after a colon, field:*; in quotes \\* is a star");
  }

  absl::Status TakeQuoted(std::string& value) {
    const size_t start = at_;
    const char quote = text_[at_++];
    while (at_ < text_.size() && text_[at_] != quote) {
      if (text_[at_] == '*') return NoWildcard();
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) {
        if (!absl::StrContains("\"'\\*", text_.substr(at_ + 1, 1))) {
          return Wrong("expected \\\\, \\\", \\' or \\*");
        }
        ++at_;
      }
      value.push_back(text_[at_++]);
    }
    if (at_ == text_.size()) return WrongAt(start, "the closing quote is missing");
    ++at_;
    Skip();
    return absl::OkStatus();
  }

  // Whether `field` can have `value`, which stands at byte `start`.
  static absl::Status CheckValue(absl::string_view field, const std::string& value, size_t start) {
    if (value.empty()) {
      return WrongAt(start, "the value is empty; NOT field:* finds what has no value");
    }
    if (field == "date" && !IsDate(value)) {
      return WrongAt(start, "expected a date that exists, as YYYY-MM-DD, YYYY-MM or YYYY");
    }
    if (field == "issuer_type") return CheckName(kIssuerTypeNames, value, start);
    if (field == "grade") return CheckName(kGradeNames, value, start);
    return absl::OkStatus();
  }

  static absl::Status CheckName(absl::Span<const absl::string_view> names, absl::string_view value,
                                size_t start) {
    if (absl::c_linear_search(names, value)) return absl::OkStatus();
    return WrongAt(start, absl::StrCat("expected one of ", absl::StrJoin(names, ", ")));
  }

  absl::string_view text_;
  size_t at_ = 0;
  Filter result_;
};

bool Filter::IsField(absl::string_view name) {
  absl::string_view key = name;
  return absl::ConsumePrefix(&key, "meta.") ? IsKey(key)
                                            : absl::c_linear_search(kPassageFields, name);
}

absl::StatusOr<Filter> Filter::Parse(absl::string_view text) { return FilterParser(text).Run(); }

}  // namespace needlepoint
