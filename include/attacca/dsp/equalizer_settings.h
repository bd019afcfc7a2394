// What an equalizer is set to, and the text formats and presets that it comes from.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "attacca/base/result.h"
#include "attacca/dsp/biquad.h"

namespace attacca::dsp {

inline constexpr std::size_t kMaxBands = 32;

/// A preamp and up to kMaxBands bands.
struct EqualizerSettings {
    double preamp_db = 0.0;
    std::vector<Band> bands;

    friend bool operator==(const EqualizerSettings&, const EqualizerSettings&) = default;
};

/// Reads the parametric text format of Equalizer APO, which AutoEq's ParametricEQ.txt is written in.
/// Accepts decimal commas, disabled (OFF) filters and comments. `name` stands in errors.
///
/// Widths that are not given are Equalizer APO's: Q 0.71 for LP, HP and BP, 30 for NO, a slope of 0.9 for shelves.
/// A shelf with a slope ("LS 6dB") has its corner at Fc, an LSC or HSC ("LSC 6 dB") its center; one with a Q is the
/// cookbook's at Fc. Commands that would change the sound if they were passed over (GraphicEQ, Convolution, Include,
/// Channel but for all) are refused; Device, Stage and Room EQ Wizard's headings are passed over.
/// Failure: the name, the line number, what stood there and what was expected.
[[nodiscard]] Result<EqualizerSettings> parse_equalizer_text(std::string_view text, std::string_view name);

/// Writes the same format. All numbers read back as they were, but for the last bit of a slope.
[[nodiscard]] std::string format_equalizer_text(const EqualizerSettings& settings);

/// A named setting of the eight classic bands (60 Hz · 2^i, Q 1).
struct EqualizerPreset {
    std::string_view name;
    std::string_view purpose;
    EqualizerSettings settings;
};

/// All presets, `flat` first.
[[nodiscard]] const std::vector<EqualizerPreset>& equalizer_presets();

/// Loads a preset by name, or a file in the text format.
/// Failure: for an unknown name, the nearest preset; for a file, as parse_equalizer_text.
[[nodiscard]] Result<EqualizerSettings> load_equalizer(const std::string& preset_or_path);

/// The whole equalizer's gain at a frequency, preamp included, in dB.
[[nodiscard]] double magnitude_db(const EqualizerSettings& settings, double frequency_hz, double sample_rate) noexcept;

}  // namespace attacca::dsp
