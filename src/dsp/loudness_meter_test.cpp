#include "attacca/dsp/loudness_meter.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

namespace attacca::dsp {
namespace {

std::vector<float> sine(double level_db, double seconds, std::size_t channels, double rate = 48000.0) {
    std::vector<float> samples(static_cast<std::size_t>(seconds * rate) * channels);
    const double amplitude = std::pow(10.0, level_db / 20.0);
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const double t = static_cast<double>(i / channels) / rate;
        samples[i] = i % channels > 0 ? samples[i - 1]
                                      : static_cast<float>(amplitude * std::sin(2.0 * std::numbers::pi * 1000.0 * t));
    }
    return samples;
}

LoudnessMeter meter_of(const std::vector<float>& samples, std::size_t channels, double rate = 48000.0) {
    auto meter = LoudnessMeter::create({.sample_rate = rate, .channels = channels});
    EXPECT_TRUE(meter);
    meter->process({samples, channels});
    return std::move(*meter);
}

TEST(LoudnessMeter, ReadsTheTestSignalsOfEbuTech3341) {
    // Case 1 and 2: a stereo sine of 1 kHz at −23 and −33 dBFS.
    for (const double rate : {44100.0, 48000.0, 96000.0}) {
        const LoudnessMeter meter = meter_of(sine(-23.0, 5.0, 2, rate), 2, rate);
        EXPECT_NEAR(meter.integrated_lufs().value(), -23.0, 0.1) << rate;
        EXPECT_NEAR(meter.momentary_lufs().value(), -23.0, 0.1) << rate;
        EXPECT_NEAR(meter.short_term_lufs().value(), -23.0, 0.1) << rate;
        EXPECT_NEAR(meter.true_peak_dbtp().value(), -23.0, 0.1) << rate;
    }
    EXPECT_NEAR(meter_of(sine(-33.0, 5.0, 2), 2).integrated_lufs().value(), -33.0, 0.1);
    // Case 3, shortened: −36 dBFS, −23 for longer, −36: the quiet ends are gated away.
    auto meter = LoudnessMeter::create({});
    ASSERT_TRUE(meter);
    for (const auto& [level_db, seconds] : {std::pair{-36.0, 4.0}, std::pair{-23.0, 20.0}, std::pair{-36.0, 4.0}}) {
        meter->process({sine(level_db, seconds, 2), 2});
    }
    EXPECT_NEAR(meter->integrated_lufs().value(), -23.0, 0.1);
}

TEST(LoudnessMeter, ReadsTheRangeOfEbuTech3342) {
    auto meter = LoudnessMeter::create({});
    ASSERT_TRUE(meter);
    meter->process({sine(-20.0, 10.0, 2), 2});
    meter->process({sine(-30.0, 10.0, 2), 2});
    EXPECT_NEAR(meter->range_lu().value(), 10.0, 1.0);
}

TEST(LoudnessMeter, CountsChannelsAsTheStandardWeighsThem) {
    EXPECT_NEAR(meter_of(sine(-23.0, 5.0, 1), 1).integrated_lufs().value(), -26.0, 0.1);
    auto surround = sine(-23.0, 5.0, 6);
    const double all = meter_of(surround, 6).integrated_lufs().value();
    EXPECT_NEAR(all, -26.01 + 10.0 * std::log10(3.0 + 2.0 * 1.41), 0.1);
    for (std::size_t i = 3; i < surround.size(); i += 6) surround[i] = 0.0F;
    EXPECT_NEAR(meter_of(surround, 6).integrated_lufs().value(), all, 0.01) << "LFE does not count";
}

TEST(LoudnessMeter, JoinsSeveralProgramsIntoOne) {
    const LoudnessMeter loud = meter_of(sine(-20.0, 5.0, 2), 2);
    const LoudnessMeter soft = meter_of(sine(-26.0, 5.0, 2), 2);
    const double album = LoudnessMeter::integrated_lufs_of({&loud, &soft}).value();
    EXPECT_NEAR(album, 10.0 * std::log10((std::pow(10.0, -2.0) + std::pow(10.0, -2.6)) / 2.0), 0.1);
    EXPECT_NEAR(replaygain_db(album), -18.0 - album, 1e-12);
    EXPECT_FALSE(LoudnessMeter::integrated_lufs_of({}));
}

TEST(LoudnessMeter, HasNoNumberForSilence) {
    const LoudnessMeter meter = meter_of(std::vector<float>(2 * 48000), 2);
    EXPECT_FALSE(meter.integrated_lufs());
    EXPECT_FALSE(meter.momentary_lufs());
    EXPECT_FALSE(meter.short_term_lufs());
    EXPECT_FALSE(meter.range_lu());
    EXPECT_FALSE(meter.true_peak_dbtp());
}

TEST(LoudnessMeter, TakesWhatIsNoNumberAsSilenceAndIsAsNewAfterReset) {
    auto samples = sine(-23.0, 5.0, 2);
    samples[1000] = std::numeric_limits<float>::quiet_NaN();
    samples[2001] = -std::numeric_limits<float>::infinity();
    LoudnessMeter meter = meter_of(samples, 2);
    EXPECT_NEAR(meter.integrated_lufs().value(), -23.0, 0.1);
    meter.reset();
    EXPECT_FALSE(meter.integrated_lufs());
    EXPECT_FALSE(meter.true_peak_dbtp());
    meter.process({sine(-30.0, 5.0, 2), 2});
    EXPECT_NEAR(meter.integrated_lufs().value(), -30.0, 0.1);
}

TEST(LoudnessMeter, RefusesWhatItCannotMeasure) {
    EXPECT_FALSE(LoudnessMeter::create({.channels = 0}));
    EXPECT_FALSE(LoudnessMeter::create({.channels = 9}));
    const auto refused = LoudnessMeter::create({.sample_rate = 0.0});
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().detail.find("4000 to 768000"), std::string::npos);
}

}  // namespace
}  // namespace attacca::dsp
