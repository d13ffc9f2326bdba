#include "service/collection/registry.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "service/base/status_macros.h"

namespace needlepoint {
namespace {

constexpr size_t kLongestName = 40;

bool IsName(const std::string& name) {
  return !name.empty() && name.size() <= kLongestName &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-';
         });
}

}  // namespace

absl::Status CollectionRegistry::Publish(const std::string& name, const std::string& path,
                                         absl::Time now) {
  if (!IsName(name)) {
    return absl::InvalidArgumentError(
        absl::StrCat("a collection's name is 1 to ", kLongestName, " of a-z, 0-9 and -"));
  }
  NP_ASSIGN_OR_RETURN(std::shared_ptr<const Snapshot> snapshot, Snapshot::Open(path));
  auto served = std::make_shared<ServedCollection>();
  served->name = name;
  served->since = now;
  NP_ASSIGN_OR_RETURN(served->answerer, Answerer::Create(std::move(snapshot), name));
  const MutexLock lock(mutex_);
  served_[name] = std::move(served);
  return absl::OkStatus();
}

absl::StatusOr<std::shared_ptr<const ServedCollection>> CollectionRegistry::Get(
    absl::string_view name) const {
  const MutexLock lock(mutex_);
  const auto it = served_.find(name);
  if (it != served_.end()) return it->second;
  return absl::NotFoundError(absl::StrCat(
      "no such collection is in service; there are: ",
      absl::StrJoin(served_, ", ",
                    [](std::string* out, const auto& item) { out->append(item.first); })));
}

std::vector<std::shared_ptr<const ServedCollection>> CollectionRegistry::List() const {
  const MutexLock lock(mutex_);
  std::vector<std::shared_ptr<const ServedCollection>> list;
  for (const auto& [name, served] : served_) list.push_back(served);
  return list;
}

}  // namespace needlepoint
