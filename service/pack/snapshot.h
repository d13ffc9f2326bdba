// An opened pack: its knowledge in memory, and its conditions compiled.

#ifndef NEEDLEPOINT_SERVICE_PACK_SNAPSHOT_H_
#define NEEDLEPOINT_SERVICE_PACK_SNAPSHOT_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "service/condition/condition.h"
#include "service/model/knowledge.h"
#include "service/pack/snapshot_file.h"

namespace needlepoint {

// Immutable; thread-safe. Held by shared_ptr, since a call that began on one
// version ends on it although another has been published meanwhile.
class Snapshot {
 public:
  // Checks and loads the file at `path`, which must not change afterwards.
  //
  // Errors: those of SnapshotFile::Open() and Load().
  static absl::StatusOr<std::shared_ptr<const Snapshot>> Open(const std::string& path);

  // Loads a file that is open.
  //
  // Errors: FAILED_PRECONDITION if it is no pack; DATA_LOSS if its contents
  // cannot be used.
  static absl::StatusOr<std::shared_ptr<const Snapshot>> Load(
      std::shared_ptr<const SnapshotFile> file);

  // The file, with its connections and search index.
  const std::shared_ptr<const SnapshotFile>& file() const { return file_; }
  const std::string& version() const { return file_->version(); }
  const Knowledge& knowledge() const { return knowledge_; }
  const std::map<std::string, std::string>& manifest() const { return file_->manifest(); }

  // Parallel to the vectors of knowledge().
  const Condition& StatementCondition(int statement) const {
    return statement_conditions_[statement];
  }
  const Condition& RuleCondition(int rule) const { return rule_conditions_[rule]; }
  const Condition& RuleUnless(int rule) const { return rule_unless_[rule]; }
  const Condition& ProtocolCondition(int protocol) const { return protocol_conditions_[protocol]; }
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
  absl::Status ReadTables(const Database& database);
  absl::Status CheckReferences() const;
  absl::Status Compile();
  absl::Status ProbeSearchIndex() const;
  static int Find(const Index& index, absl::string_view id);

  std::shared_ptr<const SnapshotFile> file_;
  Knowledge knowledge_;
  std::vector<Condition> statement_conditions_, rule_conditions_, rule_unless_,
      protocol_conditions_;
  std::unique_ptr<ConditionIndex> rule_index_;
  Index facts_, sources_, passages_, statements_;
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_PACK_SNAPSHOT_H_
