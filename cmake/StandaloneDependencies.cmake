# For rooms that need no library of the machine, when they are built for another one: headers, and GoogleTest from
# Debian's sources. Targets have the names that Dependencies.cmake gives them.

find_package(tl-expected REQUIRED)
include(Highway)

if(ATTACCA_TESTS)
  find_path(GOOGLETEST_SOURCES googletest/src/gtest-all.cc PATHS /usr/src/googletest REQUIRED NO_CMAKE_FIND_ROOT_PATH)
  mark_as_advanced(GOOGLETEST_SOURCES)
  add_library(attacca_googletest STATIC ${GOOGLETEST_SOURCES}/googletest/src/gtest-all.cc
    ${GOOGLETEST_SOURCES}/googlemock/src/gmock-all.cc ${GOOGLETEST_SOURCES}/googlemock/src/gmock_main.cc)
  add_library(GTest::gmock_main ALIAS attacca_googletest)
  foreach(part IN ITEMS googletest googlemock)
    target_include_directories(attacca_googletest SYSTEM PUBLIC ${GOOGLETEST_SOURCES}/${part}/include)
    target_include_directories(attacca_googletest PRIVATE ${GOOGLETEST_SOURCES}/${part})
  endforeach()
  target_compile_options(attacca_googletest PRIVATE -w)
  if(NOT UNIX)  # No processes, and one thread.
    target_compile_definitions(attacca_googletest PUBLIC GTEST_HAS_STREAM_REDIRECTION=0 GTEST_HAS_PTHREAD=0)
  endif()
endif()
