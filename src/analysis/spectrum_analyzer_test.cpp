#include "attacca/analysis/spectrum_analyzer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <random>
#include <vector>

namespace attacca::analysis {
namespace {

std::vector<float> tone(double hz, double level_db, std::size_t frames, std::size_t channels = 1,
                        double rate = 48000.0) {
    std::vector<float> samples(frames * channels);
    const double amplitude = std::pow(10.0, level_db / 20.0);
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const double turns = hz * static_cast<double>(i / channels) / rate + 0.13;
        samples[i] = static_cast<float>(amplitude * std::sin(2.0 * std::numbers::pi * turns));
    }
    return samples;
}

std::vector<float> bars_of(const SpectrumAnalyzer& analyzer) {
    std::vector<float> bars(analyzer.bar_edges_hz().size() - 1);
    analyzer.bars_db(bars);
    return bars;
}

std::size_t bar_at(const SpectrumAnalyzer& analyzer, double hz) {
    const auto edges = analyzer.bar_edges_hz();
    return static_cast<std::size_t>(std::upper_bound(edges.begin(), edges.end(), hz) - edges.begin()) - 1;
}

TEST(SpectrumAnalyzer, ShowsATonesLevelInItsBarAtAnyFrequencyAndAnyNumberOfBars) {
    for (const std::size_t bars : {1, 8, 31, 64, 200, 1024}) {
        for (const std::size_t length : {2048, 4800}) {
            auto analyzer = SpectrumAnalyzer::create({.channels = 1, .fft_length = length, .bars = bars});
            ASSERT_TRUE(analyzer);
            for (double hz = 4.0 * 48000.0 / 2048.0; hz < 20000.0; hz *= 1.093) {
                analyzer->reset();
                ASSERT_EQ(analyzer->process({tone(hz, -17.0, length), 1}), 1U);
                EXPECT_NEAR(bars_of(*analyzer)[bar_at(*analyzer, hz)], -17.0, 0.1) << hz << " " << bars;
            }
        }
    }
}

TEST(SpectrumAnalyzer, ShowsALevelWhereverATonesFrequencyFalls) {
    std::mt19937 random(7);
    std::uniform_real_distribution<double> uniform(0.0, 1.0);
    for (const std::size_t length : {1024, 2048, 4096, 8192, 16384}) {
        // Lower tones meet their own mirror image in a single hop.
        const double lowest_hz = std::max(20.0, 3.0 * 48000.0 / static_cast<double>(length));
        for (const std::size_t bars : {8, 13, 64, 100, 256}) {
            auto analyzer = SpectrumAnalyzer::create({.channels = 1, .fft_length = length, .bars = bars});
            ASSERT_TRUE(analyzer);
            for (int turn = 0; turn < 12; ++turn) {
                const double hz = lowest_hz * std::pow(20000.0 / lowest_hz, uniform(random));
                const double level_db = -80.0 * uniform(random);
                analyzer->reset();
                ASSERT_EQ(analyzer->process({tone(hz, level_db, length), 1}), 1U);
                EXPECT_NEAR(bars_of(*analyzer)[bar_at(*analyzer, hz)], level_db, 0.1)
                    << hz << " " << length << " " << bars;
            }
        }
    }
}

TEST(SpectrumAnalyzer, ShowsALowTonesLevelOnAverage) {
    for (const double hz : {21.0, 33.0, 47.0, 60.0}) {
        auto analyzer = SpectrumAnalyzer::create({.channels = 1, .hop_frames = 500, .smoothing = 0.99});
        ASSERT_TRUE(analyzer);
        analyzer->process({tone(hz, -6.0, 10 * 48000), 1});
        EXPECT_NEAR(bars_of(*analyzer)[bar_at(*analyzer, hz)], -6.0, 0.5) << hz;
    }
}

TEST(SpectrumAnalyzer, KeepsFarBarsQuiet) {
    auto analyzer = SpectrumAnalyzer::create({.channels = 1, .window = dsp::WindowKind::blackman_harris});
    ASSERT_TRUE(analyzer);
    analyzer->process({tone(1000.0, 0.0, 4096), 1});
    const auto bars = bars_of(*analyzer);
    const std::size_t own = bar_at(*analyzer, 1000.0);
    EXPECT_NEAR(bars[own], 0.0, 0.1);
    for (std::size_t bar = 0; bar < bars.size(); ++bar) {
        if (bar + 5 >= own && bar <= own + 5) continue;
        EXPECT_LT(bars[bar], -85.0F) << bar;
    }
}

TEST(SpectrumAnalyzer, CalibratesItsBins) {
    for (const auto window : {dsp::WindowKind::hann, dsp::WindowKind::flat_top}) {
        auto analyzer = SpectrumAnalyzer::create({.channels = 1, .window = window});
        ASSERT_TRUE(analyzer);
        analyzer->process({tone(100 * 48000.0 / 2048.0, -3.0, 2048), 1});
        std::vector<float> bins(analyzer->bins());
        analyzer->bins_db(bins);
        EXPECT_NEAR(bins[100], -3.0, 0.01);
        EXPECT_LT(bins[200], -90.0F);
    }
}

TEST(SpectrumAnalyzer, AveragesChannels) {
    auto mono = SpectrumAnalyzer::create({.channels = 1});
    auto stereo = SpectrumAnalyzer::create({.channels = 2});
    auto six = SpectrumAnalyzer::create({.channels = 6});
    ASSERT_TRUE(mono && stereo && six);
    mono->process({tone(3000.0, -9.0, 5000), 1});
    stereo->process({tone(3000.0, -9.0, 5000, 2), 2});
    six->process({tone(3000.0, -9.0, 5000, 6), 6});
    const std::size_t bar = bar_at(*mono, 3000.0);
    EXPECT_NEAR(bars_of(*stereo)[bar], bars_of(*mono)[bar], 1e-3);
    EXPECT_NEAR(bars_of(*six)[bar], bars_of(*mono)[bar], 1e-3);
}

TEST(SpectrumAnalyzer, GivesTheSameInBlocksOfAnySize) {
    std::mt19937 random(4);
    std::normal_distribution<float> normal(0.0F, 0.1F);
    std::vector<float> samples(2 * 30000);
    for (float& x : samples) x = normal(random);
    auto at_once = SpectrumAnalyzer::create({.hop_frames = 441});
    auto in_parts = SpectrumAnalyzer::create({.hop_frames = 441});
    ASSERT_TRUE(at_once && in_parts);
    in_parts->process({std::span(samples).first(7000), 2});
    in_parts->reset();
    const std::size_t all = at_once->process({samples, 2});
    EXPECT_EQ(all, 1 + (30000 - 2048) / 441);
    std::size_t hops = 0;
    std::size_t done = 0;
    const std::size_t sizes[] = {1, 0, 7, 64, 253, 5000};
    for (std::size_t turn = 0; done < 30000; ++turn) {
        const std::size_t frames = std::min(sizes[turn % std::size(sizes)], 30000 - done);
        hops += in_parts->process({std::span(samples).subspan(2 * done, 2 * frames), 2});
        done += frames;
    }
    EXPECT_EQ(hops, all);
    EXPECT_EQ(in_parts->hops(), at_once->hops());
    EXPECT_EQ(in_parts->frames_to_next_hop(), at_once->frames_to_next_hop());
    EXPECT_EQ(bars_of(*in_parts), bars_of(*at_once));
}

TEST(SpectrumAnalyzer, SmoothsHoldsAndLetsFall) {
    auto analyzer = SpectrumAnalyzer::create(
        {.channels = 1, .hop_frames = 480, .smoothing = 0.5, .hold_ms = 500.0, .fall_db_per_s = 20.0});
    ASSERT_TRUE(analyzer);
    const std::size_t bar = bar_at(*analyzer, 1000.0);
    analyzer->process({tone(1000.0, -10.0, 20 * 480), 1});
    const std::vector<float> silence(4 * 480);
    std::vector<float> peaks(64);
    analyzer->process({std::vector<float>(2048), 1});
    const float before = bars_of(*analyzer)[bar];
    analyzer->process({std::span(silence).first(480), 1});
    EXPECT_NEAR(bars_of(*analyzer)[bar], before - 3.01F, 0.05F);
    analyzer->peaks_db(peaks);
    EXPECT_NEAR(peaks[bar], -10.0F, 0.2F);
    for (int i = 0; i < 36; ++i) analyzer->process({silence, 1});  // 1.44 s
    analyzer->peaks_db(peaks);
    EXPECT_NEAR(peaks[bar], -10.0F - 20.0F * 0.98F, 1.0F);
    EXPECT_EQ(bars_of(*analyzer)[bar], -120.0F);
}

TEST(SpectrumAnalyzer, ForgetsNotANumberOnceItHasPassed) {
    auto analyzer = SpectrumAnalyzer::create({.channels = 1});
    ASSERT_TRUE(analyzer);
    auto samples = tone(5000.0, -20.0, 48000);
    samples[3000] = std::numeric_limits<float>::quiet_NaN();
    samples[3001] = std::numeric_limits<float>::infinity();
    analyzer->process({std::span(samples).first(4096), 1});
    for (const float level : bars_of(*analyzer)) EXPECT_TRUE(std::isfinite(level));
    analyzer->process({std::span(samples).subspan(4096), 1});
    EXPECT_NEAR(bars_of(*analyzer)[bar_at(*analyzer, 5000.0)], -20.0, 0.1);
}

TEST(SpectrumAnalyzer, LeavesBarsAboveHalfTheSampleRateAtTheFloor) {
    auto analyzer = SpectrumAnalyzer::create({.sample_rate = 16000.0, .channels = 1});
    ASSERT_TRUE(analyzer);
    analyzer->process({std::vector<float>(4096, 0.5F), 1});
    EXPECT_EQ(bars_of(*analyzer).back(), -120.0F);
    analyzer->process({tone(7000.0, -12.0, 40000, 1, 16000.0), 1});
    EXPECT_NEAR(bars_of(*analyzer)[bar_at(*analyzer, 7000.0)], -12.0, 0.1);
}

TEST(SpectrumAnalyzer, RefusesSettingsOutOfRangeAndNamesTheRange) {
    const auto detail = [](const SpectrumSpec& spec) {
        const auto refused = SpectrumAnalyzer::create(spec);
        return refused ? std::string() : refused.error().detail;
    };
    EXPECT_NE(detail({.bars = 0}).find("number of bars"), std::string::npos);
    EXPECT_NE(detail({.bars = 2000}).find("1024"), std::string::npos);
    EXPECT_NE(detail({.fft_length = 2046}).find("products of 2, 3 and 5"), std::string::npos);
    EXPECT_NE(detail({.hop_frames = 4096}).find("hop"), std::string::npos);
    EXPECT_NE(detail({.smoothing = 1.0}).find("smoothing"), std::string::npos);
    EXPECT_NE(detail({.channels = 9}).find("channels"), std::string::npos);
    EXPECT_NE(detail({.lowest_hz = 30000.0}).find("lowest frequency"), std::string::npos);
    EXPECT_EQ(detail({}), "");
}

}  // namespace
}  // namespace attacca::analysis
