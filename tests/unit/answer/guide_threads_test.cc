// One answerer, asked by several threads at once.

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "gtest/gtest.h"

#include "service/answer/answerer.h"
#include "tests/support/guide.h"
#include "tests/unit/answer/answer_text.h"

namespace needlepoint {
namespace {

TEST(GuideThreadsTest, ThreadsGetTheSameBytes) {
  const std::unique_ptr<Answerer> answerer = AnswererOf(Guide());
  const std::vector<Passage>& passages = Guide()->knowledge().passages;
  constexpr size_t kCount = 40;
  std::vector<std::string> want;
  for (size_t i = 0; i < kCount; ++i)
    want.push_back(answerer->Answer(InputOf(passages[i].questions[0]))->SerializeAsString());
  std::vector<std::thread> threads;
  std::vector<size_t> differ(4, 0);
  for (size_t t = 0; t < differ.size(); ++t) {
    threads.emplace_back([&, t] {
      for (size_t i = 0; i < kCount; ++i) {
        const size_t q = (i + t * 7) % kCount;
        const auto answer = answerer->Answer(InputOf(passages[q].questions[0]));
        differ[t] += !answer.ok() || answer->SerializeAsString() != want[q];
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(differ, (std::vector<size_t>{0, 0, 0, 0}));
}

}  // namespace
}  // namespace needlepoint
