// What high-pass, gate, automatic gain and pre-emphasis promise alike.
#include <gtest/gtest.h>

#include <limits>
#include <vector>

#include "attacca/dsp/automatic_gain.h"
#include "attacca/dsp/high_pass.h"
#include "attacca/dsp/noise_gate.h"
#include "attacca/dsp/pre_emphasis.h"
#include "dsp/voice_signal_test.h"

namespace attacca::dsp {
namespace {

constexpr double kRate = 16000.0;

template <class Processor>
struct SpecOf;
template <>
struct SpecOf<HighPass> {
    using Type = HighPassSpec;
};
template <>
struct SpecOf<NoiseGate> {
    using Type = NoiseGateSpec;
};
template <>
struct SpecOf<AutomaticGain> {
    using Type = AutomaticGainSpec;
};
template <>
struct SpecOf<PreEmphasis> {
    using Type = PreEmphasisSpec;
};

template <class Processor>
class VoiceProcessor : public testing::Test {
protected:
    static Processor make(std::size_t channels) {
        typename SpecOf<Processor>::Type spec;
        spec.sample_rate = kRate;
        spec.channels = channels;
        return Processor::create(spec).value();
    }

    /// Words between noise, loud enough to move every gain.
    static std::vector<float> speech(std::size_t channels, std::size_t frames) {
        auto samples = steady_noise(frames * channels, -70.0);
        const auto voice = syllables(frames, kRate, -35.0);
        for (std::size_t i = 0; i < frames; ++i) {
            if (i / 12000 % 2 == 0) continue;
            for (std::size_t c = 0; c < channels; ++c) samples[i * channels + c] += voice[i];
        }
        return samples;
    }
};

using Processors = testing::Types<HighPass, NoiseGate, AutomaticGain, PreEmphasis>;
TYPED_TEST_SUITE(VoiceProcessor, Processors);

TYPED_TEST(VoiceProcessor, GivesTheSameInBlocksOfAnySize) {
    constexpr std::size_t kFrames = 6 * 16000;
    for (const std::size_t channels : {1, 2, 8}) {
        auto whole = this->speech(channels, kFrames);
        auto parts = whole;
        auto at_once = this->make(channels);
        at_once.process({whole, channels});
        auto in_parts = this->make(channels);
        const std::size_t sizes[] = {1, 0, 7, 64, 253, 4096, 13};
        std::size_t done = 0;
        for (std::size_t turn = 0; done < kFrames; ++turn) {
            const std::size_t frames = std::min(sizes[turn % std::size(sizes)], kFrames - done);
            in_parts.process({std::span(parts).subspan(done * channels, frames * channels), channels});
            done += frames;
        }
        ASSERT_EQ(whole, parts) << channels;
    }
}

TYPED_TEST(VoiceProcessor, KeepsSilenceSilent) {
    auto processor = this->make(2);
    std::vector<float> samples(2 * 16000);
    processor.process({samples, 2});
    for (const float sample : samples) ASSERT_EQ(sample, 0.0F);
}

TYPED_TEST(VoiceProcessor, TakesWhatIsNoNumberAsSilence) {
    auto bad = this->speech(2, 40000);
    auto clean = bad;
    const float faults[] = {std::numeric_limits<float>::quiet_NaN(), -std::numeric_limits<float>::infinity(), 1e30F};
    for (std::size_t i = 0; i < 30; ++i) {
        bad[2001 * i] = faults[i % 3];
        clean[2001 * i] = 0.0F;
    }
    auto heard_bad = this->make(2);
    auto heard_clean = this->make(2);
    heard_bad.process({bad, 2});
    heard_clean.process({clean, 2});
    EXPECT_EQ(bad, clean);
}

TYPED_TEST(VoiceProcessor, IsAsNewAfterReset) {
    auto used = this->make(2);
    auto before = this->speech(2, 3 * 16000 + 77);
    used.process({before, 2});
    used.reset();
    auto first = this->speech(2, 4 * 16000);
    auto second = first;
    used.process({first, 2});
    auto fresh = this->make(2);
    fresh.process({second, 2});
    EXPECT_EQ(first, second);
    EXPECT_EQ(used.latency_frames(), fresh.latency_frames());
}

TYPED_TEST(VoiceProcessor, RefusesWhatItCannotBeMadeFor) {
    typename SpecOf<TypeParam>::Type spec;
    spec.channels = 9;
    const auto made = TypeParam::create(spec);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, ErrorCode::invalid_argument);
    EXPECT_NE(made.error().detail.find("number of channels is 9; it must be from 1 to 8"), std::string::npos)
        << made.error().detail;
    spec.channels = 1;
    spec.sample_rate = std::numeric_limits<double>::quiet_NaN();
    EXPECT_FALSE(TypeParam::create(spec));
}

}  // namespace
}  // namespace attacca::dsp
