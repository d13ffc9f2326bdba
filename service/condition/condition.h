// Three-valued conditions over a profile and a question, in AIP-160's grammar:
//
//   setting = HOME AND (longest_needle_mm() > 0.5 OR says("press-hard"))
//
//   expression = sequence of terms joined by AND, or by OR; never both without
//                parentheses
//   term       = ["NOT"] ( "(" expression ")" | comparison | function )
//   comparison = number operand ( = != < <= > >= ) number
//              | field ( = != : ) value
//
// Unknown is never taken for absent: what the profile does not hold makes a
// comparison unknown, and Kleene's logic carries that upwards.

#ifndef NEEDLEPOINT_SERVICE_CONDITION_CONDITION_H_
#define NEEDLEPOINT_SERVICE_CONDITION_CONDITION_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "service/model/finding.h"
#include "service/model/profile.h"
#include "service/model/question.h"

namespace needlepoint {

class Vocabulary;

enum class Truth { kFalse, kUnknown, kTrue };

// What a condition is asked about. What it points to must outlive it.
struct Situation {
  const Profile& profile;
  const Question* question = nullptr;  // nothing is said or asked without one
  Form form = Form::kAny;              // of the part being answered
};

// What a condition may call. See knowledge/README.md.
enum class Function {
  kNone,  // a plain field
  kHas,
  kSymptom,
  kTaking,
  kTook,
  kProcedure,
  kArea,
  kConcern,
  kSays,
  kAsks,
  kWeeksSince,
  kLongestNeedleMm,
};

enum class Comparison { kIs, kEqual, kNotEqual, kLess, kLessOrEqual, kGreater, kGreaterOrEqual };

// One comparison or call. `negated` tells whether an odd number of NOTs stands
// above it.
struct Atom {
  Function function = Function::kNone;
  Field field = Field::kSubject;  // what is read; of a function, its main field
  std::string code;               // argument of a function
  Comparison comparison = Comparison::kIs;
  double number = 0;  // right-hand side of a number comparison
  std::string value;  // right-hand side of a field comparison
  bool negated = false;
};

// The value of one comparison or call, its `negated` aside.
Truth Evaluate(const Atom& atom, const Situation& situation);

// A compiled condition. Immutable; thread-safe.
class Condition {
 public:
  // Compiles `text`; an empty one is always true. `vocabulary` tells medicines
  // from skin care; without it all that is taken is a medicine.
  //
  // Errors: INVALID_ARGUMENT, naming the byte and what to write instead.
  static absl::StatusOr<Condition> Parse(absl::string_view text,
                                         const Vocabulary* vocabulary = nullptr);

  Truth Evaluate(const Situation& situation) const;

  // The value if atoms()[i] is `truth(i)`; its `negated` aside.
  Truth EvaluateWith(absl::FunctionRef<Truth(size_t atom)> truth) const;

  // The profile facts and words that make the condition true; empty if it is
  // not true, or always true.
  std::vector<Because> Explain(const Situation& situation) const;

  // The condition for people: `say` puts one comparison or call into words, and
  // "and", "or", "not" and brackets join them. "always" if it is always true.
  std::string InWords(const std::function<std::string(const Atom&)>& say) const;

  const std::string& text() const { return text_; }
  const std::vector<Atom>& atoms() const { return atoms_; }
  bool always() const { return code_.empty(); }

 private:
  friend class ConditionParser;

  // Postfix: an index into atoms_, or one of these.
  static constexpr int32_t kAnd = -1;
  static constexpr int32_t kOr = -2;
  static constexpr int32_t kNot = -3;

  std::string text_;
  std::vector<Atom> atoms_;
  std::vector<int32_t> code_;
};

// Finds the conditions that a situation can make true without trying all.
// Immutable once filled; thread-safe.
class ConditionIndex {
 public:
  // `conditions` are referred to by their index and must outlive this.
  explicit ConditionIndex(const std::vector<const Condition*>& conditions);

  // Indices of all conditions that read something the situation knows, and of
  // those that need no knowledge; in order. Others cannot be true.
  std::vector<int> Candidates(const Situation& situation) const;

 private:
  std::vector<uint32_t> reads_;  // per condition: bit 1 << Field, or kSaid
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_CONDITION_CONDITION_H_
