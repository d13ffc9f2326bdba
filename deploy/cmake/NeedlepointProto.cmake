# C++ from .proto files.

include_guard(GLOBAL)

# Runs one protoc plugin on one file. Sets `out_source` to the source made.
#
# protoc's own DEPFILE keeps the command from running when nothing changed, and
# makes it run when an imported file did. Ninja wants the depfile's first name,
# which is the alphabetically first output, to be the first OUTPUT: hence one
# command per plugin, .cc before .h.
function(_needlepoint_protoc out_source)
  cmake_parse_arguments(A "" "PROTO;ROOT;OUT;SUFFIX" "IMPORTS;FLAGS" ${ARGN})
  string(REGEX REPLACE "\\.proto$" "" base "${A_PROTO}")
  set(source "${A_OUT}/${base}${A_SUFFIX}.cc")
  set(header "${A_OUT}/${base}${A_SUFFIX}.h")
  add_custom_command(OUTPUT "${source}" "${header}"
    COMMAND protobuf::protoc ${A_IMPORTS} ${A_FLAGS}
      "--dependency_out=${source}.d" "${A_PROTO}"
    DEPENDS "${A_ROOT}/${A_PROTO}"
    DEPFILE "${source}.d"
    COMMENT "Generating ${base}${A_SUFFIX}.cc"
    VERBATIM)
  set(${out_source} "${source}" PARENT_SCOPE)
endfunction()

# needlepoint_proto_library(NAME proto
#   GRPC_NAME grpc
#   IMPORT_DIRS ${CMAKE_CURRENT_SOURCE_DIR} ...    roots; the first that has a file wins
#   PROTOS needlepoint/v1/answer.proto ...         files with messages only
#   SERVICES needlepoint/v1/guidance_service.proto ...   files with a service
#   EXTERNAL google/api/annotations.proto ...)     imported files not in libprotobuf
#
# Makes needlepoint::proto, the messages of all files, which links no gRPC; and
# needlepoint::grpc, the stubs of SERVICES, left out where gRPC is. Includes are
# "needlepoint/v1/answer.pb.h"; link the library to have them generated first.
function(needlepoint_proto_library)
  cmake_parse_arguments(A "" "NAME;GRPC_NAME" "IMPORT_DIRS;PROTOS;SERVICES;EXTERNAL" ${ARGN})
  _needlepoint_check_args(needlepoint_proto_library)
  set(out "${CMAKE_CURRENT_BINARY_DIR}/gen")
  file(MAKE_DIRECTORY "${out}")
  list(TRANSFORM A_IMPORT_DIRS PREPEND "-I" OUTPUT_VARIABLE imports)

  set(message_sources)
  set(service_sources)
  foreach(proto IN LISTS A_EXTERNAL A_PROTOS A_SERVICES)
    set(root)
    foreach(dir IN LISTS A_IMPORT_DIRS)
      if(NOT root AND EXISTS "${dir}/${proto}")
        set(root "${dir}")
      endif()
    endforeach()
    if(NOT root)
      message(FATAL_ERROR "needlepoint_proto_library: no ${proto} in ${A_IMPORT_DIRS}")
    endif()
    _needlepoint_protoc(source PROTO ${proto} ROOT "${root}" OUT "${out}" SUFFIX .pb
      IMPORTS ${imports} FLAGS "--cpp_out=${out}")
    list(APPEND message_sources "${source}")
    if(proto IN_LIST A_SERVICES AND NOT NEEDLEPOINT_CORE_ONLY)
      _needlepoint_protoc(source PROTO ${proto} ROOT "${root}" OUT "${out}" SUFFIX .grpc.pb
        IMPORTS ${imports}
        FLAGS "--grpc_out=${out}" "--plugin=protoc-gen-grpc=$<TARGET_FILE:gRPC::grpc_cpp_plugin>")
      list(APPEND service_sources "${source}")
    endif()
  endforeach()

  _needlepoint_generated_library(${A_NAME} "${out}" "${message_sources}" protobuf::libprotobuf)
  if(service_sources)
    _needlepoint_generated_library(${A_GRPC_NAME} "${out}" "${service_sources}"
      "needlepoint::${A_NAME};gRPC::grpc++")
  endif()
endfunction()

# Warnings, sanitizers and clang-tidy stay off here, for it is not ours to mend and slow
# to build; SYSTEM keeps warnings off in what includes it.
function(_needlepoint_generated_library name out sources deps)
  add_library(needlepoint_${name} STATIC ${sources})
  add_library(needlepoint::${name} ALIAS needlepoint_${name})
  target_include_directories(needlepoint_${name} SYSTEM PUBLIC "${out}")
  target_link_libraries(needlepoint_${name} PUBLIC needlepoint_options ${deps})
  target_compile_options(needlepoint_${name} PRIVATE -w)
  if(NEEDLEPOINT_SANITIZE)
    target_compile_options(needlepoint_${name} PRIVATE -fno-sanitize=all -g0)
  endif()
  set_target_properties(needlepoint_${name} PROPERTIES CXX_CLANG_TIDY "")
  if(NEEDLEPOINT_UNITY)
    # Every .pb.cc has these two file-static names; a macro tells them apart.
    set_target_properties(needlepoint_${name} PROPERTIES
      UNITY_BUILD ON
      UNITY_BUILD_BATCH_SIZE 8
      UNITY_BUILD_UNIQUE_ID NEEDLEPOINT_FILE_ID
      UNITY_BUILD_CODE_BEFORE_INCLUDE "\
#define NEEDLEPOINT_JOIN2(a, b) a##b
#define NEEDLEPOINT_JOIN(a, b) NEEDLEPOINT_JOIN2(a, b)
#define schemas NEEDLEPOINT_JOIN(schemas_, NEEDLEPOINT_FILE_ID)
#define file_default_instances NEEDLEPOINT_JOIN(file_default_instances_, NEEDLEPOINT_FILE_ID)"
      UNITY_BUILD_CODE_AFTER_INCLUDE "\
#undef schemas
#undef file_default_instances
#undef NEEDLEPOINT_JOIN
#undef NEEDLEPOINT_JOIN2")
  endif()
endfunction()
