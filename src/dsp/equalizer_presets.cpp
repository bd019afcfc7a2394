#include <array>

#include "attacca/dsp/equalizer_settings.h"

namespace attacca::dsp {
namespace {

constexpr std::size_t kClassicBands = 8;

struct Curve {
    std::string_view name;
    std::string_view purpose;
    double preamp_db;  // Takes back the highest point of the whole curve at any usual sample rate.
    std::array<double, kClassicBands> gain_db;  // At 60, 120, 240, 480, 960, 1920, 3840, 7680 Hz.
};

constexpr std::array kCurves = {
    Curve{"flat", "no change", 0, {0, 0, 0, 0, 0, 0, 0, 0}},
    Curve{"bass-boost", "more weight below 250 Hz", -7.8, {6, 4.5, 2.5, 0, 0, 0, 0, 0}},
    Curve{"bass-cut", "less boom below 250 Hz", 0, {-6, -4.5, -2.5, 0, 0, 0, 0, 0}},
    Curve{"treble-boost", "more brilliance above 2 kHz", -6.8, {0, 0, 0, 0, 0, 1.5, 3.5, 5.5}},
    Curve{"treble-cut", "less sharpness above 2 kHz", 0, {0, 0, 0, 0, 0, -1.5, -3.5, -5.5}},
    Curve{"vocal", "voices to the front", -5.1, {-3, -2, -1, 1, 3, 3.5, 2, 0}},
    Curve{"loudness", "what the ear loses at low volume", -7.2, {6, 3.5, 0.5, -1, -1, 0, 2, 4.5}},
    Curve{"rock", "kick drum, guitars and cymbals", -4.8, {4, 2.5, -1, -1.5, 0, 2, 3, 3}},
    Curve{"pop", "voice and beat", -3.4, {1.5, 2.5, 1, 0, 1.5, 2, 1.5, 1}},
    Curve{"jazz", "warm bass, clear cymbals", -3.3, {2.5, 2, 1, 1, -1, -0.5, 1.5, 2.5}},
    Curve{"classical", "room and air, middle left alone", -2.3, {1.5, 1, 0, 0, 0, -0.5, 1, 2}},
    Curve{"electronic", "deep bass and bright top", -6.4, {5, 4, 0.5, -1.5, -0.5, 1, 2.5, 4}},
    Curve{"acoustic", "body of instruments and fingers on strings", -3.5, {1.5, 2, 1.5, 0, 0.5, 1.5, 2.5, 1.5}},
    Curve{"headphones", "fuller bass, softer presence", -4.5, {3.5, 2.5, 1, 0, -0.5, -1, -2, 1}},
    Curve{"small-speakers", "what a laptop can play, and no more", -2.8, {-8, -2, 3, 2, 0, -1, 1, 2}},
    Curve{"spoken", "words clear, rumble and hiss away", -4.8, {-8, -4, 0, 1, 2.5, 3.5, 2, -3}},
};

EqualizerPreset preset(const Curve& curve) {
    EqualizerSettings settings{.preamp_db = curve.preamp_db, .bands = {}};
    for (std::size_t i = 0; i < kClassicBands; ++i) {
        settings.bands.push_back({.kind = BandKind::peaking,
                                  .center_hz = 60.0 * static_cast<double>(1U << i),
                                  .gain_db = curve.gain_db[i],
                                  .width = 1.0});
    }
    return {curve.name, curve.purpose, std::move(settings)};
}

}  // namespace

const std::vector<EqualizerPreset>& equalizer_presets() {
    static const std::vector<EqualizerPreset> presets = [] {
        std::vector<EqualizerPreset> made;
        for (const Curve& curve : kCurves) made.push_back(preset(curve));
        return made;
    }();
    return presets;
}

}  // namespace attacca::dsp
