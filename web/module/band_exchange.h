// An equalizer's settings as the numbers that cross between the page and the module.
#pragma once

#include <array>

#include "attacca/dsp/equalizer_settings.h"

namespace attacca::web {

/// The preamp in dB, how many bands there are, and of each band its kind, center in Hz, gain in dB, width and unit:
/// kinds and units as the enumerators of dsp::Band count.
using BandNumbers = std::array<double, 2 + 5 * dsp::kMaxBands>;

/// The one array that the page reads and writes.
[[nodiscard]] BandNumbers& band_numbers() noexcept;

void write_bands(const dsp::EqualizerSettings& settings) noexcept;
/// Allocates nothing after the first call.
[[nodiscard]] const dsp::EqualizerSettings& read_bands();

}  // namespace attacca::web
