# What attacca-bench is timed beside: each is used where it is installed (scripts/install_packages bench), and named
# in the table where it is not. Some are under the GPL, so no target of the product may link attacca_bench_rivals.

add_library(attacca_bench_rivals INTERFACE)
set_property(GLOBAL PROPERTY ATTACCA_MISSING_RIVALS "")

# attacca_rival(NAME FOUND [TARGET target] [INCLUDE folder]): ATTACCA_HAS_<NAME> for every *_bench.cpp.
function(attacca_rival name found)
  cmake_parse_arguments(RIVAL "" "TARGET;INCLUDE" "" ${ARGN})
  string(TOLOWER ${name} row_name)
  if(NOT found)
    set_property(GLOBAL APPEND PROPERTY ATTACCA_MISSING_RIVALS ${row_name})
    return()
  endif()
  target_compile_definitions(attacca_bench_rivals INTERFACE ATTACCA_HAS_${name})
  if(RIVAL_TARGET)
    target_link_libraries(attacca_bench_rivals INTERFACE ${RIVAL_TARGET})
  endif()
  if(RIVAL_INCLUDE)
    target_include_directories(attacca_bench_rivals SYSTEM INTERFACE ${RIVAL_INCLUDE})
  endif()
endfunction()

pkg_check_modules(FFTW3F QUIET IMPORTED_TARGET fftw3f)
pkg_check_modules(KISSFFT QUIET IMPORTED_TARGET kissfft-float)
pkg_check_modules(AUBIO QUIET IMPORTED_TARGET aubio)
pkg_check_modules(WEBRTC QUIET IMPORTED_TARGET webrtc-audio-processing)
find_path(BOOST_LOCKFREE boost/lockfree/spsc_queue.hpp)
find_path(MOODYCAMEL concurrentqueue/concurrentqueue.h)
mark_as_advanced(BOOST_LOCKFREE MOODYCAMEL)

attacca_rival(FFTW3F "${FFTW3F_FOUND}" TARGET PkgConfig::FFTW3F)
attacca_rival(KISSFFT "${KISSFFT_FOUND}" TARGET PkgConfig::KISSFFT)
attacca_rival(AUBIO "${AUBIO_FOUND}" TARGET PkgConfig::AUBIO)
attacca_rival(WEBRTC "${WEBRTC_FOUND}" TARGET PkgConfig::WEBRTC)
attacca_rival(BOOST "${BOOST_LOCKFREE}" INCLUDE "${BOOST_LOCKFREE}")
attacca_rival(MOODYCAMEL "${MOODYCAMEL}" INCLUDE "${MOODYCAMEL}")
attacca_rival(JACK "${JACK_FOUND}" TARGET PkgConfig::JACK)

get_property(missing GLOBAL PROPERTY ATTACCA_MISSING_RIVALS)
if(missing)
  list(JOIN missing ", " missing)
  set_property(GLOBAL APPEND PROPERTY ATTACCA_SUMMARY "bench without these rivals: ${missing}")
endif()
