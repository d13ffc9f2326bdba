#include "service/understand/message.h"

#include <cmath>
#include <optional>
#include <utility>

#include "absl/strings/match.h"

#include "service/text/number_words.h"

namespace needlepoint {
namespace {

// Words that stand for a number in a message, though they are no cardinals.
std::optional<double> NumberWord(absl::string_view word) {
  if (word == "couple") return 2;
  if (word == "half") return 0.5;
  if (word == "quarter") return 0.25;
  return CardinalValue(word);
}

// "Twenty-five": whether `word` continues the number word before it.
bool ContinuesNumber(const Message& message, int sentence_first, const Word& word) {
  if (!word.number_word || word.number >= 10 || word.number < 1 || word.comma_before) return false;
  if (static_cast<int>(message.words.size()) <= sentence_first) return false;
  const Word& tens = message.words.back();
  return tens.number_word && tens.number >= 20 && std::fmod(tens.number, 10) == 0;
}

std::optional<double> Fraction(absl::string_view symbol) {
  if (symbol == "½") return 0.5;
  if (symbol == "¼") return 0.25;
  if (symbol == "¾") return 0.75;
  return std::nullopt;
}

// "1) " and "2. " at the start of a line or after a space begin a sentence.
bool IsListNumber(absl::string_view text, const std::vector<Token>& tokens, size_t i) {
  if (tokens[i].kind != TokenKind::kNumber || tokens[i].number > 20 || i + 1 >= tokens.size())
    return false;
  const Token& next = tokens[i + 1];
  return next.kind == TokenKind::kComma && next.text == ")" &&
         next.span.start == tokens[i].span.end && (i == 0 || tokens[i - 1].text != "(") &&
         absl::ClippedSubstr(text, next.span.end, 1) == " ";
}

}  // namespace

Message ReadMessage(absl::string_view text, const Speller& speller) {
  Message message;
  message.text = text;
  const std::vector<Token> tokens = Tokenize(text);
  Sentence sentence;
  const auto end_sentence = [&](bool question_mark) {
    sentence.last = static_cast<int>(message.words.size());
    if (sentence.last > sentence.first) {
      sentence.question_mark = question_mark;
      sentence.span = message.SpanOf(sentence.first, sentence.last);
      message.sentences.push_back(sentence);
      sentence.listed = false;
    } else if (question_mark && !message.sentences.empty()) {
      message.sentences.back().question_mark = true;  // "?!" and "..?"
    }
    sentence.first = sentence.last;
  };
  bool comma = false;
  std::string symbol;  // read since the last word
  for (size_t i = 0; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    if (token.kind == TokenKind::kBreak) {
      end_sentence(token.text == "?");
      comma = false;
      symbol.clear();
      continue;
    }
    if (token.kind == TokenKind::kComma) {
      comma = true;
      continue;
    }
    const std::optional<double> fraction =
        token.kind == TokenKind::kSymbol ? Fraction(token.text) : std::nullopt;
    if (token.kind == TokenKind::kSymbol && !fraction.has_value()) {
      symbol = token.text;
      const bool touches =
          !message.words.empty() && message.words.back().span.end == token.span.start;
      if (touches || token.text == "%" || token.text == "µ" || token.text == "μ") {
        if (static_cast<int>(message.words.size()) > sentence.first)
          message.words.back().after = token.text;
      }
      if (token.text == "–" || token.text == "—") comma = true;
      continue;
    }
    if (IsListNumber(text, tokens, i)) {
      end_sentence(false);
      sentence.listed = true;
      ++i;  // the bracket
      continue;
    }
    Word word;
    word.text = token.text;
    word.stem = token.stem;
    word.span = token.span;
    word.before = std::exchange(symbol, "");
    word.comma_before = std::exchange(comma, false);
    if (fraction.has_value() || token.kind == TokenKind::kNumber) {
      word.is_number = true;
      word.number = fraction.value_or(token.number);
    } else if (const std::optional<double> value = NumberWord(word.text)) {
      word.is_number = word.number_word = true;
      word.number = *value;
    } else if (std::optional<std::string> corrected = speller.Correct(word.text)) {
      word.text = *std::move(corrected);
      word.stem = Stem(word.text);
      word.corrected = true;
    }
    word.sentence = static_cast<int>(message.sentences.size());
    if (ContinuesNumber(message, sentence.first, word)) {
      message.words.back().number += word.number;
      message.words.back().span.end = word.span.end;
      continue;
    }
    message.words.push_back(std::move(word));
  }
  end_sentence(false);
  return message;
}

}  // namespace needlepoint
