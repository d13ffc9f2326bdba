#include "service/collection/registry.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "service/base/status_macros.h"
#include "service/collection/contradicted.h"

namespace needlepoint {
namespace {

constexpr size_t kLongestName = 64;

}  // namespace

absl::Status CheckCollectionName(absl::string_view name) {
  const bool good = !name.empty() && name.size() <= kLongestName &&
                    std::all_of(name.begin(), name.end(), [](char c) {
                      return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-';
                    });
  if (good) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("a collection's name is 1 to ", kLongestName, " of a-z, 0-9 and -"));
}

absl::StatusOr<ServedCollection> OpenCollection(const std::string& name, const std::string& path,
                                                absl::Time now) {
  NP_RETURN_IF_ERROR(CheckCollectionName(name));
  NP_ASSIGN_OR_RETURN(std::shared_ptr<const SnapshotFile> file, SnapshotFile::Open(path));
  const bool pack = file->content() == SnapshotContent::kPack;
  if (pack != (name == kGuide)) {
    return absl::FailedPreconditionError(
        pack ? "it is a pack of guidance, which is served as guide alone; publish it as guide, or "
               "give a snapshot of documents"
             : "it is a collection of documents, and the guide is a pack; publish it under another "
               "name, or give a snapshot made by needlepoint-pack build");
  }
  ServedCollection opened;
  opened.name = name;
  opened.since = now;
  opened.size_bytes = file->size_bytes();
  opened.search = std::make_shared<const PassageSearch>(file, name);
  if (pack) {
    NP_ASSIGN_OR_RETURN(std::shared_ptr<const Snapshot> snapshot, Snapshot::Load(file));
    for (const auto& [a, b] : snapshot->knowledge().never_cross) {
      opened.never_cross.emplace(a, b);
      opened.never_cross.emplace(b, a);
    }
    NP_ASSIGN_OR_RETURN(opened.checker, ContradictionChecker::Create(*snapshot));
    NP_ASSIGN_OR_RETURN(opened.answerer, Answerer::Create(std::move(snapshot), name));
    opened.planner = std::make_shared<const Planner>(opened.answerer);
  }
  return opened;
}

absl::Status CollectionRegistry::Publish(const std::string& name, const std::string& path,
                                         absl::Time now) {
  NP_ASSIGN_OR_RETURN(ServedCollection opened, OpenCollection(name, path, now));
  Serve(std::move(opened));
  return absl::OkStatus();
}

namespace {

// `documents`, with what in it contradicts `guide`. A file that cannot be read
// any more is served without; a search in it will say so.
ServedCollection Marked(ServedCollection documents, const ServedCollection& guide) {
  absl::StatusOr<ContradictedRules> rules =
      FindContradictedRules(documents.snapshot_file(), guide.snapshot(), *guide.checker);
  if (rules.ok()) {
    documents.search = std::make_shared<const PassageSearch>(documents.search->shared_file(),
                                                             documents.name, *std::move(rules));
  }
  return documents;
}

}  // namespace

void CollectionRegistry::Serve(ServedCollection collection) {
  const MutexLock serving(serving_);
  if (collection.kind() == CollectionKind::kPack) {
    for (const std::shared_ptr<const ServedCollection>& served : List()) {
      if (served->kind() == CollectionKind::kDocuments) Replace(Marked(*served, collection));
    }
  } else if (const auto guide = Get(kGuide); guide.ok()) {
    collection = Marked(std::move(collection), **guide);
  }
  Replace(std::move(collection));
}

void CollectionRegistry::Replace(ServedCollection collection) {
  const auto served = std::make_shared<const ServedCollection>(std::move(collection));
  Kept before;  // what goes is freed after the lock
  const MutexLock lock(mutex_);
  Kept& kept = served_[served->name];
  before = std::exchange(kept, {served});
  for (const auto& version : before) {
    if (kept.size() < kKeptVersions && version->version() != served->version())
      kept.push_back(version);
  }
}

absl::StatusOr<std::shared_ptr<const ServedCollection>> CollectionRegistry::Get(
    absl::string_view name) const {
  const MutexLock lock(mutex_);
  const auto it = served_.find(name);
  if (it != served_.end()) return it->second.front();
  return absl::NotFoundError(absl::StrCat(
      "no such collection is in service; there are: ",
      absl::StrJoin(served_, ", ",
                    [](std::string* out, const auto& item) { out->append(item.first); })));
}

absl::StatusOr<std::shared_ptr<const ServedCollection>> CollectionRegistry::GetVersion(
    absl::string_view name, absl::string_view version) const {
  if (version.empty()) return Get(name);
  const std::vector<std::shared_ptr<const ServedCollection>> versions = Versions(name);
  if (versions.empty()) return Get(name);
  for (const auto& served : versions) {
    if (served->version() == version) return served;
  }
  return absl::NotFoundError(
      absl::StrCat("this version of the collection is not kept; the last ", kKeptVersions, " are"));
}

std::vector<std::shared_ptr<const ServedCollection>> CollectionRegistry::Versions(
    absl::string_view name) const {
  const MutexLock lock(mutex_);
  const auto it = served_.find(name);
  return it == served_.end() ? Kept{} : it->second;
}

std::vector<std::shared_ptr<const ServedCollection>> CollectionRegistry::List() const {
  const MutexLock lock(mutex_);
  std::vector<std::shared_ptr<const ServedCollection>> list;
  for (const auto& [name, kept] : served_) list.push_back(kept.front());
  return list;
}

}  // namespace needlepoint
