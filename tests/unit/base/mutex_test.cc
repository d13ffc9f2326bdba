#include "service/base/mutex.h"

#include <thread>
#include <vector>

#include "gtest/gtest.h"

namespace needlepoint {
namespace {

TEST(MutexTest, LetsOneThreadInAtATime) {
  constexpr int kThreads = 4, kRounds = 5000;
  Mutex mutex;
  int count = 0;  // unguarded, this would lose increments and TSan would say so
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < kRounds; ++i) {
        const MutexLock lock(mutex);
        ++count;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(count, kThreads * kRounds);
}

TEST(MutexTest, CanBeTakenAgainAfterAScopeEnds) {
  Mutex mutex;
  { const MutexLock lock(mutex); }
  mutex.Lock();
  mutex.Unlock();
}

TEST(CondVarTest, HandsTurnsBackAndForth) {
  Mutex mutex;
  CondVar changed;
  int turn = 0;
  constexpr int kTurns = 200;
  const auto play = [&](int parity) {
    for (int want = parity; want < kTurns; want += 2) {
      const MutexLock lock(mutex);
      while (turn != want) changed.Wait(mutex);
      ++turn;
      changed.NotifyOne();
    }
  };
  std::thread odd(play, 1);
  play(0);
  odd.join();
  EXPECT_EQ(turn, kTurns);
}

TEST(CondVarTest, NotifyAllWakesEveryWaiter) {
  Mutex mutex;
  CondVar opened, arrived;
  bool open = false;
  int waiting = 0, through = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 3; ++t) {
    threads.emplace_back([&] {
      const MutexLock lock(mutex);
      ++waiting;
      arrived.NotifyOne();
      while (!open) opened.Wait(mutex);
      ++through;
    });
  }
  {
    const MutexLock lock(mutex);
    while (waiting < 3) arrived.Wait(mutex);
    EXPECT_EQ(through, 0);
    open = true;
  }
  opened.NotifyAll();
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(through, 3);
}

// Wait() gives the mutex up only while it sleeps: afterwards it is the
// caller's again, so the scope's end must not unlock what is not locked.
TEST(CondVarTest, HoldsTheMutexAfterWaiting) {
  Mutex mutex;
  CondVar changed;
  bool ready = false, left = false;
  std::thread waiter([&] {
    const MutexLock lock(mutex);
    while (!ready) changed.Wait(mutex);
    left = true;
  });
  {
    const MutexLock lock(mutex);
    ready = true;
    changed.NotifyAll();
    // The waiter cannot return from Wait() while this thread holds the mutex.
    EXPECT_FALSE(left);
  }
  waiter.join();
  EXPECT_TRUE(left);
}

}  // namespace
}  // namespace needlepoint
