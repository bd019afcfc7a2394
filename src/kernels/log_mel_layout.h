// How log-mel work memory is laid out: the plan computes places in it, the kernel walks it.
#pragma once

#include <cstddef>

#include "attacca/kernels/log_mel.h"

namespace attacca::kernels {

/// A frame reaches over so many hops at most.
inline constexpr std::size_t kMostMelHops = 4;

/// Sample n of each hop stands in row n, one hop beside the other, so that a vector of neighbors is a vector of frames:
/// first the hops that the next frames share with those before, then up to kMelGroup new ones.
inline constexpr std::size_t kColumnStride = kMelGroup + kMostMelHops;

/// The second step's transforms. Not a power of two: the rows of one step lie well apart in the cache.
inline constexpr std::size_t kMelRadix = 25;

/// Vectors that a row of complex values takes; its powers then stand in the first of them.
inline constexpr std::size_t kRowVectors = 2 * kMelRadix;

/// Values of each twiddle table's row: the sign of the middle row, then a complex factor for each of the others.
[[nodiscard]] constexpr std::size_t twiddles_per_column(std::size_t rows) { return rows - 1; }

}  // namespace attacca::kernels
