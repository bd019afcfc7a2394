#include "attacca/dsp/equalizer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <complex>
#include <limits>
#include <numbers>
#include <random>
#include <string>
#include <vector>

#include "attacca/base/decibels.h"
#include "attacca/kernels/cpu.h"

namespace attacca::dsp {
namespace {

EqualizerSettings classic(double gain_db) {
    EqualizerSettings settings;
    for (int i = 0; i < 8; ++i) {
        settings.bands.push_back(
            {.center_hz = 60.0 * (1 << i), .gain_db = i % 2 == 0 ? gain_db : -gain_db, .width = 1});
    }
    return settings;
}

std::vector<float> noise(std::size_t count, std::uint32_t seed = 1) {
    std::mt19937 random(seed);
    std::uniform_real_distribution<float> uniform(-0.5F, 0.5F);
    std::vector<float> samples(count);
    for (float& x : samples) x = uniform(random);
    return samples;
}

bool same_bits(const std::vector<float>& a, const std::vector<float>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](float x, float y) {
        return std::bit_cast<std::uint32_t>(x) == std::bit_cast<std::uint32_t>(y);
    });
}

// The cookbook's sections one after the other, direct form I in double.
std::vector<double> double_cascade(const EqualizerSettings& settings, double sample_rate, const std::vector<float>& in,
                                   std::size_t channels) {
    std::vector<double> out(in.begin(), in.end());
    for (double& y : out) y *= gain_from_db(settings.preamp_db);
    for (const Band& band : settings.bands) {
        const auto k = design_biquad(band, sample_rate);
        for (std::size_t c = 0; c < channels; ++c) {
            double x1 = 0, x2 = 0, y1 = 0, y2 = 0;
            for (std::size_t i = c; i < out.size(); i += channels) {
                const double x = out[i];
                const double y = k.b0 * x + k.b1 * x1 + k.b2 * x2 - k.a1 * y1 - k.a2 * y2;
                x2 = x1, x1 = x, y2 = y1, y1 = y;
                out[i] = y;
            }
        }
    }
    return out;
}

// RMS of the difference below RMS of the reference, in dB.
double error_db(const std::vector<float>& got, const std::vector<double>& expected) {
    double difference = 0, reference = 0;
    for (std::size_t i = 0; i < got.size(); ++i) {
        difference += std::pow(static_cast<double>(got[i]) - expected[i], 2);
        reference += std::pow(expected[i], 2);
    }
    return 10.0 * std::log10(difference / reference);
}

class EqualizerPaths : public testing::TestWithParam<std::string_view> {
protected:
    void SetUp() override { ASSERT_TRUE(kernels::force_cpu_path(GetParam())); }
    void TearDown() override { ASSERT_TRUE(kernels::force_cpu_path("auto")); }
};
INSTANTIATE_TEST_SUITE_P(Paths, EqualizerPaths, testing::ValuesIn(kernels::cpu_paths()),
                         [](const auto& path) { return std::string(path.param); });

struct AccuracyCase {
    const char* name;
    double sample_rate;
    EqualizerSettings settings;
};

std::vector<AccuracyCase> accuracy_cases() {
    EqualizerSettings low, narrow, shelves;
    for (int i = 0; i < 8; ++i) {
        low.bands.push_back({.center_hz = 20.0 + i, .gain_db = i % 2 == 0 ? 6.0 : -6.0, .width = 1});
        narrow.bands.push_back({.center_hz = 20.0 * (1 << i), .gain_db = 9.0, .width = 8});
    }
    shelves.bands = {{.kind = BandKind::low_shelf, .center_hz = 105, .gain_db = 6, .width = 0.7},
                     {.kind = BandKind::high_pass, .center_hz = 20, .width = 0.7},
                     {.kind = BandKind::high_shelf, .center_hz = 10000, .gain_db = -12, .width = 0.7}};
    return {{"classic", 48000, classic(12)},
            {"eight bands at 20 Hz", 48000, low},
            {"eight bands at 20 Hz", 192000, low},
            {"Q 8 from 20 Hz on", 96000, narrow},
            {"shelves", 44100, shelves}};
}

