// Flags are written with dashes; Abseil knows them by underscores.

#ifndef NEEDLEPOINT_SERVICE_BASE_FLAG_NAMES_H_
#define NEEDLEPOINT_SERVICE_BASE_FLAG_NAMES_H_

namespace needlepoint {

// Writes the names of all "--some-flag" among the arguments with underscores.
inline void UseUnderscores(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    if (argv[i][0] != '-' || argv[i][1] != '-') continue;
    for (char* c = argv[i] + 2; *c != '\0' && *c != '='; ++c) {
      if (*c == '-') *c = '_';
    }
  }
}

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_BASE_FLAG_NAMES_H_
