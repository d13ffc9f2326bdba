# The helpers that every CMakeLists.txt of this repository uses.
#
#   needlepoint_library        one static library per layer
#   needlepoint_executable     a program, in build/PRESET/bin
#   needlepoint_proto_library  generated messages, and gRPC stubs apart from them
#   needlepoint_test, needlepoint_fuzzer, needlepoint_benchmark
#
# Their arguments are described at each definition.

include_guard(GLOBAL)
include(NeedlepointTargets)
include(NeedlepointProto)
include(NeedlepointTesting)
