// What the renderings of all replies have in common: findings, statements,
// sections, follow-up questions, sources.

#ifndef NEEDLEPOINT_CLIENTS_CLI_RENDER_PARTS_H_
#define NEEDLEPOINT_CLIENTS_CLI_RENDER_PARTS_H_

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

#include "clients/cli/text.h"
#include "needlepoint/v1/answer.pb.h"
#include "needlepoint/v1/evidence.pb.h"
#include "needlepoint/v1/finding.pb.h"
#include "needlepoint/v1/follow_up.pb.h"
#include "needlepoint/v1/statement.pb.h"
#include "needlepoint/v1/understanding.pb.h"

namespace needlepoint::cli {

// How a reply is shown.
struct RenderOptions {
  Screen screen;
  bool marks = true;     // whether citations are numbered, with the list of sources
  bool in_chat = false;  // a question back is answered by the next line
};

// URGENT or EMERGENCY: nothing but findings is shown.
bool IsAcute(v1::Disposition disposition);

// Writes blocks of text, one blank line between them. Everything that came
// over the wire goes through CleanLine() on its way in.
class PartWriter {
 public:
  explicit PartWriter(const RenderOptions& options) : options_(options) {}

  // A blank line, unless nothing is above.
  void Gap();
  // A paragraph, a bullet, a heading. `styled` has passed CleanLine().
  void Line(absl::string_view styled, absl::string_view first = "", absl::string_view next = "");
  void Bullet(absl::string_view styled);
  void Heading(absl::string_view title);
  // Text as it came, in one style; nothing if it is empty.
  void Paragraph(absl::string_view text, Style style = Style::kPlain);
  // The lines of a text, indented.
  void Lines(absl::string_view text);
  void Rows(const std::vector<std::vector<std::string>>& rows);

  // "[1][2]" after a space, or nothing.
  template <typename Numbers>
  std::string Marks(const Numbers& numbers) const {
    std::string marks;
    if (options_.marks) {
      for (const int number : numbers) {
        absl::StrAppend(&marks, "[", number, "]");
        used_.insert(number);
      }
    }
    return marks.empty() ? "" : absl::StrCat(" ", marks);
  }
  // A statement with its marks and whose evidence it is.
  std::string Sentence(const v1::Statement& statement, Style style = Style::kPlain) const;

  // Findings, set apart, worst first; with `acute` only those that are. A
  // headline that is among `said`, the headlines to come, is left to them.
  void Findings(const google::protobuf::RepeatedPtrField<v1::Finding>& findings, bool acute,
                const std::set<std::string>& said = {});
  void SectionBlock(const v1::Section& section);
  // The asker's numbers beside the sources'; nothing if there are none.
  void Proposed(const v1::ProposedPlan& proposed);
  // The first question, why it is asked and the flag that answers it.
  void FollowUp(const google::protobuf::RepeatedPtrField<v1::FollowUpQuestion>& questions);
  void HandoffBlock(const v1::Handoff& handoff);
  void Warnings(const google::protobuf::RepeatedPtrField<v1::Warning>& warnings);
  // The list that the marks lead to; with `only_used` only what Marks() wrote.
  void Sources(const google::protobuf::RepeatedPtrField<v1::Citation>& citations,
               bool only_used = false);
  // About review, last.
  void Notice(absl::string_view notice);

  // `text` in a style. It has passed CleanLine().
  std::string Paint(Style style, absl::string_view text) const {
    return Styled(options_.screen, style, text);
  }
  // All that was written.
  std::string Take() { return std::move(text_); }

 private:
  void FindingBlock(const v1::Finding& finding, bool headline);
  void TableLayout(const v1::Section& section);
  void ConflictLayout(const v1::Section& section);

  RenderOptions options_;
  std::string text_;
  mutable std::set<int> used_;  // numbers that Marks() wrote
};

// A number as people write it: 2, 0.5.
std::string Plain(double number);

// "4 to 6 weeks"-like: "0.25 to 0.5", or one number if both are equal.
std::string PlainRange(double min, double max);

// What a disposition is called.
absl::string_view DispositionLabel(v1::Disposition disposition);

// Why there is no answer, as a line.
absl::string_view NoAnswerLine(v1::NoAnswerReason reason);

// "randomised trial, strong": what kind of support a citation is, and how far
// it may be leaned on by the scale of v1::Strength. "" if it is not graded.
std::string StrengthLabel(const v1::Citation& citation);

}  // namespace needlepoint::cli

#endif  // NEEDLEPOINT_CLIENTS_CLI_RENDER_PARTS_H_
