#include "service/rpc/worker_pool.h"

#include <utility>

namespace needlepoint {

WorkerPool::WorkerPool(int threads, int queue) : capacity_(static_cast<size_t>(queue)) {
  threads_.reserve(threads);
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { Work(); });
}

WorkerPool::~WorkerPool() {
  {
    const MutexLock lock(mutex_);
    ending_ = true;
  }
  posted_.NotifyAll();
  for (std::thread& thread : threads_) thread.join();
}

bool WorkerPool::TryPost(std::function<void()> task) {
  {
    const MutexLock lock(mutex_);
    if (ending_ || queue_.size() >= capacity_) return false;
    queue_.push_back(std::move(task));
  }
  posted_.NotifyOne();
  return true;
}

bool WorkerPool::TryRunHere(const std::function<void()>& task) {
  {
    const MutexLock lock(mutex_);
    if (ending_ || running_here_ || !queue_.empty()) return false;
    running_here_ = true;
  }
  task();
  const MutexLock lock(mutex_);
  running_here_ = false;
  return true;
}

void WorkerPool::Work() {
  while (true) {
    std::function<void()> task;
    {
      const MutexLock lock(mutex_);
      while (queue_.empty() && !ending_) posted_.Wait(mutex_);
      if (queue_.empty()) return;
      task = std::move(queue_.front());
      queue_.pop_front();
    }
    task();
  }
}

}  // namespace needlepoint
