// The parts of rendered text that answers and plans share, as plain text or as
// Markdown.

#ifndef NEEDLEPOINT_SERVICE_ANSWER_TEXT_WRITER_H_
#define NEEDLEPOINT_SERVICE_ANSWER_TEXT_WRITER_H_

#include <string>

#include "absl/strings/string_view.h"

#include "needlepoint/v1/evidence.pb.h"
#include "needlepoint/v1/finding.pb.h"
#include "needlepoint/v1/follow_up.pb.h"
#include "needlepoint/v1/presentation.pb.h"
#include "needlepoint/v1/statement.pb.h"
#include "service/pack/snapshot.h"

namespace needlepoint {

// How text is written.
struct TextForm {
  v1::CitationMode mode = v1::CITATION_MODE_MARKERS;
  bool markdown = false;
};

// Appends lines to a text. What is given to it must outlive it.
class TextWriter {
 public:
  using Citations = google::protobuf::RepeatedPtrField<v1::Citation>;

  TextWriter(const Snapshot& snapshot, const Citations& citations, TextForm form)
      : snapshot_(snapshot), citations_(citations), form_(form) {}

  bool markdown() const { return form_.markdown; }

  // Pieces of a line.
  std::string Safe(absl::string_view text) const;  // Markdown's own signs escaped
  std::string Bold(absl::string_view text) const;
  std::string Marks(const google::protobuf::RepeatedField<int32_t>& numbers) const;
  std::string Sentence(const v1::Statement& statement) const;

  // Whole lines and blocks.
  void Append(absl::string_view text);
  void Paragraph(absl::string_view text);  // nothing if it is empty
  void Headline(const v1::Statement& statement);
  void Bullet(const v1::Statement& statement);
  void Finding(const v1::Finding& finding);
  void Section(const v1::Section& section);
  // A question back; of a long list of choices the first few.
  void FollowUp(const v1::FollowUpQuestion& question);
  void Sources();

  // All that was written, without the blank lines at its end.
  std::string Take();

 private:
  void Table(const v1::Section& section);

  const Snapshot& snapshot_;
  const Citations& citations_;
  TextForm form_;
  std::string text_;
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_ANSWER_TEXT_WRITER_H_
