#include "spectrum_reader.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <numbers>
#include <utility>
#include <vector>

#include "attacca/media/encoder.h"

namespace attacca::app {
namespace {

constexpr std::uint32_t kRate = 48000;

/// A stereo file: a tone on the left, silence on the right, for half a second after half a second of silence.
class SpectrumReaderTest : public testing::Test {
protected:
    void SetUp() override {
        path_ = (std::filesystem::temp_directory_path() / ("attacca-spectrum-" + std::to_string(getpid()) + ".wav")).string();
        std::vector<float> samples(2 * kRate);
        for (std::size_t i = kRate / 2; i < kRate; ++i) {
            const double turns = 1000.0 * static_cast<double>(i) / kRate;
            samples[2 * i] = static_cast<float>(0.5 * std::sin(2.0 * std::numbers::pi * turns));
        }
        auto encoder = media::Encoder::open(path_, {.sample_rate = kRate, .channels = 2, .format = media::SampleFormat::f32, .tags = {}});
        ASSERT_TRUE(encoder) << encoder.error().detail;
        ASSERT_TRUE((*encoder)->write(std::span<const float>(samples)));
        ASSERT_TRUE((*encoder)->finish());
    }
    void TearDown() override { std::filesystem::remove(path_); }

    SpectrumReaderSpec spec() const {
        SpectrumReaderSpec spec;
        spec.section.source = path_;
        spec.analyzer.fft_length = 4096;
        spec.analyzer.hop_frames = 1024;
        spec.analyzer.window = dsp::WindowKind::flat_top;
        return spec;
    }

    /// The loudest level of the average, and where it stands.
    std::pair<double, double> loudest(const SpectrumReaderSpec& settings) {
        auto reader = SpectrumReader::open(settings);
        EXPECT_TRUE(reader) << reader.error().detail;
        SpectrumAverage average;
        const auto read = reader->read([&](double, std::span<const float> levels) { return average.add(levels), true; }, {});
        EXPECT_TRUE(read);
        const auto levels = average.levels_db();
        const auto highest = std::max_element(levels.begin(), levels.end());
        return {reader->frequencies_hz()[static_cast<std::size_t>(highest - levels.begin())], *highest};
    }

    std::string path_;
};

TEST_F(SpectrumReaderTest, ReadsTheLevelOfAToneInItsChannel) {
    auto settings = spec();
    settings.section.start = player::Position{.seconds = 0.5, .frames = std::nullopt};
    settings.channel = 0;
    const auto [frequency_hz, level_db] = loudest(settings);
    EXPECT_NEAR(frequency_hz, 1000.0, 12.0);
    EXPECT_NEAR(level_db, -6.02, 0.1);
    settings.channel = 1;
    EXPECT_LT(loudest(settings).second, -100.0);
}

TEST_F(SpectrumReaderTest, MixesChannelsByTheirMean) {
    auto settings = spec();
    settings.section.start = player::Position{.seconds = 0.0, .frames = 24000};
    EXPECT_NEAR(loudest(settings).second, -12.04, 0.1);
}

TEST_F(SpectrumReaderTest, StopsAtTheDurationAndCountsTimeFromTheFilesBeginning) {
    auto settings = spec();
    settings.section.start = player::Position{.seconds = 0.25, .frames = std::nullopt};
    settings.section.duration = player::Position{.seconds = 0.0, .frames = 4096 + 2 * 1024};
    auto reader = SpectrumReader::open(settings);
    ASSERT_TRUE(reader);
    std::vector<double> times;
    ASSERT_TRUE(reader->read([&](double time_s, std::span<const float>) { return times.push_back(time_s), true; }, {}));
    ASSERT_EQ(times.size(), 3U);
    EXPECT_NEAR(times[0], 0.25 + 2048.0 / kRate, 1e-9);
    EXPECT_NEAR(times[2] - times[1], 1024.0 / kRate, 1e-9);
}

TEST_F(SpectrumReaderTest, SoundShorterThanTheTransformHasOneHop) {
    auto settings = spec();
    settings.section.duration = player::Position{.seconds = 0.0, .frames = 100};
    auto reader = SpectrumReader::open(settings);
    ASSERT_TRUE(reader);
    int hops = 0;
    ASSERT_TRUE(reader->read([&](double, std::span<const float>) { return ++hops, true; }, {}));
    EXPECT_EQ(hops, 1);
}

TEST_F(SpectrumReaderTest, RefusesWhatIsNotThere) {
    auto settings = spec();
    settings.channel = 2;
    EXPECT_EQ(SpectrumReader::open(settings).error().code, ErrorCode::invalid_argument);
    settings = spec();
    settings.analyzer.fft_length = 4099;
    EXPECT_EQ(SpectrumReader::open(settings).error().code, ErrorCode::invalid_argument);
    settings = spec();
    settings.section.source = "/gone/away.wav";
    EXPECT_NE(SpectrumReader::open(settings).error().detail.find("/gone/away.wav"), std::string::npos);
}

TEST_F(SpectrumReaderTest, StopsWhenAskedAndWhenNobodyListens) {
    auto reader = SpectrumReader::open(spec());
    ASSERT_TRUE(reader);
    int hops = 0;
    ASSERT_TRUE(reader->read([&](double, std::span<const float>) { return ++hops < 2; }, {}));
    EXPECT_EQ(hops, 2);
    std::stop_source source;
    source.request_stop();
    EXPECT_EQ(reader->read([](double, std::span<const float>) { return true; }, source.get_token()).error().code,
              ErrorCode::cancelled);
}

TEST(SpectrumAverage, IsTheMeanOfPowerNotOfDecibels) {
    SpectrumAverage average;
    average.add(std::vector<float>{0.0F, -120.0F});
    average.add(std::vector<float>{-100.0F, -120.0F});
    EXPECT_NEAR(average.levels_db()[0], -3.01, 0.01);
    EXPECT_NEAR(average.levels_db()[1], -120.0, 0.01);
}

}  // namespace
}  // namespace attacca::app