TEST_P(EqualizerPaths, ErrorAgainstADoubleCascadeIsBelowMinus80Db) {
    constexpr std::size_t kFrames = 16384;
    for (const auto& test : accuracy_cases()) {
        auto white = noise(2 * kFrames);
        std::vector<float> low(2 * kFrames);
        for (std::size_t i = 0; i < low.size(); ++i) {
            low[i] = 0.5F * static_cast<float>(
                                std::sin(2 * std::numbers::pi * 25.0 * static_cast<double>(i / 2) / test.sample_rate));
        }
        for (auto* signal : {&white, &low}) {
            const auto expected = double_cascade(test.settings, test.sample_rate, *signal, 2);
            Equalizer equalizer({.sample_rate = test.sample_rate});
            equalizer.set_now(EqualizerPlan::design(test.settings, test.sample_rate));
            equalizer.process({*signal, 2});
            const double error = error_db(*signal, expected);
            RecordProperty(test.name, std::to_string(error));
            EXPECT_LT(error, -100.0) << test.name << " at " << test.sample_rate << " Hz, "
                                     << (signal == &low ? "25 Hz tone" : "white noise");
        }
    }
}

TEST_P(EqualizerPaths, MeasuredResponseIsTheDesign) {
    for (const double sample_rate : {44100.0, 48000.0, 96000.0}) {
        for (const BandKind kind : {BandKind::peaking, BandKind::low_shelf, BandKind::high_shelf, BandKind::low_pass,
                                    BandKind::high_pass, BandKind::notch, BandKind::band_pass, BandKind::all_pass}) {
            for (const double center_hz : {20.0, 900.0, 19000.0}) {
                const EqualizerSettings settings{
                    .preamp_db = -3, .bands = {{.kind = kind, .center_hz = center_hz, .gain_db = 12, .width = 2}}};
                std::vector<float> impulse(static_cast<std::size_t>(sample_rate));
                impulse[0] = 1.0F;
                Equalizer equalizer({.sample_rate = sample_rate, .channels = 1});
                equalizer.set_now(EqualizerPlan::design(settings, sample_rate));
                equalizer.process({impulse, 1});
                for (const double hz : {20.0, 31.5, 200.0, 900.0, 3150.0, 19000.0}) {
                    const double expected = magnitude_db(settings, hz, sample_rate);
                    if (expected < -60.0) continue;
                    std::complex<double> sum = 0;
                    const auto turn = std::polar(1.0, -2 * std::numbers::pi * hz / sample_rate);
                    std::complex<double> z = 1;
                    for (const float x : impulse) {
                        sum += z * static_cast<double>(x);
                        z *= turn;
                    }
                    EXPECT_NEAR(20 * std::log10(std::abs(sum)), expected, 0.01)
                        << "kind " << static_cast<int>(kind) << " at " << center_hz << " Hz, measured at " << hz;
                }
            }
        }
    }
}

TEST_P(EqualizerPaths, AnyBlocksGiveTheSameOutputThroughATransition) {
    const auto run = [](const std::vector<std::size_t>& blocks) {
        auto samples = noise(2 * 4000);
        Equalizer equalizer({});
        equalizer.set_now(EqualizerPlan::design(classic(6), 48000));
        equalizer.set_target(EqualizerPlan::design({.preamp_db = -6, .bands = {{.gain_db = 10}}}, 48000));
        for (std::size_t done = 0, n = 0; done < 4000; ++n) {
            const std::size_t count = std::min(blocks[n % blocks.size()], 4000 - done);
            equalizer.process({std::span(samples).subspan(2 * done, 2 * count), 2});
            done += count;
        }
        return samples;
    };
    const auto whole = run({4000});
    const auto split = run({1, 64, 7, 256, 33});
    for (std::size_t i = 0; i < whole.size(); ++i) ASSERT_NEAR(whole[i], split[i], 1e-5) << i;
}

// The largest second difference of a slow sine: a click is a jump, and stands far above the sine's own curve.
float roughness(const std::vector<float>& samples, std::size_t channels) {
    float largest = 0.0F;
    for (std::size_t i = 2 * channels; i < samples.size(); ++i) {
        largest = std::max(largest, std::abs(samples[i] - 2 * samples[i - channels] + samples[i - 2 * channels]));
    }
    return largest;
}

