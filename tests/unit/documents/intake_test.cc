#include "service/documents/intake.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/support/matchers.h"
#include "tests/support/temp_folder.h"

namespace needlepoint {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

constexpr char kText[] = "Keep the skin clean for a day after rolling and stay out of the sun.";

SourceDocument Of(const std::string& id, const std::string& text) {
  SourceDocument document;
  document.id = id;
  document.text = text;
  return document;
}

TEST(IntakeTest, LeavesOutWhatSaysTheSameUnderAnotherId) {
  TempFolder folder;
  NP_ASSERT_OK_AND_ASSIGN(const auto intake, Intake::Create(folder.path(), false));
  NP_ASSERT_OK_AND_ASSIGN(const Intake::Taken first, intake->Take(Of("a", kText)));
  EXPECT_THAT(first.passages, SizeIs(1));
  EXPECT_EQ(first.duplicate_of, "");
  NP_ASSERT_OK_AND_ASSIGN(const Intake::Taken second, intake->Take(Of("b", kText)));
  EXPECT_THAT(second.passages, IsEmpty());
  EXPECT_EQ(second.duplicate_of, "a");
  NP_ASSERT_OK_AND_ASSIGN(const Intake::Taken again, intake->Take(Of("a", kText)));
  EXPECT_THAT(again.passages, SizeIs(1));
}

TEST(IntakeTest, KeepsAllIfToldTo) {
  NP_ASSERT_OK_AND_ASSIGN(const auto intake, Intake::Create("/nowhere", true));
  for (const char* id : {"a", "b"}) {
    NP_ASSERT_OK_AND_ASSIGN(const Intake::Taken taken, intake->Take(Of(id, kText)));
    EXPECT_THAT(taken.passages, SizeIs(1));
  }
}

}  // namespace
}  // namespace needlepoint
