# Installs the programs, the libraries and headers, a CMake package and a pkg-config file.
# Every library is static: what it links is part of what a user of the package must find, too.
include(CMakePackageConfigHelpers)

get_property(rooms GLOBAL PROPERTY ATTACCA_ROOMS)
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/attacca)

# From the rooms' own link lists: the libraries from the top down, as a linker wants them, and the pkg-config
# modules below them.
set(pc_libraries)
set(modules)
foreach(room IN LISTS rooms)
  install(TARGETS attacca_${room} EXPORT attaccaTargets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
  get_target_property(type attacca_${room} TYPE)
  if(NOT type STREQUAL "INTERFACE_LIBRARY")
    string(PREPEND pc_libraries "-lattacca_${room} ")
  endif()
  get_target_property(linked attacca_${room} INTERFACE_LINK_LIBRARIES)
  string(REGEX MATCHALL "PkgConfig::[A-Z0-9_]+" found "${linked}")
  list(APPEND modules ${found})
endforeach()
list(REMOVE_DUPLICATES modules)

# PkgConfig::NAME is found again under the same name, with the modules that Dependencies.cmake found it by.
set(ATTACCA_PACKAGE_MODULES "")
set(pc_requires "")
foreach(target IN LISTS modules)
  string(REPLACE "PkgConfig::" "" name ${target})
  string(APPEND ATTACCA_PACKAGE_MODULES "pkg_check_modules(${name} QUIET REQUIRED IMPORTED_TARGET ${${name}_MODULE_NAME})\n")
  list(APPEND pc_requires ${${name}_MODULE_NAME})
endforeach()
list(JOIN pc_requires ", " pc_requires)

install(EXPORT attaccaTargets NAMESPACE attacca:: DESTINATION ${package_dir})
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/attaccaConfig.cmake.in
  ${PROJECT_BINARY_DIR}/package/attaccaConfig.cmake INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/package/attaccaConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/package/attaccaConfig.cmake ${PROJECT_BINARY_DIR}/package/attaccaConfigVersion.cmake
  DESTINATION ${package_dir})

file(RELATIVE_PATH pc_prefix /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
string(REGEX REPLACE "/$" "" pc_prefix ${pc_prefix})
configure_file(${CMAKE_CURRENT_LIST_DIR}/attacca.pc.in ${PROJECT_BINARY_DIR}/package/attacca.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/package/attacca.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/attacca DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.h")
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE ${PROJECT_SOURCE_DIR}/README.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(TARGETS attacca RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
# The page, where scripts/build_web has made it.
install(DIRECTORY ${PROJECT_SOURCE_DIR}/build/web/studio DESTINATION ${CMAKE_INSTALL_DATADIR}/attacca OPTIONAL)
if(TARGET attacca-studio)
  install(TARGETS attacca-studio RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
  install(FILES ${PROJECT_SOURCE_DIR}/apps/studio/attacca-studio.desktop DESTINATION ${CMAKE_INSTALL_DATADIR}/applications)
endif()
if(ATTACCA_BENCHES)
  install(TARGETS attacca-bench RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
