// From the engine's samples to the integers that a file stores.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "attacca/media/encoder.h"

namespace attacca::media {

/// Rounds to nearest, halves to even, saturates, and counts what it had to clip. Integers of `bits` come out at the
/// top of 32 bits, as libsndfile takes them.
///
/// Threads    One at a time.
/// Accuracy   Without dither, and for integers that need no rounding, in and out are the same bit for bit. The dither
///            is kernels/dither.h's, the same in every run.
class Quantizer {
public:
    /// Requires 8 to 32 bits.
    Quantizer(int bits, Dither dither) noexcept : bits_(bits), dither_(dither) {}

    /// Requires as many samples out as in.
    void quantize(std::span<const float> in, std::span<std::int32_t> out) noexcept;
    void quantize(std::span<const double> in, std::span<std::int32_t> out) noexcept;
    void quantize(std::span<const std::int32_t> in, std::span<std::int32_t> out) noexcept;

    std::uint64_t clipped_samples() const noexcept { return clipped_; }

private:
    template <class Sample>
    void round(std::span<const Sample> in, std::span<std::int32_t> out) noexcept;

    int bits_;
    Dither dither_;
    std::uint64_t clipped_ = 0;
    std::uint32_t dithered_ = 0;  ///< Samples so far: the next one's dither.
};

}  // namespace attacca::media
