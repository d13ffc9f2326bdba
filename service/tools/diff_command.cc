#include <fstream>
#include <iostream>

#include "absl/time/time.h"

#include "service/collection/registry.h"
#include "service/tools/answer_diff.h"
#include "service/tools/commands.h"
#include "service/tools/knowledge_diff.h"

namespace needlepoint {
namespace {

constexpr int kSame = 0, kDiffer = 1, kTrouble = 2;  // as diff(1) has them

bool Publish(const std::string& file, CollectionRegistry& guide) {
  const absl::Status published = guide.Publish(kGuide, file, absl::UnixEpoch());
  if (!published.ok()) std::cerr << file << ": " << published.message() << "\n";
  return published.ok();
}

void Print(const std::vector<std::string>& lines) {
  for (const std::string& line : lines) std::cout << line << "\n";
}

}  // namespace

int DiffCommand(const std::string& before_file, const std::string& after_file,
                const std::string& question_file) {
  CollectionRegistry before, after;
  if (!Publish(before_file, before) || !Publish(after_file, after)) return kTrouble;
  std::vector<AskedQuestion> questions;
  if (!question_file.empty()) {
    std::ifstream in(question_file);
    absl::StatusOr<std::vector<AskedQuestion>> read = ReadQuestions(in);
    if (in.bad() || !in.eof())
      read = absl::NotFoundError("cannot be read; expected one question a line");
    if (!read.ok()) {
      std::cerr << question_file << ": " << read.status().message() << "\n";
      return kTrouble;
    }
    questions = *std::move(read);
  }
  const KnowledgeDiff knowledge = DiffKnowledge((*before.Get(kGuide))->snapshot().knowledge(),
                                                (*after.Get(kGuide))->snapshot().knowledge());
  Print(knowledge.lines);
  const AnswerDiff answers = DiffAnswers(before, after, questions);
  Print(answers.lines);
  Print(knowledge.summary);
  if (!question_file.empty()) std::cout << answers.summary << "\n";
  return knowledge.lines.empty() && !answers.changed ? kSame : kDiffer;
}

}  // namespace needlepoint
