#include "analysis/note_readings.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace attacca::analysis {
namespace {

constexpr float kCentsPerBin = 100.0F / static_cast<float>(kBinsPerSemitone);
constexpr float kSureWeight = 15.0F;  ///< Hops of nothing but notes.
constexpr float kSureLength = 0.4F;   ///< Of the mean direction: how much the notes agree.
constexpr float kLeastCents = 3.0F;
constexpr double kMainsCents = 15.0;
constexpr float kSemitone = 100.0F / (2.0F * std::numbers::pi_v<float>);

struct Peak {
    float bins = 0.0F;  ///< From the pitch's own.
    float power = 0.0F;
};

Peak peak_near(std::span<const float, kPitchBins> powers, int bin) {
    Peak peak;
    if (bin < 3 || bin + 3 >= static_cast<int>(kPitchBins)) return peak;
    for (int away = -2; away <= 2; ++away) {
        const auto k = static_cast<std::size_t>(bin + away);
        const float below = powers[k - 1], here = powers[k], above = powers[k + 1];
        if (here < below || here < above || here <= peak.power) continue;
        const float a = std::log(below + 1e-12F), b = std::log(here + 1e-12F), c = std::log(above + 1e-12F);
        const float bend = a - 2.0F * b + c;
        peak = {static_cast<float>(away) + (bend < -1e-6F ? 0.5F * (a - c) / bend : 0.0F), here};
    }
    return peak;
}

}  // namespace

PitchReading read_pitch(std::span<const float, kPitchBins> powers, std::size_t pitch) noexcept {
    const double midi = kLowestMidi + static_cast<double>(pitch);
    const Peak first = peak_near(powers, pitch_bin(midi));
    const Peak octave = peak_near(powers, pitch_bin(midi + 12.0));
    // Two octaves up the long windows tell low pitches apart.
    const Peak low = midi < 52.0 ? peak_near(powers, pitch_bin(midi + 24.0)) : Peak{};
    float power = 0.0F, sum = 0.0F, weights = 0.0F;
    for (const Peak& peak : {first, octave, low}) {
        const float weight = std::sqrt(peak.power) * (&peak == &first && midi < 52.0 ? 0.3F : 1.0F);
        sum += weight * peak.bins;
        weights += weight;
        power += peak.power;
    }
    return {.cents = weights > 0.0F ? kCentsPerBin * sum / weights : 0.0F,
            .level_db = 10.0F * std::log10(power + 1e-12F)};
}

bool is_on_mains(std::size_t pitch, float cents, double a4_hz) noexcept {
    const double midi = kLowestMidi + static_cast<double>(pitch) + static_cast<double>(cents) / 100.0;
    const double hz = a4_hz * std::exp2((midi - 69.0) / 12.0);
    return std::min(std::abs(std::log2(hz / 50.0)), std::abs(std::log2(hz / 60.0))) < kMainsCents / 1200.0;
}

void TuningEstimate::add(float cents, float weight) noexcept {
    cosine_ += weight * std::cos(cents / kSemitone);
    sine_ += weight * std::sin(cents / kSemitone);
    weight_ += weight;
}

float TuningEstimate::take_correction() noexcept {
    if (weight_ < kSureWeight) return 0.0F;
    const bool agree = std::hypot(cosine_, sine_) > kSureLength * weight_;
    const float cents = kSemitone * std::atan2(sine_, cosine_);
    reset();
    return agree && std::abs(cents) > kLeastCents ? cents : 0.0F;
}

}  // namespace attacca::analysis
