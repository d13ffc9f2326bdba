#include "service/answer/echo.h"

#include <algorithm>
#include <vector>

#include "service/text/ascii.h"

namespace needlepoint {
namespace {

// Length of the well-formed character at the start of `text`; 0 if there is
// none.
size_t CharacterLength(absl::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return 1;
  size_t length = 0;
  uint32_t least = 0, code = 0;
  if ((first & 0xE0) == 0xC0) {
    length = 2, least = 0x80, code = first & 0x1F;
  } else if ((first & 0xF0) == 0xE0) {
    length = 3, least = 0x800, code = first & 0x0F;
  } else if ((first & 0xF8) == 0xF0) {
    length = 4, least = 0x10000, code = first & 0x07;
  }
  if (length == 0 || text.size() < length) return 0;
  for (size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
    code = code << 6 | (byte(i) & 0x3F);
  }
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  return code < least || surrogate || code > 0x10FFFF ? 0 : length;
}

// UTF-16 length of the text before each byte; empty if all is ASCII, where it
// is that in bytes.
std::vector<int> Utf16Before(absl::string_view text) {
  if (IsAscii(text)) return {};
  std::vector<int> before(text.size() + 1, 0);
  int units = 0;
  for (size_t at = 0; at < text.size();) {
    const size_t length = std::max<size_t>(CharacterLength(text.substr(at)), 1);
    for (size_t i = 0; i < length; ++i) before[at + i] = units;
    units += length == 4 ? 2 : 1;
    at += length;
  }
  before[text.size()] = units;
  return before;
}

class SpanFiller {
 public:
  explicit SpanFiller(absl::string_view text)
      : size_(static_cast<int>(text.size())), before_(Utf16Before(text)) {}

  void Fill(v1::Span* span) const {
    const auto at = [&](int offset) {
      const int inside = std::clamp(offset, 0, size_);
      return before_.empty() ? inside : before_[inside];
    };
    span->set_utf16_start(at(span->start()));
    span->set_utf16_end(at(span->end()));
  }

  void Fill(v1::Statement* statement) const {
    for (v1::Because& because : *statement->mutable_because()) {
      if (because.has_span()) Fill(because.mutable_span());
    }
  }

 private:
  int size_;
  std::vector<int> before_;
};

}  // namespace

std::string ToValidUtf8(absl::string_view text) {
  std::string valid;
  valid.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    const size_t length = CharacterLength(text.substr(at));
    if (length == 0) {
      valid.append("\xEF\xBF\xBD");
      ++at;
    } else {
      valid.append(text.data() + at, length);
      at += length;
    }
  }
  return valid;
}

void EchoUnderstanding(absl::string_view text, const Question& question,
                       google::protobuf::RepeatedPtrField<v1::Understood>* understood,
                       google::protobuf::RepeatedPtrField<v1::NotUnderstood>* not_understood) {
  for (const Understood& item : question.understood) {
    v1::Understood* out = understood->Add();
    out->mutable_span()->set_start(item.span.start);
    out->mutable_span()->set_end(item.span.end);
    out->set_field(item.field);
    out->set_value(item.value);
    out->set_text(ToValidUtf8(item.span.In(text)));
    const bool ruled_out =
        item.field == "ruled_out_conditions" || item.field == "ruled_out_symptoms";
    out->set_assertion(ruled_out ? v1::ASSERTION_NEGATED : v1::ASSERTION_PRESENT);
    out->set_corrected(
        std::any_of(question.mentions.begin(), question.mentions.end(),
                    [&](const Mention& m) { return m.corrected && m.span == item.span; }));
  }
  for (const TextSpan& span : question.not_understood) {
    v1::NotUnderstood* out = not_understood->Add();
    out->mutable_span()->set_start(span.start);
    out->mutable_span()->set_end(span.end);
    out->set_text(ToValidUtf8(span.In(text)));
    out->set_reason(v1::NOT_UNDERSTOOD_REASON_UNKNOWN_WORDS);
  }
}

void EchoWarnings(const Question& question,
                  google::protobuf::RepeatedPtrField<v1::Warning>* warnings) {
  for (const std::string& message : question.warnings) {
    v1::Warning* out = warnings->Add();
    out->set_code("UNKNOWN_CODE");
    out->set_message(message);
  }
}

void FillUtf16Offsets(absl::string_view text, google::protobuf::RepeatedPtrField<v1::Span>& spans) {
  const SpanFiller filler(text);
  for (v1::Span& span : spans) filler.Fill(&span);
}

void FillUtf16Offsets(absl::string_view text, v1::Answer& answer) {
  const SpanFiller filler(text);
  for (v1::Understood& item : *answer.mutable_understood()) filler.Fill(item.mutable_span());
  for (v1::NotUnderstood& item : *answer.mutable_not_understood()) filler.Fill(item.mutable_span());
  for (v1::Finding& finding : *answer.mutable_findings()) {
    for (v1::Because& because : *finding.mutable_because()) {
      if (because.has_span()) filler.Fill(because.mutable_span());
    }
    filler.Fill(finding.mutable_headline());
    for (v1::Statement& action : *finding.mutable_actions()) filler.Fill(&action);
    for (v1::Statement& ask : *finding.mutable_questions_to_ask()) filler.Fill(&ask);
  }
  for (v1::Part& part : *answer.mutable_parts()) {
    filler.Fill(part.mutable_span());
    if (part.has_headline()) filler.Fill(part.mutable_headline());
    for (v1::Section& section : *part.mutable_sections()) {
      for (v1::Statement& statement : *section.mutable_statements()) filler.Fill(&statement);
    }
  }
}

}  // namespace needlepoint
