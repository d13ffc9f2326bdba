# Tests, fuzz targets and benchmarks. All run from the repository's root, so
# they open "knowledge/..." by that name, and find what was built through
#
#   NEEDLEPOINT_BIN_DIR    build/PRESET/bin
#   NEEDLEPOINT_SNAPSHOT   build/PRESET/share/needlepoint/guide.snapshot
#   NEEDLEPOINT_TMP_DIR    build/PRESET/tmp, for files that a test writes

include_guard(GLOBAL)

set(NEEDLEPOINT_TEST_RESULTS "${PROJECT_BINARY_DIR}/test-results")
file(MAKE_DIRECTORY "${PROJECT_BINARY_DIR}/tmp" "${NEEDLEPOINT_TEST_RESULTS}")

# A test's own code is compiled more often than it is run: it is not optimised, and
# only what it tests is watched for undefined behaviour.
set(NEEDLEPOINT_TEST_OPTIONS -O0)
if(NEEDLEPOINT_SANITIZE MATCHES undefined)
  list(APPEND NEEDLEPOINT_TEST_OPTIONS -fno-sanitize=undefined)
endif()

function(_needlepoint_add_ctest name)
  cmake_parse_arguments(A "" "TIMEOUT" "LABELS;COMMAND" ${ARGN})
  add_test(NAME ${name} COMMAND ${A_COMMAND} WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}")
  set_tests_properties(${name} PROPERTIES
    LABELS "${A_LABELS}"
    TIMEOUT "${A_TIMEOUT}"
    ENVIRONMENT "NEEDLEPOINT_BIN_DIR=${PROJECT_BINARY_DIR}/bin;\
NEEDLEPOINT_SNAPSHOT=${PROJECT_BINARY_DIR}/share/needlepoint/guide.snapshot;\
NEEDLEPOINT_TMP_DIR=${PROJECT_BINARY_DIR}/tmp;\
ASAN_OPTIONS=handle_abort=1:detect_stack_use_after_return=1;\
UBSAN_OPTIONS=print_stacktrace=1;\
TSAN_OPTIONS=halt_on_error=1:second_deadlock_stack=1")
endfunction()

if(BUILD_TESTING AND NOT NEEDLEPOINT_FUZZ)
  add_library(needlepoint_test_main STATIC "${PROJECT_SOURCE_DIR}/tests/support/test_main.cc")
  target_link_libraries(needlepoint_test_main PRIVATE needlepoint_warnings
    PUBLIC needlepoint_options GTest::gmock)
endif()

# needlepoint_test(NAME text_test
#   SOURCES analyzer_test.cc speller_test.cc
#   DEPS needlepoint::text
#   LABELS unit                          of style.md section 5; required
#   TIMEOUT 60                           seconds; default 120
#   THREADS                              it starts some: run under ThreadSanitizer too
#   NO_UNITY)                            the sources' helpers clash
#
# One program and one ctest entry, which is quick to build and to start; what
# failed is printed by gtest, test case by test case, and each case is counted
# in build/PRESET/test-results/NAME.xml. GoogleMock and a main are linked in.
function(needlepoint_test)
  cmake_parse_arguments(A "THREADS;NO_UNITY" "NAME;TIMEOUT" "SOURCES;DEPS;LABELS" ${ARGN})
  _needlepoint_check_args(needlepoint_test)
  if(NOT A_LABELS)
    message(FATAL_ERROR "needlepoint_test(${A_NAME}): LABELS is missing")
  endif()
  _needlepoint_left_out(left_out ${A_DEPS})
  if(left_out OR NEEDLEPOINT_FUZZ OR (NEEDLEPOINT_SANITIZE STREQUAL "thread" AND NOT A_THREADS))
    return()
  endif()
  if(NOT A_TIMEOUT)
    set(A_TIMEOUT 120)
  endif()
  if(NEEDLEPOINT_SANITIZE)
    math(EXPR A_TIMEOUT "${A_TIMEOUT} * 5")
  endif()

  add_executable(${A_NAME} ${A_SOURCES})
  target_link_libraries(${A_NAME} PRIVATE
    needlepoint_options needlepoint_warnings ${A_DEPS} needlepoint_test_main)
  target_include_directories(${A_NAME} PRIVATE "${PROJECT_SOURCE_DIR}")
  target_compile_options(${A_NAME} PRIVATE ${NEEDLEPOINT_TEST_OPTIONS})
  _needlepoint_set_unity(${A_NAME})
  _needlepoint_add_ctest(${A_NAME} LABELS ${A_LABELS} TIMEOUT ${A_TIMEOUT}
    COMMAND ${A_NAME} --gtest_brief=1 "--gtest_output=xml:${NEEDLEPOINT_TEST_RESULTS}/${A_NAME}.xml")
