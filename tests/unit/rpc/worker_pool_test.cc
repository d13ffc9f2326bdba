#include "service/rpc/worker_pool.h"

#include <atomic>
#include <functional>
#include <future>
#include <memory>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace needlepoint {
namespace {

using ::testing::ElementsAre;

// A task that says when it runs, and runs until it is let go.
class Gate {
 public:
  std::function<void()> Task() {
    return [this] {
      entered_.set_value();
      let_go_.get_future().wait();
    };
  }
  void WaitUntilEntered() { entered_.get_future().wait(); }
  void LetGo() { let_go_.set_value(); }

 private:
  std::promise<void> entered_;
  std::promise<void> let_go_;
};

TEST(WorkerPoolTest, RunsAllThatItTook) {
  std::atomic<int> ran{0};
  {
    WorkerPool pool(4, 1000);
    for (int i = 0; i < 1000; ++i) ASSERT_TRUE(pool.TryPost([&ran] { ++ran; }));
  }
  EXPECT_EQ(ran, 1000);
}

TEST(WorkerPoolTest, OneThreadRunsTasksInTheOrderPosted) {
  std::vector<int> order;
  {
    WorkerPool pool(1, 10);
    for (int i = 1; i <= 3; ++i) ASSERT_TRUE(pool.TryPost([&order, i] { order.push_back(i); }));
  }
  EXPECT_THAT(order, ElementsAre(1, 2, 3));
}

TEST(WorkerPoolTest, RefusesWhatItsQueueCannotHold) {
  Gate gate;
  std::atomic<int> ran{0};
  {
    WorkerPool pool(1, 2);
    ASSERT_TRUE(pool.TryPost(gate.Task()));
    gate.WaitUntilEntered();  // it is no longer in the queue
    EXPECT_TRUE(pool.TryPost([&ran] { ++ran; }));
    EXPECT_TRUE(pool.TryPost([&ran] { ++ran; }));
    EXPECT_FALSE(pool.TryPost([&ran] { ran += 100; }));
    gate.LetGo();
  }
  EXPECT_EQ(ran, 2) << "what was refused must not run";
}

TEST(WorkerPoolTest, TakesAgainOnceThereIsRoom) {
  Gate first, second;
  WorkerPool pool(1, 1);
  ASSERT_TRUE(pool.TryPost(first.Task()));
  first.WaitUntilEntered();
  ASSERT_TRUE(pool.TryPost(second.Task()));
  ASSERT_FALSE(pool.TryPost([] {}));
  first.LetGo();
  second.WaitUntilEntered();  // the queue is empty again
  EXPECT_TRUE(pool.TryPost([] {}));
  second.LetGo();
}

// Each gate is let go only once all have been entered: with a thread too few,
// this would hang.
TEST(WorkerPoolTest, RunsAsManyTasksAtOnceAsItHasThreads) {
  constexpr int kThreads = 3;
  std::vector<Gate> gates(kThreads);
  WorkerPool pool(kThreads, kThreads);
  for (Gate& gate : gates) ASSERT_TRUE(pool.TryPost(gate.Task()));
  for (Gate& gate : gates) gate.WaitUntilEntered();
  for (Gate& gate : gates) gate.LetGo();
}

TEST(WorkerPoolTest, RunsWhatIsQueuedBeforeItEnds) {
  Gate gate;
  std::atomic<int> ran{0};
  auto pool = std::make_unique<WorkerPool>(1, 100);
  ASSERT_TRUE(pool->TryPost(gate.Task()));
  gate.WaitUntilEntered();
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(pool->TryPost([&ran] { ++ran; }));
  std::thread ending([&pool] { pool.reset(); });
  gate.LetGo();
  ending.join();
  EXPECT_EQ(ran, 100);
}

TEST(WorkerPoolTest, DoesNotRunTasksOnTheCallersThread) {
  std::promise<std::thread::id> id;
  WorkerPool pool(1, 1);
  ASSERT_TRUE(pool.TryPost([&id] { id.set_value(std::this_thread::get_id()); }));
  EXPECT_NE(id.get_future().get(), std::this_thread::get_id());
}

TEST(WorkerPoolTest, RunsAShortTaskOnTheCallersThreadWhenNothingIsQueued) {
  Gate gate;  // outlives the pool, whose thread enters it
  WorkerPool pool(1, 2);
  std::thread::id id;
  ASSERT_TRUE(pool.TryRunHere([&id] { id = std::this_thread::get_id(); }));
  EXPECT_EQ(id, std::this_thread::get_id());
  ASSERT_TRUE(pool.TryPost(gate.Task()));
  gate.WaitUntilEntered();
  ASSERT_TRUE(pool.TryPost([] {}));
  EXPECT_FALSE(pool.TryRunHere([] { FAIL() << "before what was there first"; }));
  gate.LetGo();
}

TEST(WorkerPoolTest, RunsOneTaskOnACallersThreadAtATime) {
  Gate gate;
  WorkerPool pool(1, 1);
  std::thread caller([&] { EXPECT_TRUE(pool.TryRunHere(gate.Task())); });
  gate.WaitUntilEntered();
  EXPECT_FALSE(pool.TryRunHere([] { FAIL() << "beside another"; }));
  gate.LetGo();
  caller.join();
  EXPECT_TRUE(pool.TryRunHere([] {}));
}

// What a task holds is let go of when it has run, not when the pool ends.
TEST(WorkerPoolTest, LetsGoOfWhatATaskHolds) {
  WorkerPool pool(1, 2);
  auto held = std::make_shared<int>(1);
  std::weak_ptr<int> watch = held;
  ASSERT_TRUE(pool.TryPost([held = std::move(held)] {}));
  std::promise<void> later;
  ASSERT_TRUE(pool.TryPost([&later] { later.set_value(); }));
  later.get_future().wait();
  EXPECT_TRUE(watch.expired());
}

TEST(WorkerPoolTest, TakesTasksFromManyThreads) {
  constexpr int kThreads = 4, kTasks = 500;
  std::atomic<int> ran{0}, taken{0};
  {
    WorkerPool pool(2, 64);
    std::vector<std::thread> threads;
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([&] {
        for (int j = 0; j < kTasks; ++j) taken += pool.TryPost([&ran] { ++ran; });
      });
    }
    for (std::thread& thread : threads) thread.join();
  }
  EXPECT_EQ(ran, taken);
  EXPECT_GE(ran, 64);
}

}  // namespace
}  // namespace needlepoint
