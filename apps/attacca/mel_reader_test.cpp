#include "mel_reader.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "attacca/media/encoder.h"

namespace attacca::app {
namespace {

std::vector<float> noise(std::size_t count) {
    std::mt19937 random(1);
    std::normal_distribution<float> normal(0.0F, 0.1F);
    std::vector<float> samples(count);
    for (float& sample : samples) sample = normal(random);
    return samples;
}

class MelReaderTest : public testing::Test {
protected:
    void TearDown() override { std::filesystem::remove(path_); }

    void write(const std::vector<float>& interleaved, std::uint32_t rate, std::size_t channels) {
        auto encoder = media::Encoder::open(
            path_, {.sample_rate = rate, .channels = channels, .format = media::SampleFormat::f32, .tags = {}});
        ASSERT_TRUE(encoder) << encoder.error().detail;
        ASSERT_TRUE((*encoder)->write(std::span<const float>(interleaved)));
        ASSERT_TRUE((*encoder)->finish());
    }

    MelReaderSpec spec(analysis::LogMelPreset preset = analysis::LogMelPreset::whisper) const {
        return {.section = {.source = path_}, .mel = {.preset = preset}};
    }

    static MelFeatures read(const MelReaderSpec& spec) {
        auto reader = MelReader::open(spec);
        EXPECT_TRUE(reader) << reader.error().detail;
        auto features = reader->read([](double) {}, {});
        EXPECT_TRUE(features) << features.error().detail;
        return *std::move(features);
    }

    /// What LogMel makes of samples at 16 kHz.
    static std::vector<float> features_of(const std::vector<float>& samples, const analysis::LogMelSpec& spec) {
        auto mel = *analysis::LogMel::create(spec);
        std::vector<float> values((mel.frames_after(samples.size()) + mel.frames_at_finish(samples.size())) *
                                  mel.bins());
        const std::size_t frames = mel.process(samples, values);
        mel.finish(std::span(values).subspan(frames * mel.bins()));
        mel.close_window(values);
        return values;
    }

    std::string path_ =
        (std::filesystem::temp_directory_path() / ("attacca-mel-" + std::to_string(getpid()) + ".wav")).string();
};

TEST_F(MelReaderTest, TakesAFileAtTheModelsRateAsItIs) {
    const auto samples = noise(40000);
    write(samples, 16000, 1);
    for (const auto preset : {analysis::LogMelPreset::lipsync, analysis::LogMelPreset::whisper}) {
        const auto features = read(spec(preset));
        EXPECT_EQ(features.values, features_of(samples, {.preset = preset}));
        EXPECT_EQ(features.samples, 40000U);
        EXPECT_EQ(features.frames(), preset == analysis::LogMelPreset::lipsync ? 201U : 250U);
    }
}

TEST_F(MelReaderTest, MixesChannelsByTheirMean) {
    const auto left = noise(8000);
    std::vector<float> both;
    std::vector<float> mean;
    for (std::size_t i = 0; i < left.size(); ++i) {
        const float right = left[left.size() - 1 - i];
        both.insert(both.end(), {left[i], right});
        mean.push_back(0.5F * left[i] + 0.5F * right);
    }
    write(both, 16000, 2);
    const auto found = read(spec()).values;
    const auto expected = features_of(mean, {});
    ASSERT_EQ(found.size(), expected.size());
    for (std::size_t i = 0; i < found.size(); ++i) ASSERT_NEAR(found[i], expected[i], 1e-4) << i;
}

TEST_F(MelReaderTest, BringsAnyRateToTheModels) {
    const auto tone = [](std::uint32_t rate) {
        std::vector<float> samples(rate);
        for (std::size_t i = 0; i < samples.size(); ++i) {
            const double swing =
                std::sin(6911.5 * static_cast<double>(i) / rate) * std::sin(3.0 * static_cast<double>(i) / rate);
            samples[i] = static_cast<float>(0.5 * swing);
        }
        return samples;
    };
    const auto expected = features_of(tone(16000), {});
    for (const std::uint32_t rate : {8000, 22050, 44100, 48000}) {
        write(tone(rate), rate, 1);
        const auto found = read(spec()).values;
        ASSERT_EQ(found.size(), expected.size()) << rate;
        double error = 0.0;  // Where the tone is; far from it the resampler's own floor shows.
        for (std::size_t frame = 20; frame < 80; ++frame) {
            for (std::size_t bin = 25; bin < 30; ++bin) {
                error = std::max(error,
                                 std::abs(static_cast<double>(found[frame * 80 + bin]) - expected[frame * 80 + bin]));
            }
        }
        EXPECT_LT(error, 2e-3) << rate;
    }
}

TEST_F(MelReaderTest, ReadsASectionAsIfItWereAFile) {
    const auto samples = noise(16000);
    write(samples, 16000, 1);
    auto settings = spec();
    settings.section.start = player::Position{.seconds = 0.25, .frames = std::nullopt};
    settings.section.duration = player::Position{.seconds = 0.0, .frames = 5000};
    EXPECT_EQ(read(settings).values, features_of({samples.begin() + 4000, samples.begin() + 9000}, {}));
}

TEST_F(MelReaderTest, ClampsWindowByWindow) {
    auto samples = noise(32000);
    for (std::size_t i = 16400; i < 32000; ++i) samples[i] *= 1e-6F;
    write(samples, 16000, 1);
    auto settings = spec();
    const auto as_one = read(settings).values;
    settings.window_s = 0.5;
    const auto in_windows = read(settings).values;
    EXPECT_EQ(as_one[10 * 80], in_windows[10 * 80]);
    EXPECT_GT(as_one[180 * 80], in_windows[180 * 80] + 0.1F);
    settings.window_s = 60.0;
    EXPECT_EQ(read(settings).values, as_one);
}

TEST_F(MelReaderTest, ContainsANanBeforeTheResamplerSpreadsIt) {
    auto samples = noise(48000);
    samples[1000] = std::numeric_limits<float>::quiet_NaN();
    samples[2001] = std::numeric_limits<float>::infinity();
    write(samples, 48000, 2);
    const auto features = read(spec());
    EXPECT_EQ(features.rejected_samples, 2U);
    samples[1000] = samples[2001] = 0.0F;
    write(samples, 48000, 2);
    EXPECT_EQ(read(spec()).values, features.values);
}

TEST_F(MelReaderTest, SaysWhatItCannotRead) {
    write({}, 16000, 1);
    auto reader = MelReader::open(spec());
    if (reader) {
        EXPECT_EQ(reader->read([](double) {}, {}).error().code, ErrorCode::damaged);
    } else {
        EXPECT_NE(reader.error().detail.find(path_), std::string::npos);
    }
    auto settings = spec();
    settings.section.source = "/gone/away.wav";
    EXPECT_NE(MelReader::open(settings).error().detail.find("/gone/away.wav"), std::string::npos);
    settings.mel.bins = 64;
    EXPECT_EQ(MelReader::open(settings).error().code, ErrorCode::invalid_argument);
}

TEST_F(MelReaderTest, StopsWhenAsked) {
    write(noise(1000), 16000, 1);
    auto reader = MelReader::open(spec());
    ASSERT_TRUE(reader);
    std::stop_source source;
    source.request_stop();
    EXPECT_EQ(reader->read([](double) {}, source.get_token()).error().code, ErrorCode::cancelled);
}

}  // namespace
}  // namespace attacca::app
