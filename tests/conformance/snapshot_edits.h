// Snapshots that are not what they should be.

#ifndef NEEDLEPOINT_TESTS_CONFORMANCE_SNAPSHOT_EDITS_H_
#define NEEDLEPOINT_TESTS_CONFORMANCE_SNAPSHOT_EDITS_H_

#include <string>

namespace needlepoint::conformance {

// The seal that ends a snapshot: this magic, and the SHA-256 of what is before.
inline constexpr char kSealMagic[] = "NPSNAP1\n";
inline constexpr int kSealSize = 40;

// `body` with a seal that fits it.
std::string Sealed(const std::string& body, const std::string& magic = kSealMagic);

// Runs `sql` on a copy of the guide snapshot without its seal, and gives it a
// new one. The copy is left in `folder` as "edited.snapshot". Its path; throws
// if SQLite refuses.
std::string EditedSnapshot(const std::string& folder, const std::string& sql);

// A new SQLite file made by `sql`: its bytes.
std::string DatabaseOf(const std::string& folder, const std::string& sql);

}  // namespace needlepoint::conformance

#endif  // NEEDLEPOINT_TESTS_CONFORMANCE_SNAPSHOT_EDITS_H_
