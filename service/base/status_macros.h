// Early return on errors. They mean what newer Abseil's macros mean, so that
// moving to those is a rename.

#ifndef NEEDLEPOINT_SERVICE_BASE_STATUS_MACROS_H_
#define NEEDLEPOINT_SERVICE_BASE_STATUS_MACROS_H_

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

// Returns from the enclosing function if `expr`, an absl::Status, is not OK.
#define NP_RETURN_IF_ERROR(expr)                                            \
  do {                                                                      \
    if (absl::Status np_status = (expr); !np_status.ok()) return np_status; \
  } while (false)

#define NP_CONCAT_INNER_(a, b) a##b
#define NP_CONCAT_(a, b) NP_CONCAT_INNER_(a, b)
#define NP_ASSIGN_OR_RETURN_INNER_(tmp, lhs, expr) \
  auto tmp = (expr);                               \
  if (!tmp.ok()) return std::move(tmp).status();   \
  lhs = *std::move(tmp)

// Assigns the value of `expr`, an absl::StatusOr, to `lhs`, or returns its
// status. `lhs` may declare a variable.
#define NP_ASSIGN_OR_RETURN(lhs, expr) \
  NP_ASSIGN_OR_RETURN_INNER_(NP_CONCAT_(np_result_, __LINE__), lhs, expr)

#endif  // NEEDLEPOINT_SERVICE_BASE_STATUS_MACROS_H_
