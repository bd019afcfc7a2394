#include "pitch_takeover.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <vector>

namespace attacca::analysis {
namespace {

constexpr double kRate = 48000.0;
constexpr std::size_t kHop = 480;

/// Adds three harmonics whose amplitude `level` gives, second by second.
template <class Level>
void add_tone(std::vector<float>& samples, double hz, Level level) {
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const double seconds = static_cast<double>(i) / kRate;
        for (int h = 1; h <= 3; ++h) {
            samples[i] +=
                static_cast<float>(0.1 * level(seconds) * std::sin(2.0 * std::numbers::pi * hz * h * seconds + h));
        }
    }
}

/// What becomes of the path: each moment is decided with the eight that follow it.
std::vector<double> taken_over(const std::vector<float>& samples, const std::vector<double>& path_hz) {
    PitchTakeover takeover(kRate);
    std::vector<double> decided;
    for (std::size_t i = 0; i + PitchPath::kLag < path_hz.size(); ++i) {
        std::vector<PathPoint> way;
        for (std::size_t k = 0; k <= PitchPath::kLag; ++k) way.push_back({path_hz[i + k], 0.9});
        decided.push_back(takeover.decide(way, samples.data() + (i + 10) * kHop).hz);
    }
    return decided;
}

/// The path changes from one pitch to the other at moment 24; moment 0 is at 0.1 s.
std::vector<double> change_at_24(double old_hz, double new_hz) {
    std::vector<double> path(24, old_hz);
    path.resize(44, new_hz);
    return path;
}

double faded_in(double seconds, double from, double length) {
    return seconds < from ? 0.0 : std::min(1.0, (seconds - from) / length);
}

TEST(PitchTakeover, ANoteBeginsWhereItFadesInBelowTheOneBefore) {
    for (const auto& [old_hz, new_hz] : {std::pair{220.0, 262.0}, {440.0, 415.3}, {98.0, 147.0}}) {
        std::vector<float> samples(kHop * 70);
        add_tone(samples, old_hz, [](double t) { return t < 0.3 ? 1.0 : std::exp((0.3 - t) / 0.05); });
        add_tone(samples, new_hz, [](double t) { return faded_in(t, 0.3, 0.08); });  // Moment 20.
        const auto decided = taken_over(samples, change_at_24(old_hz, new_hz));
        for (std::size_t i = 0; i < 19; ++i) EXPECT_EQ(decided[i], old_hz) << i;
        for (std::size_t i = 22; i < decided.size(); ++i) EXPECT_EQ(decided[i], new_hz) << i;
    }
}

TEST(PitchTakeover, AHardChangeStaysWhereItIs) {
    std::vector<float> samples(kHop * 70);
    add_tone(samples, 220.0, [](double t) { return t < 0.34 ? 1.0 : 0.0; });
    add_tone(samples, 262.0, [](double t) { return t < 0.34 ? 0.0 : 1.0; });
    const auto decided = taken_over(samples, change_at_24(220.0, 262.0));
    for (std::size_t i = 0; i < 23; ++i) EXPECT_EQ(decided[i], 220.0) << i;
    for (std::size_t i = 24; i < decided.size(); ++i) EXPECT_EQ(decided[i], 262.0) << i;
}

TEST(PitchTakeover, OutOfSilenceANoteBeginsWhereItsPeriodDoes) {
    std::vector<float> samples(kHop * 70);
    add_tone(samples, 330.0, [](double t) { return faded_in(t, 0.31, 0.05); });  // Moment 21.
    const auto decided = taken_over(samples, change_at_24(0.0, 330.0));
    for (std::size_t i = 0; i < 20; ++i) EXPECT_EQ(decided[i], 0.0) << i;
    for (std::size_t i = 22; i < decided.size(); ++i) EXPECT_EQ(decided[i], 330.0) << i;
}

TEST(PitchTakeover, WhatDoesNotLastIsNoNote) {
    std::vector<float> samples(kHop * 70);
    add_tone(samples, 220.0, [](double) { return 1.0; });
    std::vector<double> path(44, 220.0);
    path[24] = 311.0;
    EXPECT_EQ(taken_over(samples, path), std::vector<double>(36, 220.0));
}

TEST(PitchTakeover, AGlideIsNoChange) {
    std::vector<float> samples(kHop * 70);
    add_tone(samples, 220.0, [](double) { return 1.0; });
    std::vector<double> path;
    for (std::size_t i = 0; i < 44; ++i) path.push_back(220.0 * std::exp2(0.01 * static_cast<double>(i)));
    EXPECT_EQ(taken_over(samples, path), std::vector<double>(path.begin(), path.end() - PitchPath::kLag));
}

}  // namespace
}  // namespace attacca::analysis
