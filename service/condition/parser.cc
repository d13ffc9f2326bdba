#include <array>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "service/base/status_macros.h"
#include "service/condition/condition.h"
#include "service/condition/vocabulary.h"

namespace needlepoint {
namespace {

struct FunctionName {
  absl::string_view name;
  Function function;
  Field field;
  bool is_number;
  bool takes_code;
};

constexpr std::array<FunctionName, 11> kFunctions = {{
    {"has", Function::kHas, Field::kConditions, false, true},
    {"symptom", Function::kSymptom, Field::kSymptoms, false, true},
    {"taking", Function::kTaking, Field::kMedications, false, true},
    {"took", Function::kTook, Field::kMedications, false, true},
    {"procedure", Function::kProcedure, Field::kRecentProcedures, false, true},
    {"area", Function::kArea, Field::kBodyAreas, false, true},
    {"concern", Function::kConcern, Field::kConcerns, false, true},
    {"says", Function::kSays, Field::kSubject, false, true},
    {"asks", Function::kAsks, Field::kSubject, false, true},
    {"weeks_since", Function::kWeeksSince, Field::kRecentProcedures, true, true},
    {"longest_needle_mm", Function::kLongestNeedleMm, Field::kNeedleLengthMm, true, false},
}};

bool IsNumberField(Field field) {
  switch (field) {
    case Field::kAgeYears:
    case Field::kFitzpatrick:
    case Field::kNeedleLengthMm:
    case Field::kHoursSinceLastSession:
    case Field::kSessionIntervalDays:
    case Field::kSessionsCompleted:
      return true;
    default:
      return false;
  }
}

bool IsWordByte(char c) { return absl::ascii_isalnum(c) || c == '_' || c == '-' || c == '.'; }

constexpr size_t kLongestCondition = 2000;  // bytes
constexpr int kDeepest = 32;                // parentheses and NOTs

}  // namespace

// Recursive descent; writes postfix as it goes.
class ConditionParser {
 public:
  ConditionParser(absl::string_view text, const Vocabulary* vocabulary)
      : text_(text), vocabulary_(vocabulary) {}

  absl::StatusOr<Condition> Run() {
    if (text_.size() > kLongestCondition) {
      return absl::InvalidArgumentError(absl::StrCat("the condition has ", text_.size(),
                                                     " bytes; the limit is ", kLongestCondition,
                                                     "; split it over two rules"));
    }
    result_.text_ = std::string(text_);
    Skip();
    if (at_ == text_.size()) return std::move(result_);
    NP_RETURN_IF_ERROR(Expression(false, 0));
    if (at_ != text_.size()) return Wrong("expected AND, OR or the end");
    return std::move(result_);
  }

 private:
  absl::Status Wrong(absl::string_view what) const {
    return absl::InvalidArgumentError(absl::StrCat("at byte ", at_, ": ", what));
  }

  void Skip() {
    while (at_ < text_.size() && absl::ascii_isspace(text_[at_])) ++at_;
  }

  absl::string_view PeekWord() const {
    size_t end = at_;
    while (end < text_.size() && IsWordByte(text_[end])) ++end;
    return text_.substr(at_, end - at_);
  }

  bool TakeWord(absl::string_view word) {
    if (PeekWord() != word) return false;
    at_ += word.size();
    Skip();
    return true;
  }

  bool Take(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    Skip();
    return true;
  }

  absl::Status Expression(bool negated, int depth) {
    NP_RETURN_IF_ERROR(Term(negated, depth));
    std::optional<int32_t> joined;
    while (true) {
      int32_t op;
      if (TakeWord("AND")) {
        op = Condition::kAnd;
      } else if (TakeWord("OR")) {
        op = Condition::kOr;
      } else {
        return absl::OkStatus();
      }
      if (joined.has_value() && *joined != op) {
        return Wrong("AND and OR stand side by side; put one of them in parentheses");
      }
      joined = op;
      NP_RETURN_IF_ERROR(Term(negated, depth));
      result_.code_.push_back(op);
    }
  }

  absl::Status Term(bool negated, int depth) {
    if (depth > kDeepest)
      return Wrong(absl::StrCat("more than ", kDeepest, " levels of parentheses"));
    if (TakeWord("NOT")) {
      NP_RETURN_IF_ERROR(Term(!negated, depth + 1));
      result_.code_.push_back(Condition::kNot);
      return absl::OkStatus();
    }
    if (Take('(')) {
      NP_RETURN_IF_ERROR(Expression(negated, depth + 1));
      if (!Take(')')) return Wrong("expected )");
      return absl::OkStatus();
    }
    Atom atom;
    atom.negated = negated;
    NP_RETURN_IF_ERROR(ReadAtom(atom));
    result_.code_.push_back(static_cast<int32_t>(result_.atoms_.size()));
    result_.atoms_.push_back(std::move(atom));
    return absl::OkStatus();
  }

