// Which CPU paths every kernel is compiled for. Included before any header of Highway.
#pragma once

// Paths that differ from their neighbor in nothing that audio kernels use would only make the program larger.
#define HWY_DISABLED_TARGETS (HWY_SSSE3 | HWY_AVX3_DL)

// Which paths there are is Highway's choice: on x86-64 with g++ 12, AVX-512, AVX2, SSE4 and plain C++ of one lane.
// A kernel must therefore hold for vectors of 1 to 16 floats.
