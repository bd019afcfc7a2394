#include "sound_section.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "attacca/media/encoder.h"

namespace attacca::app {
namespace {

constexpr std::uint32_t kRate = 8000;
constexpr std::size_t kFrames = 20000;  // More than two blocks.

/// A stereo file whose samples count frames.
class SoundSectionTest : public testing::Test {
protected:
    void SetUp() override {
        std::vector<float> samples;
        for (std::size_t i = 0; i < kFrames; ++i) samples.insert(samples.end(), {at(i), -at(i)});
        auto encoder = media::Encoder::open(
            path_, {.sample_rate = kRate, .channels = 2, .format = media::SampleFormat::f32, .tags = {}});
        ASSERT_TRUE(encoder) << encoder.error().detail;
        ASSERT_TRUE((*encoder)->write(std::span<const float>(samples)));
        ASSERT_TRUE((*encoder)->finish());
    }
    void TearDown() override { std::filesystem::remove(path_); }

    static float at(std::size_t frame) { return static_cast<float>(frame) / (2.0F * kFrames); }
    static player::Position frames(std::uint64_t count) { return {.seconds = 0.0, .frames = count}; }

    void expect_frames(const SoundSectionSpec& spec, std::size_t first, std::size_t count) {
        auto section = SoundSection::open(spec);
        ASSERT_TRUE(section) << section.error().detail;
        EXPECT_EQ(section->first_frame(), first);
        EXPECT_DOUBLE_EQ(section->duration_s().value_or(0.0), static_cast<double>(count) / kRate);
        std::size_t next = first;
        for (;;) {
            const auto block = section->read({});
            ASSERT_TRUE(block) << block.error().detail;
            if (block->empty()) break;
            for (std::size_t i = 0; i < block->size(); i += 2, ++next) {
                ASSERT_EQ((*block)[i], at(next));
                ASSERT_EQ((*block)[i + 1], -at(next));
            }
        }
        EXPECT_EQ(next, first + count);
    }

    std::string path_ =
        (std::filesystem::temp_directory_path() / ("attacca-section-" + std::to_string(getpid()) + ".wav")).string();
};

TEST_F(SoundSectionTest, IsTheWholeFileUnlessSaid) { expect_frames({.source = path_}, 0, kFrames); }

TEST_F(SoundSectionTest, BeginsAndEndsToTheFrame) {
    expect_frames({.source = path_, .start = frames(1234)}, 1234, kFrames - 1234);
    expect_frames({.source = path_, .duration = frames(9000)}, 0, 9000);
    expect_frames({.source = path_, .start = player::Position{.seconds = 0.5}, .duration = frames(1)}, 4000, 1);
    expect_frames({.source = path_, .start = frames(19990), .duration = frames(100)}, 19990, 10);
}

TEST_F(SoundSectionTest, WithoutSoundIsAFailure) {
    for (const auto& spec : {SoundSectionSpec{.source = path_, .start = frames(kFrames + 5)},
                             SoundSectionSpec{.source = path_, .duration = frames(0)}}) {
        auto section = SoundSection::open(spec);
        ASSERT_TRUE(section);
        const auto block = section->read({});
        ASSERT_FALSE(block);
        EXPECT_NE(block.error().detail.find(path_), std::string::npos);
    }
    EXPECT_FALSE(SoundSection::open({.source = "/gone/away.wav"}));
}

TEST_F(SoundSectionTest, StopsWhenAsked) {
    auto section = SoundSection::open({.source = path_});
    ASSERT_TRUE(section);
    std::stop_source source;
    source.request_stop();
    EXPECT_EQ(section->read(source.get_token()).error().code, ErrorCode::cancelled);
}

}  // namespace
}  // namespace attacca::app