EqualizerSettings random_settings(std::mt19937& random) {
    const auto pick = [&](double low, double high) {
        return std::uniform_real_distribution<double>(low, high)(random);
    };
    EqualizerSettings settings{.preamp_db = pick(-12, 0)};
    const auto count = static_cast<std::size_t>(pick(0, 12));
    for (std::size_t i = 0; i < count; ++i) {
        settings.bands.push_back({.kind = static_cast<BandKind>(static_cast<int>(pick(0, 7.99))),
                                  .center_hz = 20.0 * std::pow(1000.0, pick(0, 1)),
                                  .gain_db = pick(-12, 12),
                                  .width = pick(0.3, 8)});
    }
    return settings;
}

TEST(Equalizer, TenThousandRandomJumpsStayBounded) {
    std::mt19937 random(5);
    std::vector<EqualizerPlan> plans;
    for (int i = 0; i < 200; ++i) plans.push_back(EqualizerPlan::design(random_settings(random), 48000));
    const auto input = noise(2 * 64, 6);
    Equalizer equalizer({.transition_ms = 2.0});
    float largest = 0.0F;
    for (int i = 0; i < 10000; ++i) {
        equalizer.set_target(plans[random() % plans.size()]);
        auto block = input;
        equalizer.process({block, 2});
        for (const float x : block) largest = std::max(largest, std::abs(x));
    }
    EXPECT_EQ(equalizer.recoveries(), 0U);
    EXPECT_LT(largest, 0.5F * 20000.0F) << "twelve bands of +12 dB reach 144 dB; unstable filters reach infinity";
    equalizer.set_now(EqualizerPlan::design(classic(6), 48000));
    std::vector<float> silence(2 * 48000);
    equalizer.process({silence, 2});
    EXPECT_LT(std::abs(silence.back()), 1e-6F) << "it rings out";
}

TEST(Equalizer, ChangesDoNotClick) {
    std::vector<float> tone(48000);
    for (std::size_t i = 0; i < tone.size(); ++i) {
        tone[i] = 0.5F * static_cast<float>(std::sin(2 * std::numbers::pi * 100.0 * static_cast<double>(i) / 48000));
    }
    auto jumped = tone;
    Equalizer smooth({.channels = 1});
    Equalizer abrupt({.channels = 1});
    for (std::size_t done = 0; done < tone.size(); done += 960) {
        const auto plan = EqualizerPlan::design(classic(done / 960 % 2 == 0 ? 6 : -6), 48000);
        smooth.set_target(plan);
        abrupt.set_now(plan);
        smooth.process({std::span(tone).subspan(done, 960), 1});
        abrupt.process({std::span(jumped).subspan(done, 960), 1});
    }
    // A linear change has corners where it begins and ends: no more than the whole change over its 480 frames.
    EXPECT_LT(roughness(tone, 1), 1.0F / 480);
    EXPECT_GT(roughness(jumped, 1), 20 * roughness(tone, 1)) << "the measure must see clicks where there are some";
}

TEST(Equalizer, ATransitionEndsExactlyAtItsTarget) {
    const auto plan = EqualizerPlan::design(classic(6), 48000);
    Equalizer moved({}), fixed({});
    moved.set_target(EqualizerPlan::design(random_settings(*std::make_unique<std::mt19937>(3)), 48000));
    auto warm_up = noise(2 * 100);
    moved.process({warm_up, 2});
    moved.set_target(plan);  // Before the first change is over.
    std::vector<float> silence(2 * 96000);
    moved.process({silence, 2});
    fixed.set_now(plan);
    auto a = noise(2 * 1000, 4);
    auto b = a;
    moved.process({a, 2});
    fixed.process({b, 2});
    for (std::size_t i = 0; i < a.size(); ++i) ASSERT_NEAR(a[i], b[i], 1e-6);
}

