// From the samples that readers deliver to the samples that `Decoder::read` hands out.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <type_traits>

namespace attacca::media {

/// One sample; integers of the source stand at the top of 32 bits, full scale of floats is ±1. Floats become
/// integers by rounding to nearest (halves to even) and saturation; NaN gives 0.
template <class Out, class In>
[[gnu::always_inline]] inline Out convert_sample(In in) noexcept {
    if constexpr (std::is_same_v<In, Out>) {
        return in;
    } else if constexpr (std::is_same_v<In, std::uint8_t>) {
        return convert_sample<Out>(static_cast<std::int32_t>((static_cast<std::uint32_t>(in) ^ 0x80u) << 24));
    } else if constexpr (std::is_same_v<In, std::int16_t>) {
        return convert_sample<Out>(static_cast<std::int32_t>(static_cast<std::uint32_t>(in) << 16));
    } else if constexpr (std::is_same_v<In, std::int64_t>) {
        return convert_sample<Out>(static_cast<std::int32_t>(in >> 32));
    } else if constexpr (std::is_same_v<Out, std::int32_t>) {
        const double scaled = std::nearbyint(static_cast<double>(in) * 2147483648.0);
        if (!(scaled > -2147483648.0)) return scaled == scaled ? std::numeric_limits<std::int32_t>::min() : 0;
        return scaled < 2147483647.0 ? static_cast<std::int32_t>(scaled) : std::numeric_limits<std::int32_t>::max();
    } else if constexpr (std::is_same_v<In, std::int32_t>) {
        return static_cast<Out>(in) * static_cast<Out>(1.0 / 2147483648.0);
    } else {
        return static_cast<Out>(in);
    }
}

/// `count` samples, `out_step` apart: a plane goes into its channel of interleaved frames.
template <class Out, class In>
void convert_samples(const In* in, Out* out, std::size_t count, std::size_t out_step) noexcept {
    if (out_step == 1) {
        for (std::size_t i = 0; i < count; ++i) out[i] = convert_sample<Out>(in[i]);
    } else {
        for (std::size_t i = 0; i < count; ++i) out[i * out_step] = convert_sample<Out>(in[i]);
    }
}

/// Two planes into stereo frames, in one pass.
template <class Out, class In>
void convert_stereo(const In* left, const In* right, Out* out, std::size_t frames) noexcept {
    for (std::size_t i = 0; i < frames; ++i) {
        out[2 * i] = convert_sample<Out>(left[i]);
        out[2 * i + 1] = convert_sample<Out>(right[i]);
    }
}

}  // namespace attacca::media
