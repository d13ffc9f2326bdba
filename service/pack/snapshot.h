// An opened snapshot: the knowledge in memory, its conditions compiled, and
// connections to its search index.

#ifndef NEEDLEPOINT_SERVICE_PACK_SNAPSHOT_H_
#define NEEDLEPOINT_SERVICE_PACK_SNAPSHOT_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "service/base/mutex.h"
#include "service/condition/condition.h"
#include "service/model/knowledge.h"
#include "service/storage/database.h"

namespace needlepoint {

// Immutable; thread-safe. Held by shared_ptr, since a call that began on one
// version ends on it although another has been published meanwhile.
class Snapshot {
 public:
  // Checks and loads the file at `path`, which must not change afterwards.
  //
  // Errors: NOT_FOUND, DATA_LOSS as of CheckSnapshotFile(); FAILED_PRECONDITION
  // if it was made for another version of this program. Each is one line that
  // says what is wrong and what to do.
  static absl::StatusOr<std::shared_ptr<const Snapshot>> Open(const std::string& path);

  // A read connection, given back when it goes out of scope.
  class Connection {
   public:
    Connection(const Snapshot& snapshot, std::unique_ptr<Database> database)
        : snapshot_(&snapshot), database_(std::move(database)) {}
    Connection(Connection&& other) = default;
    ~Connection();
    const Database& operator*() const { return *database_; }
    const Database* operator->() const { return database_.get(); }

   private:
    const Snapshot* snapshot_;
    std::unique_ptr<Database> database_;
  };
  absl::StatusOr<Connection> Connect() const;

  // SHA-256 of the file, 64 hexadecimal digits.
  const std::string& version() const { return version_; }
  const Knowledge& knowledge() const { return knowledge_; }
  const std::map<std::string, std::string>& manifest() const { return manifest_; }

  // Parallel to the vectors of knowledge().
  const Condition& StatementCondition(int statement) const {
    return statement_conditions_[statement];
  }
  const Condition& RuleCondition(int rule) const { return rule_conditions_[rule]; }
  const Condition& RuleUnless(int rule) const { return rule_unless_[rule]; }
  const ConditionIndex& rule_index() const { return *rule_index_; }

  // Indices by id; -1 if there is none.
  int FindFact(absl::string_view id) const { return Find(facts_, id); }
  int FindSource(absl::string_view id) const { return Find(sources_, id); }
  int FindPassage(absl::string_view id) const { return Find(passages_, id); }
  int FindStatement(absl::string_view id) const { return Find(statements_, id); }

  // The text of a label; the key itself if the pack has none.
  const std::string& Label(const std::string& key) const;

 private:
  using Index = absl::flat_hash_map<std::string, int>;

  Snapshot() = default;
  absl::Status CheckManifest() const;
  absl::Status Load(const Database& database);
  absl::Status CheckReferences() const;
  absl::Status Compile();
  absl::Status ProbeSearchIndex() const;
  static int Find(const Index& index, absl::string_view id);

  std::string path_, version_;
  std::map<std::string, std::string> manifest_;
  Knowledge knowledge_;
  std::vector<Condition> statement_conditions_, rule_conditions_, rule_unless_;
  std::unique_ptr<ConditionIndex> rule_index_;
  Index facts_, sources_, passages_, statements_;
  mutable Mutex mutex_;
  mutable std::vector<std::unique_ptr<Database>> idle_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_PACK_SNAPSHOT_H_
