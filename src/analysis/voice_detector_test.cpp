#include "attacca/analysis/voice_detector.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <numbers>
#include <vector>

#include "analysis/silero_model_test.h"
#include "speech/formant_voice.h"

namespace attacca::analysis {
namespace {

using testing::HasSubstr;
using Kind = VoiceEvent::Kind;

struct Heard {
    std::vector<VoiceFrame> frames;
    std::vector<VoiceEvent> events;
};

Heard hear(VoiceDetector& detector, std::span<const float> samples, std::size_t channels, std::size_t block_frames) {
    Heard heard;
    const auto take = [&](std::span<const VoiceFrame> frames) {
        heard.frames.insert(heard.frames.end(), frames.begin(), frames.end());
        const auto events = detector.events();
        heard.events.insert(heard.events.end(), events.begin(), events.end());
    };
    for (std::size_t done = 0; done < samples.size(); done += block_frames * channels) {
        take(detector.process(
            {samples.subspan(done, std::min(block_frames * channels, samples.size() - done)), channels}));
    }
    take(detector.finish());
    return heard;
}

Heard hear(const VoiceDetectorSpec& spec, std::span<const float> samples, std::size_t block_frames = 480) {
    auto detector = VoiceDetector::create(spec).value();
    return hear(detector, samples, spec.channels, block_frames);
}

/// A second of faint noise, two of speech in it, a second of noise.
std::vector<float> sentence(double sample_rate) {
    auto samples = tests::white_noise(4.0, sample_rate, 0.001F);
    const auto speech = tests::spoken(2.0, sample_rate);
    for (std::size_t i = 0; i < speech.size(); ++i) samples[static_cast<std::size_t>(sample_rate) + i] += speech[i];
    return samples;
}

bool same(const Heard& one, const Heard& other) {
    return std::ranges::equal(one.frames, other.frames,
                              [](const VoiceFrame& a, const VoiceFrame& b) {
                                  return a.time == b.time && a.probability == b.probability && a.speech == b.speech;
                              }) &&
           std::ranges::equal(one.events, other.events, [](const VoiceEvent& a, const VoiceEvent& b) {
               return a.kind == b.kind && a.time == b.time && a.preroll == b.preroll && a.decided == b.decided;
           });
}

/// Silero's model as it would be read out of a file.
VoiceModel loaded(const RandomSilero& model) {
    const auto path = std::filesystem::path(testing::TempDir()) / "voice_detector_test.onnx";
    std::ofstream(path, std::ios::binary) << model.file();
    auto read = VoiceModel::load_silero(path.string());
    std::filesystem::remove(path);
    return read.value();
}

/// One whose odds are the same whatever it hears.
VoiceModel of_constant_odds(float logarithm) {
    RandomSilero model;
    std::ranges::fill(model.tensor("decoder.decoder.2.weight").values, 0.0F);
    model.tensor("decoder.decoder.2.bias").values = {logarithm};
    return loaded(model);
}

class EveryRate : public ::testing::TestWithParam<double> {};

TEST_P(EveryRate, FindsWhereASentenceBeginsAndEnds) {
    const double rate = GetParam();
    const auto heard = hear({.sample_rate = rate}, sentence(rate));
    ASSERT_EQ(heard.events.size(), 2U);
    const auto& [begin, end] = std::tie(heard.events[0], heard.events[1]);
    const auto seconds = [rate](std::uint64_t frames) { return static_cast<double>(frames) / rate; };
    EXPECT_EQ(begin.kind, Kind::begin);
    EXPECT_EQ(end.kind, Kind::end);
    EXPECT_NEAR(seconds(begin.time), 1.0, 0.08);
    EXPECT_NEAR(seconds(begin.time - begin.preroll), 0.15, 0.001);
    EXPECT_LT(seconds(begin.decided), 1.4);
    EXPECT_NEAR(seconds(end.time), 3.0, 0.25);
    EXPECT_GE(end.decided, end.time);
    ASSERT_EQ(heard.frames.size(), 400U);
    for (std::size_t k = 0; k < heard.frames.size(); ++k) {
        EXPECT_EQ(heard.frames[k].time,
                  static_cast<std::uint64_t>(std::llround(static_cast<double>(k) * rate / 100.0)));
        EXPECT_GE(heard.frames[k].probability, 0.0F);
        EXPECT_LE(heard.frames[k].probability, 1.0F);
    }
}

INSTANTIATE_TEST_SUITE_P(Rates, EveryRate, ::testing::Values(8000.0, 16000.0, 22050.0, 44100.0, 48000.0, 192000.0));

TEST(VoiceDetector, HearsNobodyInSilenceNoiseAndHum) {
    const std::size_t frames = 16000 * 10;
    std::vector<float> hum(frames);
    for (std::size_t i = 0; i < frames; ++i) {
        for (const int harmonic : {1, 2, 3, 5}) {
            hum[i] += static_cast<float>(
                0.1 / harmonic * std::sin(2.0 * std::numbers::pi * 50.0 * harmonic * static_cast<double>(i) / 16000.0));
        }
    }
    for (const auto& samples : {std::vector<float>(frames), tests::white_noise(10.0, 16000.0, 0.1F), hum}) {
        EXPECT_TRUE(hear({.sample_rate = 16000.0}, samples).events.empty());
    }
}

TEST(VoiceDetector, IsTheSameHoweverTheStreamIsDivided) {
    const auto samples = sentence(44100.0);
    const VoiceDetectorSpec spec{.sample_rate = 44100.0};
    const auto whole = hear(spec, samples, 65536);
    for (const std::size_t block : {1U, 441U, 1025U}) EXPECT_TRUE(same(hear(spec, samples, block), whole)) << block;
}

TEST(VoiceDetector, IsTheSameWithSileroHoweverTheStreamIsDivided) {
    const auto samples = sentence(44100.0);
    const VoiceDetectorSpec spec{.sample_rate = 44100.0, .model = loaded(RandomSilero())};
    const auto whole = hear(spec, samples, 65536);
    EXPECT_FALSE(whole.events.empty());
    for (const std::size_t block : {1U, 441U, 1025U}) EXPECT_TRUE(same(hear(spec, samples, block), whole)) << block;
    auto detector = VoiceDetector::create(spec).value();
    EXPECT_TRUE(same(hear(detector, samples, 1, 512), whole));
    detector.reset();
    EXPECT_TRUE(same(hear(detector, samples, 1, 512), whole));
}

TEST(VoiceDetector, LeavesItToTheBuiltInNetworkWhereSileroDoesNotKnow) {
    const auto heard = hear({.sample_rate = 16000.0, .model = of_constant_odds(0.0F)}, sentence(16000.0));
    ASSERT_EQ(heard.events.size(), 2U);
    EXPECT_NEAR(static_cast<double>(heard.events[0].time), 16000.0, 1300.0);
    EXPECT_LT(heard.events[0].decided, 16000.0 * 1.4);
    ASSERT_EQ(heard.frames.size(), 400U);
    for (const auto& frame : heard.frames) EXPECT_FLOAT_EQ(frame.probability, 0.5F) << "what is told is Silero's";
}

TEST(VoiceDetector, LetsSileroOutvoteTheBuiltInNetwork) {
    EXPECT_TRUE(hear({.sample_rate = 16000.0, .model = of_constant_odds(-12.0F)}, sentence(16000.0)).events.empty());
}

TEST(VoiceDetector, HearsTheMeanOfAllChannels) {
    const auto mono = sentence(16000.0);
    std::vector<float> stereo;
    for (const float sample : mono) stereo.insert(stereo.end(), {2.0F * sample, 0.0F});
    EXPECT_TRUE(same(hear({.sample_rate = 16000.0, .channels = 2}, stereo), hear({.sample_rate = 16000.0}, mono)));
}

TEST(VoiceDetector, TakesNanAndInfinityForSilence) {
    auto damaged = sentence(16000.0);
    auto silent = damaged;
    for (const std::size_t i : {100U, 20000U, 20001U, 40000U}) {
        damaged[i] = i % 3 == 0 ? std::numeric_limits<float>::quiet_NaN() : std::numeric_limits<float>::infinity();
        silent[i] = 0.0F;
    }
    EXPECT_TRUE(same(hear({.sample_rate = 16000.0}, damaged), hear({.sample_rate = 16000.0}, silent)));
}

TEST(VoiceDetector, IsAsNewAfterAReset) {
    const auto samples = sentence(16000.0);
    auto detector = VoiceDetector::create({.sample_rate = 16000.0}).value();
    const auto first = hear(detector, samples, 1, 160);
    detector.reset();
    EXPECT_TRUE(same(hear(detector, samples, 1, 160), first));
}

TEST(VoiceDetector, EndsWhatSoundsWhenTheStreamDoes) {
    const auto samples = sentence(16000.0);
    const auto heard = hear({.sample_rate = 16000.0}, std::span(samples).first(32005));
    ASSERT_EQ(heard.events.size(), 2U);
    EXPECT_EQ(heard.events[1].kind, Kind::end);
    EXPECT_EQ(heard.events[1].time, 32005U);
    EXPECT_EQ(heard.events[1].decided, 32005U);
    EXPECT_EQ(heard.frames.size(), 201U) << "the last is not whole";
}

TEST(VoiceDetector, NeedsNoMoreThanNothing) {
    const auto heard = hear({.sample_rate = 16000.0}, {});
    EXPECT_TRUE(heard.frames.empty());
    EXPECT_TRUE(heard.events.empty());
}

TEST(VoiceDetector, NamesTheSettingThatIsOutOfRange) {
    const auto refused = VoiceDetector::create({.sample_rate = 4000.0});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::invalid_argument);
    EXPECT_THAT(refused.error().detail, HasSubstr("sample rate is 4000"));
    EXPECT_FALSE(VoiceDetector::create({.channels = 9}));
    EXPECT_FALSE(VoiceDetector::create({.attack_ms = 0.0}));
    EXPECT_FALSE(VoiceDetector::create({.release_ms = 5000.0}));
    EXPECT_FALSE(VoiceDetector::create({.preroll_ms = -1.0}));
}

}  // namespace
}  // namespace attacca::analysis
