# What Attacca is built on. Required packages stop the configuration; an optional one that is missing is
# one line in the summary, and the program says so when it is asked for what it lacks.

find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(tl-expected REQUIRED)
find_package(CLI11 REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(Boost 1.74 REQUIRED)  # Asio and Beast, which are headers.
include(Highway)

pkg_check_modules(SNDFILE REQUIRED IMPORTED_TARGET sndfile)
pkg_check_modules(VORBISFILE REQUIRED IMPORTED_TARGET vorbisfile)  # libsndfile1-dev brings it.
pkg_check_modules(TAGLIB REQUIRED IMPORTED_TARGET taglib)
pkg_check_modules(SOXR REQUIRED IMPORTED_TARGET soxr)
pkg_check_modules(EBUR128 REQUIRED IMPORTED_TARGET libebur128)
pkg_check_modules(SOUNDTOUCH REQUIRED IMPORTED_TARGET soundtouch)
pkg_check_modules(PNG REQUIRED IMPORTED_TARGET libpng)

if(ATTACCA_TESTS)
  find_package(GTest REQUIRED)
endif()

set_property(GLOBAL PROPERTY ATTACCA_SUMMARY "")

# attacca_optional(NAME HEADERS_FOR): looks for pkg-config modules; sets ATTACCA_HAS_<NAME>.
function(attacca_optional name purpose)
  pkg_check_modules(${name} QUIET IMPORTED_TARGET ${ARGN})
  if(${name}_FOUND)
    set(ATTACCA_HAS_${name} ON PARENT_SCOPE)
    set_property(GLOBAL APPEND PROPERTY ATTACCA_SUMMARY "with ${name} ${${name}_VERSION}: ${purpose}")
  else()
    set(ATTACCA_HAS_${name} OFF PARENT_SCOPE)
    set_property(GLOBAL APPEND PROPERTY ATTACCA_SUMMARY "WITHOUT ${name}: ${purpose} (not found: ${ARGN})")
  endif()
endfunction()

attacca_optional(FFMPEG "reading mp3, m4a, alac, wma and damaged files" libavformat libavcodec libavutil)
attacca_optional(PIPEWIRE "PipeWire devices" libpipewire-0.3)
attacca_optional(JACK "JACK devices" jack)
attacca_optional(RTAUDIO "ALSA and PulseAudio devices" rtaudio<6)
attacca_optional(RTMIDI "MIDI output" rtmidi<6)
attacca_optional(DBUS "real-time priority through rtkit" dbus-1)
find_package(Qt6 6.4 QUIET COMPONENTS Widgets DBus Test)
set(ATTACCA_HAS_QT ${Qt6_FOUND})
if(ATTACCA_HAS_QT)
  set_property(GLOBAL APPEND PROPERTY ATTACCA_SUMMARY "with QT ${Qt6_VERSION}: the window, attacca-studio")
else()
  set_property(GLOBAL APPEND PROPERTY ATTACCA_SUMMARY "WITHOUT QT: the window, attacca-studio (not found: Qt 6 Widgets and DBus)")
endif()
if(ATTACCA_BENCHES)
  include(${CMAKE_CURRENT_LIST_DIR}/BenchRivals.cmake)
endif()

function(attacca_print_summary)
  get_property(lines GLOBAL PROPERTY ATTACCA_SUMMARY)
  foreach(line IN LISTS lines)
    message(STATUS "Attacca ${line}")
  endforeach()
endfunction()
