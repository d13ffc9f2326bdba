// Who calls.

#ifndef NEEDLEPOINT_SERVICE_API_CALLER_H_
#define NEEDLEPOINT_SERVICE_API_CALLER_H_

#include <string>

namespace needlepoint {

// What an edge knows of a caller.
struct Caller {
  // Whom the client asks for: an opaque id of its own for its end user. State that
  // was issued for one is refused from another. "" if the client does not say.
  std::string end_user;
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_API_CALLER_H_
