#include "service/collection/imports.h"

#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "service/base/random_id.h"
#include "service/base/status_macros.h"
#include "service/collection/staged_import.h"

namespace needlepoint {
namespace {

namespace fs = std::filesystem;

}  // namespace

Imports::~Imports() = default;

absl::StatusOr<std::unique_ptr<Imports>> Imports::Open(DataDir& data_dir, const Clock& clock,
                                                       std::function<std::string()> new_id) {
  std::unique_ptr<Imports> imports(new Imports(data_dir, clock, std::move(new_id)));
  NP_RETURN_IF_ERROR(imports->Find());
  imports->RemoveExpired();
  return imports;
}

absl::Status Imports::Find() {
  const MutexLock lock(mutex_);
  std::error_code code;
  for (fs::directory_iterator it(data_dir_.ImportsFolder(), code), end; !code && it != end;
       it.increment(code)) {
    const std::string id = it->path().filename().string();
    if (!IsRandomId(id)) continue;
    const std::vector<StagedBatch> batches = BatchesIn(it->path().string());
    // One without batches is none, and expires at once.
    imports_[id] = {std::make_shared<StagedImport>(data_dir_, id),
                    batches.empty() ? absl::InfinitePast() : batches.back().time};
  }
  if (!code) return absl::OkStatus();
  return absl::InternalError(absl::StrCat("its folder imports cannot be read: ", code.message()));
}

void Imports::RemoveExpired() {
  std::vector<std::shared_ptr<StagedImport>> expired;
  {
    const MutexLock lock(mutex_);
    for (auto it = imports_.begin(); it != imports_.end();) {
      if (clock_.Now() >= it->second.last + kImportLife) {
        expired.push_back(it->second.import);
        it = imports_.erase(it);
      } else {
        ++it;
      }
    }
  }
  for (const auto& import : expired) import->Remove();
}

absl::StatusOr<std::shared_ptr<StagedImport>> Imports::Get(absl::string_view id) {
  RemoveExpired();
  const MutexLock lock(mutex_);
  const auto it = imports_.find(id);
  if (it != imports_.end()) return it->second.import;
  return absl::NotFoundError(
      "there is no such import: it has expired, is published, or never was; begin one by leaving "
      "import_id out");
}

absl::StatusOr<std::shared_ptr<StagedImport>> Imports::Begin() {
  RemoveExpired();
  const MutexLock lock(mutex_);
  if (imports_.size() >= kMaxImports) {
    return absl::ResourceExhaustedError(
        absl::StrCat(kMaxImports,
                     " imports are under way, and there may be no more; publish one, "
                     "or wait until one expires"));
  }
  const std::string id = new_id_();
  auto import = std::make_shared<StagedImport>(data_dir_, id);
  imports_[id] = {import, clock_.Now()};
  return import;
}

void Imports::Forget(absl::string_view id) {
  const MutexLock lock(mutex_);
  const auto it = imports_.find(id);
  if (it != imports_.end()) imports_.erase(it);
}

absl::Time Imports::Touch(absl::string_view id, bool came, absl::Time now) {
  const MutexLock lock(mutex_);
  const auto it = imports_.find(id);
  if (it == imports_.end()) return now;
  if (came) it->second.last = now;
  return it->second.last;
}

absl::Status Imports::Add(const v1::ImportDocumentsRequest& request,
                          v1::ImportDocumentsResponse& response) {
  const bool begins = request.import_id().empty();
  NP_ASSIGN_OR_RETURN(const std::shared_ptr<StagedImport> import,
                      begins ? Begin() : Get(request.import_id()));
  const absl::Time now = absl::FromUnixSeconds(absl::ToUnixSeconds(clock_.Now()));
  const absl::Status added = import->Add(request, now, response);
  if (!added.ok()) {
    // Who did not learn its id cannot go on with it.
    if (begins) {
      Forget(import->id());
      import->Remove();
    }
    return added;
  }
  const absl::Time last = Touch(import->id(), begins || request.documents_size() > 0, now);
  response.set_import_id(import->id());
  response.mutable_expire_time()->set_seconds(absl::ToUnixSeconds(last + kImportLife));
  return absl::OkStatus();
}

absl::StatusOr<std::string> Imports::CollectionOf(absl::string_view id) {
  NP_ASSIGN_OR_RETURN(const std::shared_ptr<StagedImport> import, Get(id));
  return import->Collection();
}

absl::Status Imports::Publish(absl::string_view id, const SnapshotFile* present, bool keep,
                              absl::FunctionRef<absl::Status(const std::string& path)> publish) {
  NP_ASSIGN_OR_RETURN(const std::shared_ptr<StagedImport> import, Get(id));
  NP_RETURN_IF_ERROR(import->Publish(present, keep, publish));
  if (!keep) Forget(id);
  return absl::OkStatus();
}

}  // namespace needlepoint
