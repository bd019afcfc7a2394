// Windows for spectra and filters.
#pragma once

#include <cstddef>
#include <string_view>

#include "attacca/base/aligned_buffer.h"
#include "attacca/base/result.h"

namespace attacca::dsp {

enum class WindowKind {
    rectangular,
    hann,
    hamming,
    blackman_harris,  ///< Four terms: side lobes below −92 dB.
    flat_top,         ///< Five terms: reads a tone's level to 0.01 dB wherever it lies between two bins.
};

enum class WindowSymmetry {
    periodic,   ///< For spectra: the value that would follow the last is the first.
    symmetric,  ///< For filter design: the last value equals the first.
};

struct WindowSpec {
    WindowKind kind = WindowKind::hann;
    std::size_t length = 2048;
    WindowSymmetry symmetry = WindowSymmetry::periodic;
};

/// Source     F. J. Harris, "On the use of windows for harmonic analysis"; flat top: ISO 18431-2.
[[nodiscard]] AlignedBuffer<float> make_window(const WindowSpec& spec);

/// How far a tone spreads to each side, in bins: beyond lie only side lobes.
[[nodiscard]] std::size_t main_lobe_bins(WindowKind kind) noexcept;

/// "hann", "blackman-harris" …
[[nodiscard]] std::string_view name(WindowKind kind) noexcept;

/// Failure: names the windows there are.
[[nodiscard]] Result<WindowKind> parse_window(std::string_view text);

}  // namespace attacca::dsp
