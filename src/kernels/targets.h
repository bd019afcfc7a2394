// Which CPU paths every kernel is compiled for. Included before any header of Highway.
#pragma once

// Paths that differ from their neighbor in nothing that audio kernels use would only make the program larger; and
// the vectors of SVE, whose size no compiler knows, cannot stand in arrays and structures.
#define ATTACCA_DISABLED_TARGETS (HWY_SSSE3 | HWY_AVX3_DL | HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128)
#ifdef ATTACCA_FEWER_CPU_PATHS  // Sanitizers take minutes for each; vectors between the narrowest and widest are left out.
#define HWY_DISABLED_TARGETS (ATTACCA_DISABLED_TARGETS | HWY_AVX2)
#else
#define HWY_DISABLED_TARGETS ATTACCA_DISABLED_TARGETS
#endif

// Every arm64 CPU has NEON, so there is nothing to detect. With detection, Highway would have the compiler assume the
// instructions for cryptography, which some of those CPUs lack.
#if defined(__aarch64__)
#define TOOLCHAIN_MISS_SYS_AUXV_H
#endif

// Which paths there are is Highway's choice: on x86-64 with g++ 12, AVX-512, AVX2, SSE4 and plain C++ of one lane; on
// arm64 NEON alone, and in WebAssembly SIMD128 alone, each called directly. A kernel must therefore hold for vectors of
// 1 to 16 floats.
