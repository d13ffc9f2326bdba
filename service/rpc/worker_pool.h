// A fixed number of threads and a bounded queue: the handlers of calls run here.
// Of gRPC's own threads, two or more, at most one is held.

#ifndef NEEDLEPOINT_SERVICE_RPC_WORKER_POOL_H_
#define NEEDLEPOINT_SERVICE_RPC_WORKER_POOL_H_

#include <deque>
#include <functional>
#include <thread>
#include <vector>

#include "service/base/mutex.h"

namespace needlepoint {

// Thread-safe.
class WorkerPool {
 public:
  // `threads` and `queue` are 1 or more.
  WorkerPool(int threads, int queue);

  // Runs what was posted, then ends the threads.
  ~WorkerPool();

  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // Has `task` run soon; false, and it is not run, if the queue is full.
  bool TryPost(std::function<void()> task);

  // Runs `task` on the caller's thread, which saves waking another; false,
  // and it is not run, if something is queued, or run like this, already.
  bool TryRunHere(const std::function<void()>& task);

 private:
  void Work();

  const size_t capacity_;
  Mutex mutex_;
  CondVar posted_;
  std::deque<std::function<void()>> queue_ ABSL_GUARDED_BY(mutex_);
  bool running_here_ ABSL_GUARDED_BY(mutex_) = false;
  bool ending_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::thread> threads_;
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_RPC_WORKER_POOL_H_
