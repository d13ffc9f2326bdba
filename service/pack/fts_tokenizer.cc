#include "service/pack/fts_tokenizer.h"

#include "service/text/analyzer.h"

namespace needlepoint {

absl::Status RegisterFtsTokenizer(Database& database) {
  return database.RegisterTokenizer(
      kFtsTokenizerName, [](absl::string_view text, const EmitToken& emit) {
        for (const Token& token : Tokenize(text)) {
          if (token.kind == TokenKind::kWord || token.kind == TokenKind::kNumber)
            emit(token.stem, token.span.start, token.span.end);
        }
      });
}

}  // namespace needlepoint
