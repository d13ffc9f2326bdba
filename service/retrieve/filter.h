// Filters over passages, in AIP-160's grammar:
//
//   topic = aftercare AND (date >= "2020-01-01" OR NOT meta.product:*)
//
//   filter     = sequence of terms joined by AND, or by OR; never both without
//                parentheses
//   term       = { "NOT" | "-" } ( "(" filter ")" | comparison )
//   comparison = field ( = != : ) value | field ":" "*" | "date" ( < <= > >= ) value
//   field      = topic | issuer_type | grade | jurisdiction | date | collection
//              | language | contradicted_rule | meta.KEY
//   KEY        = [a-z][a-z0-9_]{0,63}
//   value      = [A-Za-z0-9_.-]+, but not AND, OR or NOT
//              | any bytes in "..." or '...', where \ stands before " ' \ and *
//
// A passage may have several values of a field, or none. `=` and `:` hold if one
// of them is the value, `!=` if none is, also where there are none; `:*` if there
// is one, whatever it is; an order if it holds for one. Upper and lower case are
// the same in ASCII. There are no other wildcards.
//
// Dates are written YYYY-MM-DD, YYYY-MM or YYYY, in the filter and in passages,
// and compare as text; of two that begin alike the shorter comes first:
// 2020 < 2020-01 < 2020-01-01 < 2021. So `date >= 2020 AND date < 2021` is all
// that is dated in 2020, `date = 2020` only what is dated no closer than that,
// and `date >= 2020-01-01` leaves out what is dated just 2020.

#ifndef NEEDLEPOINT_SERVICE_RETRIEVE_FILTER_H_
#define NEEDLEPOINT_SERVICE_RETRIEVE_FILTER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "service/retrieve/passage_set.h"

namespace needlepoint {

// Where the values of passages' fields are.
class AttributeSource {
 public:
  enum class Comparison { kPresent, kEqual, kLess, kLessOrEqual, kGreater, kGreaterOrEqual };

  virtual ~AttributeSource() = default;

  // How many passages there are; the size of the sets that Find returns.
  virtual int passage_count() const = 0;

  // Passages that have a value of `field`, a name as the grammar above writes it,
  // for which "that value `comparison` `value`" holds. None where nothing has
  // that field, which is not an error.
  //
  // `value` has no capital letters of ASCII; the passages' values are taken as
  // if they had none either. It is empty with kPresent and never otherwise. Of
  // `issuer_type` and `grade` it is the name in evidence.proto without its
  // prefix: "systematic_review". The orders come with `date` alone, and compare
  // byte by byte.
  virtual absl::StatusOr<PassageSet> Find(absl::string_view field, Comparison comparison,
                                          absl::string_view value) const = 0;
};

// A compiled filter. Immutable; thread-safe.
class Filter {
 public:
  // Lets every passage through.
  Filter() = default;

  // Compiles `text`, of at most 2,000 bytes, 100 comparisons, and 32
  // parentheses and NOTs inside each other; an empty one lets every passage
  // through.
  //
  // Errors: INVALID_ARGUMENT, with a message "at byte 17: expected ..." that
  // counts from 0, says what to write instead, and repeats none of `text`.
  static absl::StatusOr<Filter> Parse(absl::string_view text);

  // Whether `name` is a field, as the grammar above writes it.
  static bool IsField(absl::string_view name);

  // The passages of `source` that the filter lets through.
  //
  // Errors: those of `source`; INTERNAL if a set of it is of another size than
  // its passage_count().
  absl::StatusOr<PassageSet> Evaluate(const AttributeSource& source) const;

  // Whether it lets every passage through without asking.
  bool always() const { return code_.empty(); }

 private:
  friend class FilterParser;

  struct Restriction {
    std::string field;
    AttributeSource::Comparison comparison = AttributeSource::Comparison::kEqual;
    std::string value;  // as Find takes it
  };

  // Postfix: an index into restrictions_, or one of these.
  static constexpr int32_t kAnd = -1;
  static constexpr int32_t kOr = -2;
  static constexpr int32_t kNot = -3;

  std::vector<Restriction> restrictions_;
  std::vector<int32_t> code_;
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_RETRIEVE_FILTER_H_
