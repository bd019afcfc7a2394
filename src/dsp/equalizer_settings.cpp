#include "attacca/dsp/equalizer_settings.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <sstream>

namespace attacca::dsp {
namespace {

// The shortest text that reads back as the same number.
std::string text(double value) {
    char digits[32];
    const auto end = std::to_chars(digits, digits + sizeof(digits), value).ptr;
    return {digits, end};
}

std::string_view kind_name(BandKind kind) {
    switch (kind) {
        case BandKind::low_shelf:
            return "LSC";
        case BandKind::high_shelf:
            return "HSC";
        case BandKind::low_pass:
            return "LPQ";
        case BandKind::high_pass:
            return "HPQ";
        case BandKind::notch:
            return "NO";
        case BandKind::band_pass:
            return "BP";
        case BandKind::all_pass:
            return "AP";
        case BandKind::peaking:
            break;
    }
    return "PK";
}

std::string filter_text(const Band& band) {
    std::string line(kind_name(band.kind));
    if (band.width_unit == WidthUnit::slope) line.append(" ").append(text(12.0 * band.width)).append(" dB");
    line.append(" Fc ").append(text(band.center_hz)).append(" Hz");
    const bool shelf = band.kind == BandKind::low_shelf || band.kind == BandKind::high_shelf;
    if (shelf || band.kind == BandKind::peaking) line.append(" Gain ").append(text(band.gain_db)).append(" dB");
    if (band.width_unit == WidthUnit::q) line.append(" Q ").append(text(band.width));
    if (band.width_unit == WidthUnit::octaves) line.append(" BW Oct ").append(text(band.width));
    return line;
}

}  // namespace

std::string format_equalizer_text(const EqualizerSettings& settings) {
    std::ostringstream out;
    out << "Preamp: " << text(settings.preamp_db) << " dB\n";
    for (std::size_t i = 0; i < settings.bands.size(); ++i) {
        out << "Filter " << i + 1 << ": ON " << filter_text(settings.bands[i]) << '\n';
    }
    return out.str();
}

double magnitude_db(const EqualizerSettings& settings, double frequency_hz, double sample_rate) noexcept {
    double level = settings.preamp_db;
    for (const Band& band : settings.bands) {
        if (band.center_hz >= sample_rate / 2.0) continue;
        level += magnitude_db(design_biquad(band, sample_rate), frequency_hz, sample_rate);
    }
    return level;
}

}  // namespace attacca::dsp
