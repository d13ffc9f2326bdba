// A small folder of knowledge on disk, without a fault, to be spoilt by tests.

#ifndef NEEDLEPOINT_TESTS_UNIT_PACK_FOLDER_FOR_TEST_H_
#define NEEDLEPOINT_TESTS_UNIT_PACK_FOLDER_FOR_TEST_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

#include "service/pack/document.h"
#include "service/pack/knowledge_files.h"
#include "tests/support/temp_folder.h"

namespace needlepoint {

// Holds the real schema/ and one file of each other kind:
//
//   evidence/sources-test.json  clinic
//   evidence/facts-test.yaml    sun-72h, wash-4h
//   passages/aftercare/sun.yaml, passages/aftercare/wash.yaml
//   rules/acute.yaml            infection/signs, eczema/flare
//   protocols/scars.yaml        scars/home
//   lexicon/codes.yaml ...      one file of each kind that conditions name
//   lexicon/context.yaml, lexicon/never-cross.yaml, labels/labels.yaml
class KnowledgeFolder {
 public:
  KnowledgeFolder();

  // Replaces the only occurrence of `from` in `file`; ends the program if it is
  // not there once, so that a test cannot pass by changing nothing.
  void Replace(absl::string_view file, absl::string_view from, absl::string_view to);
  void Write(absl::string_view file, absl::string_view text) { folder_.Write(file, text); }
  void Remove(absl::string_view file);

  std::string Text(absl::string_view file) const { return ReadFileOrDie(folder_.Path(file)); }
  KnowledgeFiles Read() const { return ReadKnowledge(folder_.path()); }

 private:
  TempFolder folder_;
};

// "file:line: message", one a fault.
std::vector<std::string> Written(const std::vector<Fault>& faults);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_TESTS_UNIT_PACK_FOLDER_FOR_TEST_H_
