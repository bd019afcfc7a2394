# WebAssembly with 128-bit vectors, on WASI, its programs run by Node: scripts/install_packages ports.
# Not Emscripten: Debian's 3.1.6 compiles some vector loads wrongly.
set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR wasm32)
set(CMAKE_CXX_COMPILER clang++-19)
set(CMAKE_CXX_COMPILER_TARGET wasm32-wasi)
# Every browser that has vectors has the other two, and each makes the code smaller.
set(CMAKE_CXX_FLAGS_INIT "-msimd128 -mbulk-memory -mnontrapping-fptoint -fno-exceptions -fno-rtti")
set(CMAKE_PREFIX_PATH /usr)  # Headers without machine code.
set(CMAKE_EXECUTABLE_SUFFIX_CXX .wasm)
set(CMAKE_POSITION_INDEPENDENT_CODE OFF)
# V8's direct calls into Node's WASI crash now and then (nodejs/node issue 53087).
set(CMAKE_CROSSCOMPILING_EMULATOR node --no-warnings --no-turbo-fast-api-calls ${CMAKE_CURRENT_LIST_DIR}/run_wasi.mjs)