TEST(Equalizer, FlatAndBypassedLeaveEveryBit) {
    auto samples = noise(2 * 1000);
    samples[7] = -0.0F;
    samples[8] = std::numeric_limits<float>::quiet_NaN();
    const auto before = samples;
    Equalizer untouched({});
    untouched.process({samples, 2});
    EXPECT_TRUE(same_bits(samples, before)) << "no setting at all";
    Equalizer flat({});
    flat.set_now(EqualizerPlan::design(classic(0), 48000));
    flat.process({samples, 2});
    EXPECT_TRUE(same_bits(samples, before)) << "eight bands at 0 dB";
    Equalizer bypassed({});
    bypassed.set_now(EqualizerPlan::design(classic(6), 48000));
    bypassed.set_bypass(Equalizer::Bypass::on);
    bypassed.reset();
    bypassed.process({samples, 2});
    EXPECT_TRUE(same_bits(samples, before)) << "bypass";
}

TEST(Equalizer, BypassFadesThenIsExactAndComesBack) {
    std::vector<float> dc(2 * 4800, 0.25F);
    Equalizer equalizer({});
    equalizer.set_now(EqualizerPlan::design({.preamp_db = -6}, 48000));
    equalizer.set_bypass(Equalizer::Bypass::on);
    equalizer.process({dc, 2});
    EXPECT_LT(dc[0], 0.126F);
    for (std::size_t i = 2; i < dc.size(); ++i) ASSERT_LT(std::abs(dc[i] - dc[i - 2]), 0.001F) << "a click at " << i;
    for (std::size_t i = 2 * 481; i < dc.size(); ++i) ASSERT_EQ(dc[i], 0.25F);
    equalizer.set_bypass(Equalizer::Bypass::off);
    equalizer.process({dc, 2});
    EXPECT_NEAR(dc.back(), 0.25 * gain_from_db(-6), 1e-6);
}

TEST(Equalizer, ResetEqualsNew) {
    const auto plan = EqualizerPlan::design(classic(6), 48000);
    Equalizer used({}), fresh({});
    fresh.set_now(plan);
    used.set_target(plan);
    auto dirt = noise(2 * 300, 8);
    used.process({dirt, 2});
    used.reset();
    auto a = noise(2 * 500, 9);
    auto b = a;
    used.process({a, 2});
    fresh.process({b, 2});
    EXPECT_TRUE(same_bits(a, b));
}

TEST(Equalizer, NanAndInfinityEndWithTheirBlockAndAreCounted) {
    for (const float bad : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
        Equalizer equalizer({});
        equalizer.set_now(EqualizerPlan::design(classic(6), 48000));
        auto block = noise(2 * 64);
        block[40] = bad;
        equalizer.process({block, 2});
        EXPECT_EQ(equalizer.recoveries(), 1U);
        for (const float x : block) ASSERT_TRUE(std::isfinite(x));
        auto next = noise(2 * 64);
        equalizer.process({next, 2});
        for (const float x : next) ASSERT_LT(std::abs(x), 10.0F);
        EXPECT_EQ(equalizer.recoveries(), 1U);
    }
}

TEST(EqualizerPlan, LeavesOutBandsThatTheRateCannotCarry) {
    const EqualizerSettings settings{.bands = {{.center_hz = 3000, .gain_db = 3}, {.center_hz = 12000, .gain_db = 3}}};
    EXPECT_EQ(EqualizerPlan::design(settings, 16000).band_count, 1U);
    EXPECT_EQ(EqualizerPlan::design(settings, 48000).band_count, 2U);
}

TEST(Equalizer, ThirtyTwoBandsOnEightChannels) {
    EqualizerSettings settings;
    for (int i = 0; i < 32; ++i)
        settings.bands.push_back({.center_hz = 40.0 * std::pow(1.2, i), .gain_db = i % 2 ? 2.0 : -2.0});
    auto samples = noise(8 * 2000);
    const auto expected = double_cascade(settings, 48000, samples, 8);
    Equalizer equalizer({.channels = 8});
    equalizer.set_now(EqualizerPlan::design(settings, 48000));
    equalizer.process({samples, 8});
    EXPECT_LT(error_db(samples, expected), -100.0);
}

}  // namespace
}  // namespace attacca::dsp
