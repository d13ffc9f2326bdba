# Compile options, libraries and programs.

include_guard(GLOBAL)

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CCACHE_PROGRAM}")
endif()

# What our own code and the generated code are compiled with.
add_library(needlepoint_options INTERFACE)
target_compile_features(needlepoint_options INTERFACE cxx_std_20)
target_compile_definitions(needlepoint_options INTERFACE $<$<CONFIG:Debug>:_GLIBCXX_ASSERTIONS>)
if(NEEDLEPOINT_SANITIZE)
  set(_sanitize -fsanitize=${NEEDLEPOINT_SANITIZE} -fno-sanitize-recover=all)
  target_compile_options(needlepoint_options INTERFACE ${_sanitize} -fno-omit-frame-pointer)
  target_link_options(needlepoint_options INTERFACE ${_sanitize})
endif()
if(NEEDLEPOINT_FUZZ)
  target_compile_options(needlepoint_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

# What only our own code is compiled with.
#
# Left out: missing-field-initializers, as omitted designated initialisers have
# defaults; restrict, which GCC 12 raises on std::string's operator+ (GCC bug
# 105329); maybe-uninitialized under sanitizers, where GCC's is mostly false.
add_library(needlepoint_warnings INTERFACE)
target_compile_options(needlepoint_warnings INTERFACE
  -Wall -Wextra -Wnon-virtual-dtor -Woverloaded-virtual -Wno-missing-field-initializers
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
  $<$<CXX_COMPILER_ID:Clang>:-Wthread-safety>
  $<$<BOOL:${NEEDLEPOINT_WERROR}>:-Werror>)
if(NEEDLEPOINT_SANITIZE)
  target_compile_options(needlepoint_warnings INTERFACE
    $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
endif()

# Sets `out` to whether `ARGN` names a needlepoint:: target that is absent
# because this build leaves gRPC out. In a full build a missing target is an
# error of CMake's own.
function(_needlepoint_left_out out)
  set(${out} FALSE PARENT_SCOPE)
  if(NEEDLEPOINT_CORE_ONLY)
    foreach(dep IN LISTS ARGN)
      if((dep MATCHES "^needlepoint::" AND NOT TARGET ${dep}) OR dep MATCHES "^gRPC::")
        set(${out} TRUE PARENT_SCOPE)
      endif()
    endforeach()
  endif()
endfunction()

# Stops on an argument that a helper does not know, which is mostly a typo.
macro(_needlepoint_check_args function)
  if(A_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "${function}: unknown argument ${A_UNPARSED_ARGUMENTS}")
  endif()
  if(NOT A_NAME)
    message(FATAL_ERROR "${function}: NAME is missing")
  endif()
endmacro()

macro(_needlepoint_set_unity target)
  if(NEEDLEPOINT_UNITY AND NOT A_NO_UNITY)
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 16)
  endif()
endmacro()

# needlepoint_library(NAME text
#   SOURCES analyzer.cc speller.cc       none: a header-only layer
#   HEADERS analyzer.h speller.h
#   PUBLIC_DEPS needlepoint::base absl::strings    what the headers need
#   PRIVATE_DEPS Stemmer::Stemmer                  what only the sources need
#   NO_UNITY)                            compile each source alone
#
# Makes the static library needlepoint_text with the alias needlepoint::text.
# Includes start at the repository root: "service/text/analyzer.h". It is built when a
# program needs it.
function(needlepoint_library)
  cmake_parse_arguments(A "NO_UNITY" "NAME" "SOURCES;HEADERS;PUBLIC_DEPS;PRIVATE_DEPS" ${ARGN})
  _needlepoint_check_args(needlepoint_library)
  _needlepoint_left_out(left_out ${A_PUBLIC_DEPS} ${A_PRIVATE_DEPS})
  if(left_out)
    return()
  endif()

  set(target needlepoint_${A_NAME})
  if(A_SOURCES)
    add_library(${target} STATIC EXCLUDE_FROM_ALL ${A_SOURCES})
    set(scope PUBLIC)
    target_link_libraries(${target} PRIVATE needlepoint_warnings ${A_PRIVATE_DEPS})
    _needlepoint_set_unity(${target})
  else()
    add_library(${target} INTERFACE)
    set(scope INTERFACE)
  endif()
  add_library(needlepoint::${A_NAME} ALIAS ${target})
  target_sources(${target} ${scope}
    FILE_SET HEADERS BASE_DIRS "${PROJECT_SOURCE_DIR}" FILES ${A_HEADERS})
  target_include_directories(${target} ${scope} "${PROJECT_SOURCE_DIR}")
  target_link_libraries(${target} ${scope} needlepoint_options ${A_PUBLIC_DEPS})
endfunction()

# All programs and the data they serve, without the tests: what deploy/dev/build makes.
add_custom_target(programs)

# needlepoint_executable(NAME needlepointd
#   SOURCES main.cc
#   DEPS needlepoint::server
#   TCMALLOC                             link tcmalloc where it is found
#   NO_UNITY)
#
# The program goes to build/PRESET/bin, and is part of the target `programs`.
function(needlepoint_executable)
  cmake_parse_arguments(A "TCMALLOC;NO_UNITY" "NAME" "SOURCES;DEPS" ${ARGN})
  _needlepoint_check_args(needlepoint_executable)
  _needlepoint_left_out(left_out ${A_DEPS})
  if(left_out)
    return()
  endif()

  add_executable(${A_NAME} ${A_SOURCES})
  # First, so that its malloc wins.
  if(A_TCMALLOC AND TcmallocMinimal_FOUND AND NOT NEEDLEPOINT_SANITIZE)
    target_link_libraries(${A_NAME} PRIVATE TcmallocMinimal::TcmallocMinimal)
  endif()
  target_link_libraries(${A_NAME} PRIVATE needlepoint_options needlepoint_warnings ${A_DEPS})
  target_include_directories(${A_NAME} PRIVATE "${PROJECT_SOURCE_DIR}")
  set_target_properties(${A_NAME} PROPERTIES
    RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin")
  _needlepoint_set_unity(${A_NAME})
  add_dependencies(programs ${A_NAME})
endfunction()
