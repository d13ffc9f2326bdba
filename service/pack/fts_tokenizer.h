// The analyzer as FTS5 sees it. Internal to pack.

#ifndef NEEDLEPOINT_SERVICE_PACK_FTS_TOKENIZER_H_
#define NEEDLEPOINT_SERVICE_PACK_FTS_TOKENIZER_H_

#include "absl/status/status.h"

#include "service/storage/database.h"

namespace needlepoint {

inline constexpr char kFtsTokenizerName[] = "needlepoint";

// Gives `database` the tokenizer its search index is made and read with: the
// stems of words, and numbers.
absl::Status RegisterFtsTokenizer(Database& database);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_PACK_FTS_TOKENIZER_H_
