# attacca_room(NAME [USES room...] [PUBLIC target...] [PRIVATE target...] [WITHOUT stem...])
#
# Declares the room in src/NAME with its public headers in include/attacca/NAME:
#   attacca::NAME       the static library, from every *.cpp that is not a test or a bench
#   attacca_NAME_test   one program for all of *_test.cpp, run by ctest under the room's name
#   attacca_NAME_bench  objects of *_bench.cpp, linked into attacca-bench
#   attacca_NAME_headers  one translation unit for each public header: it must compile alone
# A name that ends in _linux, _windows or _macos, before any _test, keeps a file to that system.
# USES names the rooms below; PUBLIC and PRIVATE other targets to link; WITHOUT leaves out the sources, tests and
# benches of these names.
function(attacca_room name)
  cmake_parse_arguments(ROOM "" "" "USES;PUBLIC;PRIVATE;WITHOUT" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  foreach(system IN ITEMS Linux Windows macOS)
    string(TOLOWER ${system} suffix)
    if(NOT CMAKE_SYSTEM_NAME STREQUAL system AND NOT (APPLE AND system STREQUAL "macOS"))
      list(FILTER sources EXCLUDE REGEX "_${suffix}(_test|_bench)?\\.cpp$")
    endif()
  endforeach()
  foreach(stem IN LISTS ROOM_WITHOUT)
    list(FILTER sources EXCLUDE REGEX "/${stem}(_test|_bench)?\\.cpp$")
  endforeach()
  set(tests ${sources})
  set(benches ${sources})
  list(FILTER sources EXCLUDE REGEX "_(test|bench)\\.cpp$")
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  list(FILTER benches INCLUDE REGEX "_bench\\.cpp$")
  file(GLOB headers CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/include/attacca/${name}/*.h)

  set(rooms)
  foreach(room IN LISTS ROOM_USES)
    list(APPEND rooms attacca::${room})
  endforeach()

  set(target attacca_${name})
  if(sources)
    add_library(${target} STATIC ${sources} ${headers})
    set(scope PUBLIC)
    set(private_scope PRIVATE)
  else()
    add_library(${target} INTERFACE ${headers})
    set(scope INTERFACE)
    set(private_scope INTERFACE)
  endif()
  add_library(attacca::${name} ALIAS ${target})
  set_target_properties(${target} PROPERTIES EXPORT_NAME ${name})
  target_include_directories(${target} ${scope}
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>
    $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
  target_include_directories(${target} ${private_scope} $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/src>)
  target_link_libraries(${target} ${scope} ${rooms} ${ROOM_PUBLIC})
  if(ROOM_PRIVATE)
    target_link_libraries(${target} ${private_scope} ${ROOM_PRIVATE})
  endif()
  set_property(GLOBAL APPEND PROPERTY ATTACCA_ROOMS ${name})
  if(ATTACCA_SANITIZE)  # Elsewhere each unit shows that it includes what it needs.
    attacca_precompile(${target} attacca_base <algorithm> <array> <atomic> <cmath> <filesystem> <functional> <memory>
      <mutex> <numbers> <optional> <span> <string> <thread> <vector>)
  endif()

  if(ATTACCA_TESTS AND headers AND NOT ATTACCA_SANITIZE)  # Once is enough.
    set(units)
    foreach(header IN LISTS headers)
      get_filename_component(stem ${header} NAME_WE)
      set(unit ${CMAKE_CURRENT_BINARY_DIR}/headers/${stem}.cpp)
      file(CONFIGURE OUTPUT ${unit} CONTENT "#include \"attacca/${name}/${stem}.h\"\n")
      list(APPEND units ${unit})
    endforeach()
    add_library(${target}_headers OBJECT ${units})
    target_link_libraries(${target}_headers PRIVATE ${target})
  endif()

  if(ATTACCA_TESTS AND tests)
    add_executable(${target}_test ${tests})
    target_include_directories(${target}_test PRIVATE ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR}/tests)
    target_link_libraries(${target}_test PRIVATE ${target} ${ROOM_PRIVATE} GTest::gmock_main)
    if(ATTACCA_REALTIME_TRAP)
      target_link_libraries(${target}_test PRIVATE attacca::realtime_trap)
    endif()
    # The rooms are optimized; their tests compile three times faster without.
    target_compile_options(${target}_test PRIVATE $<$<CONFIG:Debug>:-O0>)
    attacca_precompile(${target}_test attacca_base_test <gmock/gmock.h> <gtest/gtest.h> <atomic> <chrono> <filesystem>
      <fstream> <memory> <numbers> <optional> <random> <span> <thread>)
    target_compile_definitions(${target}_test PRIVATE ATTACCA_ASSETS="${PROJECT_SOURCE_DIR}/assets")
    add_test(NAME ${name} COMMAND ${target}_test --gtest_brief=1)
    set_tests_properties(${name} PROPERTIES TIMEOUT 300 LABELS fast)
    if(ATTACCA_SANITIZE MATCHES "thread")
      set_property(TEST ${name} PROPERTY
        ENVIRONMENT "TSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/cmake/tsan_suppressions.txt")
    elseif(ATTACCA_SANITIZE)
      set_property(TEST ${name} PROPERTY
        ENVIRONMENT "LSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/cmake/lsan_suppressions.txt:print_suppressions=0")
    endif()
  endif()

  if(ATTACCA_BENCHES AND benches)
    add_library(${target}_bench OBJECT ${benches})
    target_include_directories(${target}_bench PRIVATE ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR}/apps)
    target_link_libraries(${target}_bench PRIVATE ${target} ${ROOM_PRIVATE} attacca_bench_rivals)
    set_property(GLOBAL APPEND PROPERTY ATTACCA_BENCH_OBJECTS ${target}_bench)
  endif()
endfunction()

# attacca_precompile(TARGET OWNER HEADER...)
#
# Compiles the headers once, for OWNER, and lets every other target use the result.
function(attacca_precompile target owner)
  if(ATTACCA_STANDALONE)
    return()
  endif()
  # Some libraries ask for it, and the result suits only units with the same macros.
  target_compile_options(${target} PRIVATE -pthread)
  if(target STREQUAL owner)
    target_precompile_headers(${target} PRIVATE ${ARGN})
  else()
    target_precompile_headers(${target} REUSE_FROM ${owner})
  endif()
endfunction()
