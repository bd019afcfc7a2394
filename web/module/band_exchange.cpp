#include "module/band_exchange.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "module/text_exchange.h"

namespace attacca::web {
namespace {

constexpr std::size_t kHead = 2;
constexpr std::size_t kPerBand = 5;

}  // namespace

BandNumbers& band_numbers() noexcept {
    static BandNumbers numbers{};
    return numbers;
}

void write_bands(const dsp::EqualizerSettings& settings) noexcept {
    BandNumbers& numbers = band_numbers();
    numbers[0] = settings.preamp_db;
    numbers[1] = static_cast<double>(settings.bands.size());
    std::size_t at = kHead;
    for (const dsp::Band& band : settings.bands) {
        numbers[at] = static_cast<double>(band.kind);
        numbers[at + 1] = band.center_hz;
        numbers[at + 2] = band.gain_db;
        numbers[at + 3] = band.width;
        numbers[at + 4] = static_cast<double>(band.width_unit);
        at += kPerBand;
    }
}

const dsp::EqualizerSettings& read_bands() {
    static dsp::EqualizerSettings settings;
    settings.bands.reserve(dsp::kMaxBands);
    settings.bands.clear();
    const BandNumbers& numbers = band_numbers();
    settings.preamp_db = numbers[0];
    const auto count = std::min(static_cast<std::size_t>(numbers[1]), dsp::kMaxBands);
    for (std::size_t at = kHead; at < kHead + count * kPerBand; at += kPerBand) {
        settings.bands.push_back({.kind = static_cast<dsp::BandKind>(static_cast<int>(numbers[at])),
                                  .center_hz = numbers[at + 1],
                                  .gain_db = numbers[at + 2],
                                  .width = numbers[at + 3],
                                  .width_unit = static_cast<dsp::WidthUnit>(static_cast<int>(numbers[at + 4]))});
    }
    return settings;
}

extern "C" {

/// The BandNumbers.
[[clang::export_name("bands")]] double* bands() { return band_numbers().data(); }

/// Reads `length` bytes of text() in Equalizer APO's format into the bands. 0: text() holds what is wrong, of a file
/// called "line", so that it begins with the line's number.
[[clang::export_name("parse_bands")]] int parse_bands(std::size_t length) {
    const auto parsed = dsp::parse_equalizer_text({text_exchange().data(), length}, "line");
    if (parsed) {
        write_bands(*parsed);
        return 1;
    }
    write_text(parsed.error().detail);
    return 0;
}

/// How many presets there are.
[[clang::export_name("preset_count")]] std::size_t preset_count() { return dsp::equalizer_presets().size(); }

/// Puts a preset's settings into the bands, its name and purpose, one to a line, into text().
[[clang::export_name("take_preset")]] void take_preset(std::size_t index) {
    const dsp::EqualizerPreset& preset = dsp::equalizer_presets()[index];
    write_bands(preset.settings);
    write_text(std::string(preset.name).append("\n").append(preset.purpose));
}

/// The gain in dB of all bands at a frequency.
[[clang::export_name("bands_gain_db")]] double bands_gain_db(double frequency_hz, double sample_rate) {
    return dsp::magnitude_db(read_bands(), frequency_hz, sample_rate);
}
}

}  // namespace attacca::web
