#include "attacca/dsp/signal_generator.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>
#include <span>
#include <vector>

#include "attacca/base/aligned_buffer.h"
#include "attacca/dsp/fft.h"
#include "attacca/dsp/window.h"

namespace attacca::dsp {
namespace {

std::vector<float> generated(const SignalSpec& spec) {
    auto generator = SignalGenerator::create(spec);
    EXPECT_TRUE(generator) << (generator ? "" : generator.error().detail);
    if (!generator) return {};
    std::vector<float> samples(static_cast<std::size_t>(generator->length_frames()) * spec.channels);
    EXPECT_EQ(generator->process({samples, spec.channels}), generator->length_frames());
    EXPECT_EQ(generator->process({samples, spec.channels}), 0U) << "at the end";
    return samples;
}

/// Mean power of each bin over the whole signal.
std::vector<double> mean_power(const std::vector<float>& samples, std::size_t length) {
    const auto fft = RealFft::create(length);
    const auto window = make_window({.kind = WindowKind::blackman_harris, .length = length});
    AlignedBuffer<float> work(fft->work_size());
    std::vector<float> block(length);
    std::vector<float> power(fft->bins());
    std::vector<double> mean(fft->bins());
    for (std::size_t first = 0; first + length <= samples.size(); first += length) {
        for (std::size_t i = 0; i < length; ++i) block[i] = samples[first + i] * window[i];
        fft->power(block, power, work.span());
        for (std::size_t k = 0; k < power.size(); ++k) mean[k] += power[k];
    }
    return mean;
}

TEST(SignalGenerator, MakesASineOfExactFrequencyOverAMinute) {
    const auto samples = generated({.channels = 1, .frequency_hz = 997.123, .level_db = -6.0, .duration_s = 60.0});
    ASSERT_EQ(samples.size(), 60U * 48000U);
    for (std::size_t i = samples.size() - 1000; i < samples.size(); ++i) {
        const long double turns = 997.123L * static_cast<long double>(i) / 48000.0L;
        const double fraction = static_cast<double>(turns - std::floor(turns));
        ASSERT_NEAR(samples[i], std::pow(10.0, -0.3) * std::sin(2.0 * std::numbers::pi * fraction), 1e-6);
    }
}

TEST(SignalGenerator, AnotherFrequencyGoesOnFromThePhaseOfTheOneBefore) {
    auto generator = SignalGenerator::create({.channels = 1, .frequency_hz = 100.0, .level_db = 0.0});
    std::vector<float> samples(1000);
    (void)generator->process({std::span(samples).first(500), 1});
    generator->set_frequency(1000.0);
    (void)generator->process({std::span(samples).last(500), 1});
    for (std::size_t i = 500; i < samples.size(); ++i) {
        const double turns = 500.0 * 100.0 / 48000.0 + static_cast<double>(i - 500) * 1000.0 / 48000.0;
        ASSERT_NEAR(samples[i], std::sin(2.0 * std::numbers::pi * turns), 1e-5) << i;
    }
}

TEST(SignalGenerator, KeepsItsLevel) {
    for (const SignalKind kind : {SignalKind::sine, SignalKind::square, SignalKind::saw, SignalKind::white,
                                  SignalKind::log_sweep, SignalKind::linear_sweep, SignalKind::impulse}) {
        for (const double level_db : {-60.0, -12.0, 0.0}) {
            const auto samples = generated({.kind = kind, .frequency_hz = 100.0, .level_db = level_db});
            const auto [low, high] = std::minmax_element(samples.begin(), samples.end());
            const double peak = std::max(-*low, *high);
            EXPECT_NEAR(20.0 * std::log10(peak), level_db, 0.1) << name(kind);
            EXPECT_LE(peak, std::pow(10.0, level_db / 20.0) * 1.000001) << name(kind);
        }
    }
}

TEST(SignalGenerator, HoldsTheDutyOfASquare) {
    for (const double duty : {0.05, 0.3, 0.5, 0.95}) {
        const auto samples = generated({.kind = SignalKind::square, .channels = 1, .frequency_hz = 37.0, .duty = duty});
        const auto high = std::count_if(samples.begin(), samples.end(), [](float x) { return x > 0.0F; });
        EXPECT_NEAR(static_cast<double>(high) / static_cast<double>(samples.size()), duty, 0.002);
    }
}

TEST(SignalGenerator, KeepsAliasesOfASawDown) {
    // Whatever lies below 10 kHz and off the harmonics has folded back from above half the sample rate.
    const double hz = 3001.0;
    const auto power = mean_power(
        generated({.kind = SignalKind::saw, .channels = 1, .frequency_hz = hz, .duration_s = 2.0}), 16384);
    const double bin_hz = 48000.0 / 16384.0;
    const auto near_harmonic = [&](double at_hz) { return std::abs(at_hz / hz - std::round(at_hz / hz)) < 0.01; };
    const double fundamental = power[static_cast<std::size_t>(std::lround(hz / bin_hz))];
    for (std::size_t k = 20; k < static_cast<std::size_t>(10000.0 / bin_hz); ++k) {
        if (near_harmonic(static_cast<double>(k) * bin_hz)) continue;
        ASSERT_LT(10.0 * std::log10(power[k] / fundamental), -45.0) << static_cast<double>(k) * bin_hz;
    }
}

TEST(SignalGenerator, MakesNoiseThatIsFlatOrFallsThreeDecibelsAnOctave) {
    for (const SignalKind kind : {SignalKind::white, SignalKind::pink}) {
        const auto power = mean_power(
            generated({.kind = kind, .channels = 1, .level_db = 0.0, .duration_s = 40.0, .seed = 9}), 4096);
        std::vector<double> octaves_db;
        for (std::size_t first = 8; first < 1500; first *= 2) {
            double sum = 0.0;
            for (std::size_t k = first; k < 2 * first; ++k) sum += power[k];
            // The power of an octave doubles in white noise and stays in pink noise.
            octaves_db.push_back(10.0 * std::log10(sum / (kind == SignalKind::white ? static_cast<double>(first) : 1)));
        }
        const double mean = std::accumulate(octaves_db.begin(), octaves_db.end(), 0.0) /
                            static_cast<double>(octaves_db.size());
        for (const double octave_db : octaves_db) EXPECT_NEAR(octave_db, mean, 0.5) << name(kind);
    }
}

TEST(SignalGenerator, RepeatsNoiseForASeedAndOnlyForIt) {
    const SignalSpec spec{.kind = SignalKind::white, .channels = 2, .duration_s = 0.1, .seed = 5};
    SignalSpec other = spec;
    other.seed = 6;
    const auto samples = generated(spec);
    EXPECT_EQ(samples, generated(spec));
    EXPECT_NE(samples, generated(other));
    double product = 0.0;
    double power = 0.0;
    for (std::size_t i = 0; i < samples.size(); i += 2) {
        product += samples[i] * samples[i + 1];
        power += samples[i] * samples[i];
    }
    EXPECT_LT(std::abs(product / power), 0.1) << "channels are strangers";
}

TEST(SignalGenerator, SweepsFromOneFrequencyToTheOther) {
    for (const SignalKind kind : {SignalKind::log_sweep, SignalKind::linear_sweep}) {
        const SignalSpec spec{.kind = kind, .channels = 1, .frequency_hz = 100.0, .end_hz = 8000.0, .duration_s = 8.0};
        const auto samples = generated(spec);
        const auto frequency_at = [&](double t) {  // From rises through zero in 50 ms around it.
            std::vector<double> rises;
            for (auto i = static_cast<std::size_t>((t - 0.025) * 48000); i < static_cast<std::size_t>((t + 0.025) * 48000); ++i) {
                if (samples[i] < 0.0F && samples[i + 1] >= 0.0F) {
                    rises.push_back(static_cast<double>(i) + samples[i] / (samples[i] - samples[i + 1]));
                }
            }
            return static_cast<double>(rises.size() - 1) / (rises.back() - rises.front()) * 48000.0;
        };
        for (const double t : {1.0, 4.0, 7.0}) {
            const double wanted = kind == SignalKind::log_sweep ? 100.0 * std::pow(80.0, t / 8.0) : 100 + 7900 * t / 8;
            EXPECT_NEAR(frequency_at(t) / wanted, 1.0, 0.02) << name(kind) << " " << t;
        }
    }
}

TEST(SignalGenerator, MakesImpulsesAndMultitones) {
    const auto once = generated({.kind = SignalKind::impulse, .channels = 1, .level_db = 0.0, .duration_s = 1.0});
    EXPECT_EQ(once[0], 1.0F);
    EXPECT_EQ(std::count(once.begin(), once.end(), 0.0F), 47999);
    const auto train = generated({.kind = SignalKind::impulse, .channels = 1, .frequency_hz = 10.0, .duration_s = 1.0,
                                  .impulse_repeat = ImpulseRepeat::at_frequency});
    EXPECT_EQ(std::count(train.begin(), train.end(), 0.0F), 47990);
    EXPECT_NE(train[0], 0.0F);
    EXPECT_TRUE(train[4800] != 0.0F || train[4801] != 0.0F);

    const auto power = mean_power(generated({.kind = SignalKind::multitone, .channels = 1, .level_db = 0.0,
                                             .tones_hz = {750.0, 3000.0}}), 1024);
    EXPECT_NEAR(power[16] / power[64], 1.0, 1e-3);
    EXPECT_LT(power[32] / power[16], 1e-8);
}

TEST(SignalGenerator, FadesBothEndsAndStartsAtItsPhase) {
    const auto faded = generated({.channels = 1, .frequency_hz = 1000.0, .level_db = 0.0, .duration_s = 0.2,
                                  .phase_turns = 0.25, .fade_ms = 20.0});
    EXPECT_EQ(faded.front(), 0.0F);
    EXPECT_EQ(faded.back(), 0.0F);
    EXPECT_NEAR(faded[480], 0.5, 0.02);
    EXPECT_NEAR(faded[4800], 1.0, 1e-6);
    EXPECT_NEAR(generated({.channels = 1, .level_db = 0.0, .phase_turns = 0.25})[0], 1.0, 1e-7);
}

TEST(SignalGenerator, GivesTheSameInBlocksOfAnySizeAndAfterReset) {
    for (const SignalKind kind : {SignalKind::sine, SignalKind::square, SignalKind::saw, SignalKind::white,
                                  SignalKind::pink, SignalKind::log_sweep, SignalKind::impulse}) {
        const SignalSpec spec{.kind = kind, .channels = 3, .frequency_hz = 333.0, .duration_s = 0.05, .fade_ms = 5.0};
        const auto whole = generated(spec);
        auto generator = SignalGenerator::create(spec);
        ASSERT_TRUE(generator);
        for (int turn = 0; turn < 2; ++turn) {
            std::vector<float> parts(whole.size());
            const std::size_t sizes[] = {1, 0, 7, 64, 253};
            std::size_t done = 0;
            for (std::size_t i = 0; done < generator->length_frames(); ++i) {
                const auto left = static_cast<std::size_t>(generator->length_frames()) - done;
                const std::size_t frames = std::min(sizes[i % 5], left);
                done += generator->process({std::span(parts).subspan(3 * done, 3 * frames), 3});
                ASSERT_EQ(generator->position_frames(), done);
            }
            EXPECT_EQ(parts, whole) << name(kind);
            generator->reset();
        }
    }
}

TEST(SignalGenerator, RefusesWhatIsOutOfRangeAndNamesTheRange) {
    const auto detail = [](const SignalSpec& spec) {
        const auto refused = SignalGenerator::create(spec);
        return refused ? std::string() : refused.error().detail;
    };
    EXPECT_EQ(detail({}), "");
    EXPECT_NE(detail({.frequency_hz = 0.0}).find("frequency"), std::string::npos);
    EXPECT_NE(detail({.frequency_hz = 24000.0}).find("23999.999"), std::string::npos);
    EXPECT_NE(detail({.kind = SignalKind::log_sweep, .end_hz = 30000.0}).find("end frequency"), std::string::npos);
    EXPECT_NE(detail({.level_db = 1.0}).find("level"), std::string::npos);
    EXPECT_NE(detail({.duration_s = 0.0}).find("duration"), std::string::npos);
    EXPECT_NE(detail({.kind = SignalKind::square, .duty = 0.99}).find("0.05"), std::string::npos);
    EXPECT_NE(detail({.fade_ms = 5000.0}).find("fade"), std::string::npos);
    EXPECT_NE(detail({.kind = SignalKind::multitone, .tones_hz = {}}).find("number of tones"), std::string::npos);
    EXPECT_NE(detail({.kind = SignalKind::multitone, .tones_hz = {1e6}}).find("tone in Hz"), std::string::npos);
    EXPECT_NE(detail({.sample_rate = std::numeric_limits<double>::quiet_NaN()}).find("sample rate"), std::string::npos);
    EXPECT_EQ(detail({.kind = SignalKind::white, .frequency_hz = 0.0}), "") << "noise has no frequency";
}

TEST(SignalGenerator, FindsSignalsByName) {
    for (const char* known : {"sine", "square", "saw", "white", "pink", "log-sweep", "linear-sweep", "impulse",
                              "multitone"}) {
        ASSERT_TRUE(parse_signal_kind(known));
        EXPECT_EQ(name(*parse_signal_kind(known)), known);
    }
    const auto refused = parse_signal_kind("triangle");
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().detail.find("multitone"), std::string::npos);
}

}  // namespace
}  // namespace attacca::dsp
