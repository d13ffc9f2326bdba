#include "service/collection/publisher.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

#include "service/base/status_macros.h"
#include "service/pack/snapshot_file.h"

namespace needlepoint {
namespace {

// Opens a file of the data directory, which keeps it while that is open.
absl::StatusOr<ServedCollection> OpenHeld(std::shared_ptr<const HeldFile> file, absl::Time now) {
  NP_ASSIGN_OR_RETURN(ServedCollection opened,
                      OpenCollection(file->collection(), file->path(), now));
  if (opened.version() != file->version())
    return absl::DataLossError("it is another version than its name says; publish it again");
  opened.file = std::move(file);
  return opened;
}

std::string Of(absl::string_view name, absl::string_view what) {
  return absl::StrCat("collection ", name, ": ", what);
}

}  // namespace

// Oldest first, so that the registry has them in the order of the history.
std::vector<std::string> Publisher::ServePublished(const std::string& name) {
  const History history = data_dir_.HistoryOf(name);
  std::vector<std::string> notices;
  for (auto p = history.publications.rbegin(); p != history.publications.rend(); ++p) {
    absl::StatusOr<ServedCollection> opened = OpenHeld(data_dir_.Hold(name, p->version), p->time);
    if (!opened.ok()) {
      notices.push_back(Of(name, absl::StrCat("version ", p->version,
                                              " is not served: ", opened.status().message())));
      continue;
    }
    opened->note = p->note;
    registry_.Serve(*std::move(opened));
  }
  if (notices.empty()) return {};
  const auto served = registry_.Get(name);
  notices.push_back(Of(name, served.ok()
                                 ? absl::StrCat("version ", (*served)->version(), " is served")
                                 : std::string("no version that was published can be served")));
  return notices;
}

// Returns what an operator should know; "" if nothing.
absl::StatusOr<std::string> Publisher::ServeGiven(const GivenCollection& given) {
  NP_RETURN_IF_ERROR(CheckCollectionName(given.name));
  NP_ASSIGN_OR_RETURN(const std::string version, CheckSnapshotFile(given.path));
  {
    const MutexLock lock(mutex_);
    given_[given.name] = version;
  }
  const auto served = registry_.Get(given.name);
  if (served.ok() && (*served)->version() == version) return std::string();
  if (served.ok() && data_dir_.HistoryOf(given.name).given == version) {
    return Of(given.name, absl::StrCat("version ", (*served)->version(),
                                       " is served, which was published after the file that "
                                       "--collection gives"));
  }
  NP_ASSIGN_OR_RETURN(std::shared_ptr<const HeldFile> file, data_dir_.Take(given.name, given.path));
  NP_ASSIGN_OR_RETURN(ServedCollection opened, OpenHeld(std::move(file), clock_.Now()));
  registry_.Serve(std::move(opened));
  if (!served.ok()) return std::string();
  return Of(given.name, absl::StrCat("the file that --collection gives is new, and is served in "
                                     "place of what was published, version ",
                                     (*served)->version()));
}

absl::StatusOr<std::vector<std::string>> Publisher::Start(
    const std::vector<GivenCollection>& given) {
  std::vector<std::string> notices;
  for (const std::string& name : data_dir_.Collections()) {
    std::vector<std::string> own = ServePublished(name);
    std::move(own.begin(), own.end(), std::back_inserter(notices));
  }
  for (const GivenCollection& collection : given) {
    const absl::StatusOr<std::string> notice = ServeGiven(collection);
    if (notice.ok()) {
      if (!notice->empty()) notices.push_back(*notice);
      continue;
    }
    const std::string fault = absl::StrCat("collection ", collection.name, ", ", collection.path,
                                           ": ", notice.status().message());
    if (!registry_.Get(collection.name).ok()) return absl::Status(notice.status().code(), fault);
    notices.push_back(absl::StrCat(fault, "; what was published is served"));
  }
  return notices;
}

absl::StatusOr<ServedCollection> Publisher::Validate(const std::string& name,
                                                     const std::string& path) const {
  return OpenCollection(name, path, clock_.Now());
}

absl::StatusOr<ServedCollection> Publisher::Prepare(const std::string& name,
                                                    const std::string& path) {
  NP_RETURN_IF_ERROR(CheckCollectionName(name));
  NP_ASSIGN_OR_RETURN(std::shared_ptr<const HeldFile> file, data_dir_.Take(name, path));
  return OpenHeld(std::move(file), clock_.Now());
}

absl::Status Publisher::CheckExpected(absl::string_view name,
                                      absl::string_view expected_version) const {
  if (expected_version.empty()) return absl::OkStatus();
  const auto served = registry_.Get(name);
  if (served.ok() && (*served)->version() == expected_version) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(
      "the version in service is not the one expected; it is ",
      served.ok() ? (*served)->version() : std::string("none"),
      "; see what was published meanwhile, then expect that one or leave expected_version out"));
}

absl::StatusOr<Published> Publisher::Commit(ServedCollection prepared,
                                            absl::string_view expected_version,
                                            absl::string_view note) {
  const MutexLock lock(mutex_);
  NP_RETURN_IF_ERROR(CheckExpected(prepared.name, expected_version));
  return Put(std::move(prepared), note);
}

absl::StatusOr<Published> Publisher::Rollback(const std::string& name, absl::string_view version,
                                              absl::string_view note) {
  const MutexLock lock(mutex_);
  NP_RETURN_IF_ERROR(registry_.Get(name).status());
  const auto kept = registry_.Versions(name);
  const auto wanted = std::find_if(kept.begin(), kept.end(), [&](const auto& served) {
    return version.empty() ? served != kept.front() : served->version() == version;
  });
  if (wanted == kept.end()) {
    return absl::NotFoundError(
        version.empty() ? "no earlier version of the collection is kept; publish one"
                        : "this version of the collection is not kept; ListSnapshots lists those "
                          "that are");
  }
  return Put(**wanted, note);
}

absl::StatusOr<Published> Publisher::Put(ServedCollection collection, absl::string_view note) {
  const std::string name = collection.name;
  collection.since = clock_.Now();
  collection.note = std::string(note);
  Published published;
  History history;
  history.publications.push_back({collection.version(), collection.since, collection.note});
  for (const auto& kept : registry_.Versions(name)) {
    if (published.previous_version.empty()) published.previous_version = kept->version();
    if (history.publications.size() < kKeptVersions && kept->version() != collection.version())
      history.publications.push_back({kept->version(), kept->since, kept->note});
  }
  const auto given = given_.find(name);
  history.given = given != given_.end() ? given->second : data_dir_.HistoryOf(name).given;
  NP_RETURN_IF_ERROR(data_dir_.Record(name, history));
  registry_.Serve(std::move(collection));
  NP_ASSIGN_OR_RETURN(published.served, registry_.Get(name));
  return published;
}

}  // namespace needlepoint
