#include "equalizer_edit.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace attacca::studio {
namespace {

constexpr double kQualityRate_hz = 48000.0;  // Of a width in octaves or as a slope; all but the top octave agree.

double clamped(double value, double low, double high) {
    return std::isfinite(value) ? std::clamp(value, low, high) : low;
}

}  // namespace

QString kind_text(dsp::BandKind kind) {
    switch (kind) {
        case dsp::BandKind::peaking:
            return QStringLiteral("peaking");
        case dsp::BandKind::low_shelf:
            return QStringLiteral("low shelf");
        case dsp::BandKind::high_shelf:
            return QStringLiteral("high shelf");
        case dsp::BandKind::low_pass:
            return QStringLiteral("low pass");
        case dsp::BandKind::high_pass:
            return QStringLiteral("high pass");
        case dsp::BandKind::notch:
            return QStringLiteral("notch");
        case dsp::BandKind::band_pass:
            return QStringLiteral("band pass");
        case dsp::BandKind::all_pass:
            return QStringLiteral("all pass");
    }
    return {};
}

bool has_gain(dsp::BandKind kind) noexcept {
    return kind == dsp::BandKind::peaking || kind == dsp::BandKind::low_shelf || kind == dsp::BandKind::high_shelf;
}

QString frequency_text(double frequency_hz) {
    return frequency_hz < 1000.0 ? QStringLiteral("%1 Hz").arg(frequency_hz, 0, 'f', frequency_hz < 100.0 ? 1 : 0)
                                 : QStringLiteral("%1 kHz").arg(frequency_hz / 1000.0, 0, 'f', 2);
}

QString gain_text(double gain_db) {
    const double shown = std::round(gain_db * 10.0) / 10.0 + 0.0;  // No "-0.0".
    return QStringLiteral("%1%2 dB").arg(shown > 0.0 ? QStringLiteral("+") : QString()).arg(shown, 0, 'f', 1);
}

QString band_text(std::size_t index, const dsp::Band& band) {
    QString text =
        QStringLiteral("Band %1, %2, %3").arg(index + 1).arg(kind_text(band.kind), frequency_text(band.center_hz));
    if (has_gain(band.kind)) text += QStringLiteral(", ") + gain_text(band.gain_db);
    return text + QStringLiteral(", Q %1").arg(quality(band), 0, 'f', quality(band) < 9.95 ? 1 : 0);
}

double quality(const dsp::Band& band) noexcept {
    return band.width_unit == dsp::WidthUnit::q ? band.width : dsp::band_q(band, kQualityRate_hz);
}

EqualizerEdit::EqualizerEdit(EqualizerPair pair) : pair_(std::move(pair)) {
    if (!settings().bands.empty()) selected_ = 0;
}

void EqualizerEdit::select(std::optional<std::size_t> band) {
    if (band && *band >= settings().bands.size()) band.reset();
    if (std::exchange(selected_, band) != band) emit selection_changed();
}

void EqualizerEdit::set_band(std::size_t index, const dsp::Band& band) {
    dsp::Band wanted = band;
    wanted.center_hz = clamped(band.center_hz, kLowestBand_hz, kHighestBand_hz);
    wanted.gain_db = clamped(band.gain_db, -kBandGain_db, kBandGain_db);
    if (band.width_unit == dsp::WidthUnit::q) wanted.width = clamped(band.width, kLowestQ, kHighestQ);
    if (wanted == edited().bands[index]) return;
    edited().bands[index] = wanted;
    emit changed();
}

void EqualizerEdit::move_band(std::size_t index, double center_hz, double gain_db) {
    dsp::Band band = edited().bands[index];
    band.center_hz = center_hz;
    if (has_gain(band.kind)) band.gain_db = gain_db;
    set_band(index, band);
}

void EqualizerEdit::set_quality(std::size_t index, double q) {
    dsp::Band band = edited().bands[index];
    band.width = q;
    band.width_unit = dsp::WidthUnit::q;
    set_band(index, band);
}

void EqualizerEdit::reset_gain(std::size_t index) { move_band(index, edited().bands[index].center_hz, 0.0); }

void EqualizerEdit::remove_band(std::size_t index) {
    auto& bands = edited().bands;
    bands.erase(bands.begin() + static_cast<std::ptrdiff_t>(index));
    if (selected_ && (*selected_ >= bands.size() || *selected_ > index)) {
        selected_ = bands.empty() ? std::nullopt : std::optional(std::min(*selected_ - 1, bands.size() - 1));
    }
    emit changed();
    emit selection_changed();
}

bool EqualizerEdit::add_band(double center_hz, double gain_db) {
    auto& bands = edited().bands;
    if (bands.size() >= dsp::kMaxBands) return false;
    bands.push_back({});
    selected_ = bands.size() - 1;
    bands.back() = {.kind = dsp::BandKind::peaking,
                    .center_hz = clamped(center_hz, kLowestBand_hz, kHighestBand_hz),
                    .gain_db = clamped(gain_db, -kBandGain_db, kBandGain_db)};
    emit changed();
    emit selection_changed();
    return true;
}

void EqualizerEdit::set_preamp(double gain_db) {
    const double wanted = clamped(gain_db, kLowestPreamp_db, kHighestPreamp_db);
    if (std::exchange(edited().preamp_db, wanted) != wanted) emit changed();
}

void EqualizerEdit::load(const dsp::EqualizerSettings& settings, const QString& preset) {
    edited() = settings;
    pair_.presets[pair_.heard] = preset;
    emit changed();
    select(selected_);  // Gone, where the setting has fewer bands.
}

void EqualizerEdit::set_preset(const QString& preset) {
    if (std::exchange(pair_.presets[pair_.heard], preset) != preset) emit changed();
}

void EqualizerEdit::set_bypass(player::Switch bypass) {
    if (std::exchange(pair_.bypass, bypass) != bypass) emit changed();
}

void EqualizerEdit::compare() {
    pair_.heard = 1 - pair_.heard;
    emit changed();
    select(selected_);
}

}  // namespace attacca::studio