  absl::Status ReadAtom(Atom& atom) {
    const absl::string_view name = PeekWord();
    if (name.empty()) return Wrong("expected a field, a function, NOT or (");
    for (const FunctionName& f : kFunctions) {
      if (f.name != name) continue;
      at_ += name.size();
      Skip();
      atom.function = f.function;
      atom.field = f.field;
      if (!Take('(')) return Wrong(absl::StrCat("expected ( after ", name));
      if (f.takes_code) NP_RETURN_IF_ERROR(QuotedCode(atom.code));
      if (const std::optional<Field> list = ListOf(atom)) atom.field = *list;
      if (!Take(')')) return Wrong("expected )");
      return f.is_number ? NumberComparison(atom) : absl::OkStatus();
    }
    const std::optional<Field> field = ParseField(name);
    if (!field.has_value()) {
      return Wrong(absl::StrCat("'", name, "' is neither a field of profile.yaml nor a function"));
    }
    at_ += name.size();
    Skip();
    atom.field = *field;
    if (IsNumberField(*field)) return NumberComparison(atom);
    return ValueComparison(atom);
  }

  // The list that a product belongs to, if the vocabulary knows it.
  std::optional<Field> ListOf(const Atom& atom) const {
    const bool product =
        atom.field == Field::kMedications || atom.function == Function::kWeeksSince;
    const absl::string_view kind =
        product && vocabulary_ != nullptr ? vocabulary_->KindOf(atom.code) : "";
    if (kind == "skincare") return Field::kSkincare;
    if (kind == "medication") return Field::kMedications;
    return std::nullopt;
  }

  absl::Status QuotedCode(std::string& code) {
    if (at_ >= text_.size() || text_[at_] != '"') return Wrong("expected a code in double quotes");
    const size_t end = text_.find('"', at_ + 1);
    if (end == absl::string_view::npos) return Wrong("the closing quote is missing");
    code = std::string(text_.substr(at_ + 1, end - at_ - 1));
    if (code.empty()) return Wrong("the code is empty");
    at_ = end + 1;
    Skip();
    return absl::OkStatus();
  }

  absl::Status NumberComparison(Atom& atom) {
    static constexpr std::array<std::pair<absl::string_view, Comparison>, 6> kOperators = {{
        {"!=", Comparison::kNotEqual},
        {"<=", Comparison::kLessOrEqual},
        {">=", Comparison::kGreaterOrEqual},
        {"=", Comparison::kEqual},
        {"<", Comparison::kLess},
        {">", Comparison::kGreater},
    }};
    for (const auto& [sign, comparison] : kOperators) {
      if (text_.substr(at_, sign.size()) != sign) continue;
      at_ += sign.size();
      Skip();
      const absl::string_view number = PeekWord();
      if (!absl::SimpleAtod(number, &atom.number) || !(atom.number >= -1e9 && atom.number <= 1e9)) {
        return Wrong("expected a number");
      }
      at_ += number.size();
      Skip();
      atom.comparison = comparison;
      return absl::OkStatus();
    }
    return Wrong("expected one of = != < <= > >=");
  }

  absl::Status ValueComparison(Atom& atom) {
    if (text_.substr(at_, 2) == "!=") {
      atom.comparison = Comparison::kNotEqual;
      at_ += 2;
    } else if (at_ < text_.size() && (text_[at_] == '=' || text_[at_] == ':')) {
      atom.comparison = Comparison::kEqual;
      ++at_;
    } else {
      return Wrong("expected one of = != :");
    }
    if (atom.comparison == Comparison::kNotEqual && IsListField(atom.field)) {
      return Wrong(absl::StrCat(FieldName(atom.field), " is a list: write NOT ",
                                FieldName(atom.field), ":code"));
    }
    Skip();
    if (at_ < text_.size() && text_[at_] == '"') return QuotedCode(atom.value);
    const absl::string_view value = PeekWord();
    if (value.empty()) return Wrong("expected a value");
    atom.value = std::string(value);
    at_ += value.size();
    Skip();
    return absl::OkStatus();
  }

  absl::string_view text_;
  const Vocabulary* vocabulary_;
  size_t at_ = 0;
  Condition result_;
};

absl::StatusOr<Condition> Condition::Parse(absl::string_view text, const Vocabulary* vocabulary) {
  return ConditionParser(text, vocabulary).Run();
}

}  // namespace needlepoint
