# Highway, of which only the headers are used: src/kernels/highway_targets.cpp says why.
find_path(HIGHWAY_HEADERS hwy/highway.h REQUIRED)
mark_as_advanced(HIGHWAY_HEADERS)
add_library(Highway::headers INTERFACE IMPORTED)
target_include_directories(Highway::headers INTERFACE ${HIGHWAY_HEADERS})
