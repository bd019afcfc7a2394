# What every target is compiled with. No -march and no -ffast-math: kernels choose their CPU path when they run.

find_program(ATTACCA_CCACHE ccache)
if(ATTACCA_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${ATTACCA_CCACHE})
endif()

find_program(ATTACCA_MOLD mold)
if(ATTACCA_MOLD AND NOT CMAKE_CROSSCOMPILING)
  add_link_options(-fuse-ld=mold)
endif()

add_compile_options(-Wall -Wextra -Wshadow -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor
  -Wno-missing-field-initializers  # A Spec names what it sets; the rest keeps its default.
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)  # g++ 12 warns of std::string itself (its bug 105651).

if(ATTACCA_SANITIZE)
  add_compile_options(-fsanitize=${ATTACCA_SANITIZE} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${ATTACCA_SANITIZE})
  add_compile_definitions(ATTACCA_FEWER_CPU_PATHS)
  if(ATTACCA_SANITIZE MATCHES "undefined")
    add_compile_options(-fno-sanitize-recover=undefined)
  endif()
endif()
