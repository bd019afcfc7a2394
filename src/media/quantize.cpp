#include "media/quantize.h"

#include <algorithm>
#include <cmath>
#include <type_traits>

#include "attacca/kernels/convert.h"
#include "attacca/kernels/dither.h"

namespace attacca::media {
namespace {

template <class Sample>
std::uint64_t count_beyond_full_scale(std::span<const Sample> in) noexcept {
    std::uint64_t count = 0;
    for (const Sample sample : in) count += std::abs(sample) > Sample{1} ? 1 : 0;
    return count;
}

}  // namespace

void Quantizer::quantize(std::span<const float> in, std::span<std::int32_t> out) noexcept {
    clipped_ += count_beyond_full_scale(in);
    if (dither_ == Dither::none) {
        kernels::f32_to_i32(in.data(), out.data(), in.size(), bits_);
    } else if (bits_ <= 24) {
        kernels::f32_to_i32_dithered(in.data(), out.data(), in.size(), bits_, dithered_);
        dithered_ += static_cast<std::uint32_t>(in.size());
    } else {
        round(in, out);
    }
}

void Quantizer::quantize(std::span<const double> in, std::span<std::int32_t> out) noexcept {
    clipped_ += count_beyond_full_scale(in);
    round(in, out);
}

void Quantizer::quantize(std::span<const std::int32_t> in, std::span<std::int32_t> out) noexcept {
    const auto below = static_cast<std::uint32_t>((std::uint64_t{1} << (32 - bits_)) - 1);
    std::uint32_t remainders = 0;
    for (const std::int32_t sample : in) remainders |= static_cast<std::uint32_t>(sample) & below;
    if (remainders == 0) {
        std::copy(in.begin(), in.end(), out.begin());
    } else {
        round(in, out);
    }
}

template <class Sample>
void Quantizer::round(std::span<const Sample> in, std::span<std::int32_t> out) noexcept {
    const double steps = std::ldexp(1.0, bits_ - 1);
    const double scale = std::is_integral_v<Sample> ? steps / 2147483648.0 : steps;
    for (std::size_t i = 0; i < in.size(); ++i) {
        double value = static_cast<double>(in[i]) * scale;
        if (dither_ == Dither::triangular) value += kernels::triangular_dither(dithered_++);
        if (!(value == value)) value = 0.0;
        const double whole = std::clamp(std::nearbyint(value), -steps, steps - 1.0);
        out[i] =
            static_cast<std::int32_t>(static_cast<std::uint32_t>(static_cast<std::int32_t>(whole)) << (32 - bits_));
    }
}

}  // namespace attacca::media