endfunction()

# needlepoint_fuzzer(NAME query_fuzz
#   SOURCES query_fuzz.cc                defines LLVMFuzzerTestOneInput
#   CORPUS corpus/query                  a folder beside it, one input a file
#   DEPS needlepoint::retrieve)
#
# With NEEDLEPOINT_FUZZ a libFuzzer program in build/fuzz/fuzz; otherwise a
# program that runs the corpus once. Either way the corpus is a ctest entry
# labelled fuzz; libFuzzer's has another, labelled fuzz-minute, that looks for
# new inputs.
function(needlepoint_fuzzer)
  cmake_parse_arguments(A "" "NAME;CORPUS" "SOURCES;DEPS" ${ARGN})
  _needlepoint_check_args(needlepoint_fuzzer)
  _needlepoint_left_out(left_out ${A_DEPS})
  if(left_out OR NEEDLEPOINT_SANITIZE STREQUAL "thread")
    return()
  endif()

  set(corpus "${CMAKE_CURRENT_SOURCE_DIR}/${A_CORPUS}")
  add_executable(${A_NAME} ${A_SOURCES})
  target_link_libraries(${A_NAME} PRIVATE needlepoint_options needlepoint_warnings ${A_DEPS})
  target_include_directories(${A_NAME} PRIVATE "${PROJECT_SOURCE_DIR}")
  set_target_properties(${A_NAME} PROPERTIES
    RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/fuzz")
  if(NEEDLEPOINT_FUZZ)
    target_link_options(${A_NAME} PRIVATE -fsanitize=fuzzer)
    set(found "${PROJECT_BINARY_DIR}/fuzz-found/${A_NAME}")
    file(MAKE_DIRECTORY "${found}")
    _needlepoint_add_ctest(${A_NAME} LABELS fuzz TIMEOUT 300
      COMMAND ${A_NAME} -runs=0 "${corpus}")
    _needlepoint_add_ctest(${A_NAME}_minute LABELS fuzz-minute TIMEOUT 300
      COMMAND ${A_NAME} -max_total_time=60 "-artifact_prefix=${found}/" "${found}" "${corpus}")
  else()
    target_sources(${A_NAME} PRIVATE "${PROJECT_SOURCE_DIR}/tests/fuzz/replay_main.cc")
    _needlepoint_add_ctest(${A_NAME} LABELS fuzz TIMEOUT 300 COMMAND ${A_NAME} "${corpus}")
  endif()
endfunction()

# needlepoint_benchmark(NAME retrieve_bench
#   SOURCES retrieve_bench.cc            google benchmark; its main is linked in
#   DEPS needlepoint::retrieve)
#
# ctest runs each benchmark once, to see that it works; for figures run
# build/release/bench/NAME and quote the machine and the command. Left out under
# sanitizers.
function(needlepoint_benchmark)
  cmake_parse_arguments(A "" "NAME" "SOURCES;DEPS" ${ARGN})
  _needlepoint_check_args(needlepoint_benchmark)
  _needlepoint_left_out(left_out ${A_DEPS})
  if(left_out OR NEEDLEPOINT_SANITIZE)
    return()
  endif()

  add_executable(${A_NAME} ${A_SOURCES})
  target_link_libraries(${A_NAME} PRIVATE
    needlepoint_options needlepoint_warnings ${A_DEPS} benchmark::benchmark benchmark::benchmark_main)
  target_include_directories(${A_NAME} PRIVATE "${PROJECT_SOURCE_DIR}")
  set_target_properties(${A_NAME} PROPERTIES
    RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bench")
  _needlepoint_add_ctest(${A_NAME} LABELS bench TIMEOUT 300
    COMMAND ${A_NAME} --benchmark_min_time=0.000001)
endfunction()
