// Log-mel features: the tables of one kind, and the frames that are made with them, one to a SIMD lane.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "attacca/base/aligned_buffer.h"

namespace attacca::kernels {

// Threads    Any: a plan never changes once made; columns and work memory belong to one call at a time.
// Real time  All but making a plan. No alignment needed.

/// Hops that one call takes at most, and so the frames that it makes.
inline constexpr std::size_t kMelGroup = 16;

/// Σ weights[i]·spectrum[first_bin + i].
struct MelFilter {
    std::size_t first_bin = 0;
    std::vector<float> weights;
};

enum class MelSpectrum { magnitude, power };

/// value = clamp(scale·log10(max(floor, filtered spectrum)) + offset, lowest, highest)
struct MelScale {
    float floor = 1e-10F;
    float scale = 1.0F;
    float offset = 0.0F;
    float lowest = -1e30F;
    float highest = 1e30F;
};

struct LogMelPlanSpec {
    std::span<const float> window;  ///< 400 or 800 values, which is the transform's length too.
    std::size_t hop = 160;          ///< From 16 on; the window covers 2 to 4 hops, the oldest perhaps in part.
    MelSpectrum spectrum = MelSpectrum::power;
    std::span<const MelFilter> filters;  ///< A multiple of 16, within the window's length / 2 + 1 bins.
    MelScale scale;
};

/// A real transform of 25·r values, r being 16 or 32, in two steps that touch memory once: 25 real transforms of r
/// values, then r/2 complex ones of 25. The power of bin k ends in the row and slot that `filter_places` holds.
struct LogMelPlan {
    std::size_t hop = 0;
    std::size_t rows = 0;  ///< r
    std::size_t hops = 0;  ///< That a frame reaches over.
    MelSpectrum spectrum = MelSpectrum::power;
    MelScale scale;
    std::vector<std::uint32_t> sample_places;  ///< In the columns, of a frame's samples in the order of their use.
    AlignedBuffer<float> window;               ///< In the same order.
    AlignedBuffer<float> twiddles;
    std::vector<std::uint32_t> filter_ends;  ///< In the two below, of each filter.
    std::vector<std::uint32_t> filter_places;
    std::vector<float> filter_weights;

    [[nodiscard]] std::size_t bins() const noexcept { return filter_ends.size(); }
    /// Floats that hold the newest hops between two calls.
    [[nodiscard]] std::size_t columns_size() const noexcept;
    [[nodiscard]] std::size_t work_size() const noexcept;
};

[[nodiscard]] LogMelPlan make_log_mel_plan(const LogMelPlanSpec& spec);

/// Begins a stream: the (hops − 1)·hop samples before its first hop.
void begin_log_mel(const LogMelPlan& plan, const float* samples, float* columns) noexcept;

/// Takes `hops` hops and writes as many frames of bins() values: frame i ends with hop i. A frame's values depend on
/// its samples only, not on its place in a call. Requires 1 to kMelGroup hops, and that kMelGroup·hop finite samples
/// can be read, whatever `hops` is.
void log_mel_frames(const LogMelPlan& plan, const float* samples, std::size_t hops, float* columns, float* work,
                    float* frames) noexcept;

/// out[i] = in[i] − emphasis·in[i − 1], `before` being what came before and then the last. What is no number, or beyond
/// ±10^6, is taken as 0; returns how many were.
std::size_t emphasize_finite(const float* in, std::size_t count, float emphasis, float& before, float* out) noexcept;

/// Whisper's range, over all values: those more than `range` below the largest are raised to there; then v·scale +
/// offset.
struct MelRange {
    float range = 8.0F;
    float scale = 0.25F;
    float offset = 1.0F;
};
void limit_range(float* values, std::size_t count, const MelRange& range) noexcept;

}  // namespace attacca::kernels
