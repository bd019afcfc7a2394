#include "pitch_newcomer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>
#include <vector>

namespace attacca::analysis {
namespace {

constexpr std::size_t kHop = 480;

/// Six harmonics from a second on.
void add_tone(std::vector<float>& samples, double hz, double from_s, double amplitude) {
    for (auto i = static_cast<std::size_t>(48000.0 * from_s); i < samples.size(); ++i) {
        for (int h = 1; h <= 6; ++h) {
            const double turns = hz * h * static_cast<double>(i) / 48000.0;
            samples[i] += static_cast<float>(amplitude / h * std::sin(2.0 * std::numbers::pi * turns + h));
        }
    }
}

/// How far the best newcomer of any moment from 0.2 to 0.4 s is from the pitch, in cents; 1e6 if there is none.
double nearest_cents(PitchNewcomer& newcomer, const std::vector<float>& samples, double current_hz, double right_hz) {
    double nearest = 1e6;
    for (std::size_t moment = 20; moment < 40; ++moment) {
        const auto found = newcomer.hear(current_hz, samples.data() + moment * kHop);
        const auto best = std::max_element(found.begin(), found.end(),
                                           [](const auto& a, const auto& b) { return a.score < b.score; });
        if (best == found.end()) continue;
        nearest = std::min(nearest, std::abs(1200.0 * std::log2(best->hz / right_hz)));
    }
    return nearest;
}

TEST(PitchNewcomer, HearsANoteBeginBesideALouderOne) {
    auto newcomer = *PitchNewcomer::create({});
    for (const auto& [ringing_hz, new_hz] : {std::pair{220.0, 261.6}, {440.0, 415.3}, {130.8, 311.1}, {523.3, 196.0}}) {
        newcomer.reset();
        std::vector<float> samples(kHop * 60);
        add_tone(samples, ringing_hz, 0.0, 0.2);
        add_tone(samples, new_hz, 0.3, 0.1);  // 6 dB below.
        EXPECT_LT(nearest_cents(newcomer, samples, ringing_hz, new_hz), 5.0) << ringing_hz << ", " << new_hz;
    }
}

TEST(PitchNewcomer, CleansANoteOfTheOneBefore) {
    auto newcomer = *PitchNewcomer::create({});
    std::vector<float> samples(kHop * 60);
    add_tone(samples, 220.0, 0.0, 0.1);
    add_tone(samples, 247.0, 0.0, 0.1);
    (void)newcomer.hear(220.0, samples.data() + 19 * kHop);
    EXPECT_LT(nearest_cents(newcomer, samples, 240.0, 247.0), 5.0);
}

TEST(PitchNewcomer, HearsNothingBesideOneNoteOrInNoise) {
    auto newcomer = *PitchNewcomer::create({});
    std::vector<float> samples(kHop * 60);
    add_tone(samples, 220.0, 0.0, 0.2);
    EXPECT_EQ(nearest_cents(newcomer, samples, 220.0, 220.0), 1e6);
    EXPECT_EQ(nearest_cents(newcomer, samples, 0.0, 220.0), 1e6) << "nothing sounds yet";
    std::mt19937 random(4);
    std::normal_distribution<float> normal(0.0F, 0.1F);
    newcomer.reset();
    for (float& sample : samples) sample = normal(random);
    EXPECT_EQ(nearest_cents(newcomer, samples, 220.0, 220.0), 1e6);
}

}  // namespace
}  // namespace attacca::analysis
