#include "service/documents/document_reader.h"

#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/support/matchers.h"
#include "tests/support/temp_folder.h"
#include "tests/unit/documents/text_form.h"

namespace needlepoint {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

// A page of PDF that shows `lines`, 14 points apart.
std::string Pdf(const std::vector<std::string>& lines) {
  std::string shown = "BT /F1 12 Tf 14 TL 50 700 Td\n";
  for (const std::string& line : lines) absl::StrAppend(&shown, "(", line, ") Tj T*\n");
  absl::StrAppend(&shown, "ET");
  return absl::StrCat(
      "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
      "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
      "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
      "/Resources<</Font<</F1 5 0 R>>>>>>endobj\n"
      "4 0 obj<</Length ",
      shown.size(), ">>stream\n", shown,
      "\nendstream endobj\n5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
      "trailer<</Root 1 0 R>>\n%%EOF\n");
}

Gathered ReadAllOf(const std::string& path) {
  Gathered got;
  NP_EXPECT_OK(ReadDocuments(path, got.Take(), got.Report()));
  return got;
}

TEST(ReadDocumentsTest, ReadsAFileOfJsonLines) {
  const TempFolder folder;
  const Gathered got = ReadAllOf(folder.Write("d.jsonl", "{\"id\":\"a\",\"text\":\"x\"}\nno"));
  EXPECT_THAT(got.documents, ElementsAre("a||x|"));
  EXPECT_THAT(got.issues, ElementsAre(StartsWith("skipped - d.jsonl:2: not JSON")));
}

TEST(ReadDocumentsTest, ReadsAFolderInOrderOfPaths) {
  const TempFolder folder;
  folder.Write("b.md", "# B\nx");
  folder.Write("a/z.HTM", "<p>z");
  folder.Write("a/y.txt", "y");
  folder.Write("a/.hidden.txt", "h");
  folder.Write(".git/c.txt", "c");
  folder.Write("picture.png", "p");
  std::filesystem::create_symlink("/etc/hostname", folder.Path("link.txt"));
  const Gathered got = ReadAllOf(folder.path());
  EXPECT_THAT(got.documents, ElementsAre("a/y.txt|y|y|", "a/z.HTM|z|<p>z|", "b.md|B|# B\nx|"));
  EXPECT_THAT(got.issues, ElementsAre(StartsWith("skipped picture.png picture.png:1: not a kind")));
}

TEST(ReadDocumentsTest, ReadsOneDocument) {
  const TempFolder folder;
  EXPECT_THAT(ReadAllOf(folder.Write("b.markdown", "# B\nx")).documents,
              ElementsAre("b.markdown|B|# B\nx|"));
}

TEST(ReadDocumentsTest, JoinsTheLinesOfAPdf) {
  const TempFolder folder;
  folder.Write("roll-well.pdf", Pdf({"Roll in one direction,", "then lift.", "- Do not press."}));
  EXPECT_THAT(
      ReadAllOf(folder.path()).documents,
      ElementsAre("roll-well.pdf|roll well|Roll in one direction, then lift.\n- Do not press.|"));
}

TEST(ReadDocumentsTest, SkipsPdfsThatCannotBeRead) {
  const TempFolder folder;
  folder.Write("bad.pdf", "%PDF-1.4 and no more");
  folder.Write("bare.pdf", Pdf({}));
  folder.Write("-flag.txt", "x");
  const Gathered got = ReadAllOf(folder.path());
  EXPECT_THAT(got.documents, ElementsAre(StartsWith("-flag.txt|")));
  EXPECT_THAT(got.issues, ElementsAre(HasSubstr("bad.pdf:1: pdftotext cannot read it"),
                                      HasSubstr("bare.pdf:1: it holds no text")));
}

TEST(ReadDocumentsTest, SkipsAFileOverTheLimit) {
  const TempFolder folder;
  folder.Write("a.txt", std::string(kMaxDocumentBytes + 1, 'x'));
  const Gathered got = ReadAllOf(folder.path());
  EXPECT_THAT(got.documents, IsEmpty());
  EXPECT_THAT(got.issues, ElementsAre(HasSubstr("a.txt:1: the file has 1048577 bytes")));
}

TEST(ReadDocumentsTest, NamesAPathItCannotRead) {
  const TempFolder folder;
  Gathered got;
  EXPECT_THAT(ReadDocuments(folder.Path("none.jsonl"), got.Take(), got.Report()),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(ReadDocuments(folder.Write("a.doc", "x"), got.Take(), got.Report()),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(".jsonl")));
}

}  // namespace
}  // namespace needlepoint
