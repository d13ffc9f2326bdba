# The run-time library of libtcmalloc-minimal4, which has no headers and no
# linker name. Makes TcmallocMinimal::TcmallocMinimal.
find_library(TcmallocMinimal_LIBRARY NAMES libtcmalloc_minimal.so.4)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(TcmallocMinimal REQUIRED_VARS TcmallocMinimal_LIBRARY)
if(TcmallocMinimal_FOUND AND NOT TARGET TcmallocMinimal::TcmallocMinimal)
  # No symbol names it, so a linker told --as-needed would drop it.
  add_library(TcmallocMinimal::TcmallocMinimal INTERFACE IMPORTED)
  set_target_properties(TcmallocMinimal::TcmallocMinimal PROPERTIES
    INTERFACE_LINK_LIBRARIES
      "-Wl,--push-state,--no-as-needed;${TcmallocMinimal_LIBRARY};-Wl,--pop-state")
endif()
mark_as_advanced(TcmallocMinimal_LIBRARY)
