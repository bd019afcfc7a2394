#include "attacca/dsp/high_pass.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <numbers>
#include <vector>

#include "dsp/voice_signal_test.h"

namespace attacca::dsp {
namespace {

// What a sine of this frequency comes out with, once settled.
double measured_db(const HighPassSpec& spec, double frequency_hz) {
    HighPass filter = HighPass::create(spec).value();
    const auto frames = static_cast<std::size_t>(spec.sample_rate);
    std::vector<float> samples(frames * spec.channels);
    for (std::size_t i = 0; i < frames; ++i) {
        const double phase = 2.0 * std::numbers::pi * frequency_hz * static_cast<double>(i) / spec.sample_rate;
        for (std::size_t c = 0; c < spec.channels; ++c)
            samples[i * spec.channels + c] = static_cast<float>(std::sin(phase));
    }
    filter.process({samples, spec.channels});
    return rms_db(std::span(samples).subspan(samples.size() / 2)) - 10.0 * std::log10(0.5);
}

// Butterworth: |H|² = 1 / (1 + (fc/f)^2n), at frequencies bent by the bilinear transform.
double butterworth_db(const HighPassSpec& spec, double frequency_hz) {
    const auto bent = [&](double hz) { return std::tan(std::numbers::pi * hz / spec.sample_rate); };
    const double n = spec.order == HighPassOrder::second ? 2.0 : 4.0;
    return -10.0 * std::log10(1.0 + std::pow(bent(spec.cutoff_hz) / bent(frequency_hz), 2.0 * n));
}

TEST(HighPass, HasTheResponseOfAButterworthFilter) {
    for (const double sample_rate : {8000.0, 16000.0, 48000.0, 192000.0}) {
        for (const auto order : {HighPassOrder::second, HighPassOrder::fourth}) {
            const HighPassSpec spec{.sample_rate = sample_rate, .channels = 1, .cutoff_hz = 80.0, .order = order};
            for (const double hz : {20.0, 40.0, 80.0, 160.0, 1000.0, 3000.0}) {
                EXPECT_NEAR(measured_db(spec, hz), butterworth_db(spec, hz), 0.02) << sample_rate << " " << hz;
            }
        }
    }
}

// Direct form 1, straight from the definition.
TEST(HighPass, EqualsAPlainReferenceAtAnySize) {
    for (const std::size_t frames : {0, 1, 7, 64, 253, 20000}) {
        constexpr std::size_t kChannels = 3;
        const auto input = steady_noise(frames * kChannels, -20.0);
        auto output = input;
        HighPass filter = HighPass::create({.channels = kChannels}).value();
        filter.process({output, kChannels});
        const auto s =
            design_biquad({.kind = BandKind::high_pass, .center_hz = 80.0, .width = std::sqrt(0.5)}, 48000.0);
        for (std::size_t c = 0; c < kChannels; ++c) {
            std::array<double, 2> x{}, y{};
            for (std::size_t i = 0; i < frames; ++i) {
                const double in = input[i * kChannels + c];
                const double out = s.b0 * in + s.b1 * x[0] + s.b2 * x[1] - s.a1 * y[0] - s.a2 * y[1];
                x = {in, x[0]};
                y = {out, y[0]};
                ASSERT_NEAR(output[i * kChannels + c], out, 1e-7);
            }
        }
    }
}

TEST(HighPass, TakesAwayWhatStandsStill) {
    HighPass filter = HighPass::create({.sample_rate = 16000.0, .channels = 1}).value();
    std::vector<float> samples(16000, 0.5F);
    filter.process({samples, 1});
    EXPECT_LT(std::abs(samples.back()), 1e-6F);
}

TEST(HighPass, RefusesACutoffThatIsNoRumble) {
    EXPECT_FALSE(HighPass::create({.cutoff_hz = 5.0}));
    EXPECT_FALSE(HighPass::create({.cutoff_hz = 3000.0}));
}

}  // namespace
}  // namespace attacca::dsp
