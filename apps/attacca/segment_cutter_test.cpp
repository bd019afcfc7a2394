#include "segment_cutter.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <vector>

#include "attacca/media/decoder.h"

namespace attacca::app {
namespace {

constexpr std::size_t kKept = 1000;

class SegmentCutterTest : public ::testing::Test {
protected:
    void SetUp() override { std::filesystem::remove_all(folder_); }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    [[nodiscard]] Result<SegmentCutter> create() const {
        return SegmentCutter::create(
            folder_, {.sample_rate = 8000, .channels = 2, .format = media::SampleFormat::f32, .tags = {}}, kKept);
    }

    /// Frame k is (k, -k) / 65536, which floats keep.
    void take(SegmentCutter& cutter, std::size_t frames) {
        std::vector<float> samples;
        for (std::size_t i = 0; i < frames; ++i, ++taken_) {
            const float value = static_cast<float>(taken_) / 65536.0F;
            samples.insert(samples.end(), {value, -value});
        }
        ASSERT_TRUE(cutter.take({samples, 2}));
    }

    static void expect_frames(const std::string& path, std::uint64_t first, std::uint64_t end) {
        auto decoder = media::Decoder::open(path);
        ASSERT_TRUE(decoder) << decoder.error().detail;
        std::vector<float> samples(2 * (end - first) + 2);
        std::size_t read = 0;
        while (const auto frames = *(*decoder)->read(std::span(samples).subspan(read))) read += 2 * frames;
        ASSERT_EQ(read, 2 * (end - first));
        for (std::uint64_t i = 0; i < end - first; ++i) {
            ASSERT_EQ(samples[2 * i], static_cast<float>(first + i) / 65536.0F);
            ASSERT_EQ(samples[2 * i + 1], -samples[2 * i]);
        }
    }

    std::filesystem::path folder_ = std::filesystem::path(testing::TempDir()) / "attacca-cutter-test" / "deep";
    std::uint64_t taken_ = 0;
};

TEST_F(SegmentCutterTest, WritesWhatLiesBetweenBeginAndEndHoweverLateTheyAreKnown) {
    auto cutter = *create();
    take(cutter, 3100);
    ASSERT_TRUE(cutter.begin(2500));
    take(cutter, 100);
    const auto soon = cutter.end(2900);
    ASSERT_TRUE(soon) << soon.error().detail;
    take(cutter, 50);
    ASSERT_TRUE(cutter.begin(3100));
    for (int i = 0; i < 100; ++i) take(cutter, 333);
    const auto late = cutter.end(taken_ - 900);
    ASSERT_TRUE(late);
    EXPECT_EQ(*soon, (folder_ / "0001.wav").string());
    EXPECT_EQ(*late, (folder_ / "0002.wav").string());
    expect_frames(*soon, 2500, 2900);
    expect_frames(*late, 3100, taken_ - 900);
}

TEST_F(SegmentCutterTest, WritesNoMoreThanThereIs) {
    auto cutter = *create();
    take(cutter, 500);
    ASSERT_TRUE(cutter.begin(100));
    const auto file = cutter.end(700);
    ASSERT_TRUE(file);
    expect_frames(*file, 100, 500);
}

TEST_F(SegmentCutterTest, RefusesAFolderWithAnEarlierCut) {
    {
        auto cutter = *create();
        take(cutter, 10);
        ASSERT_TRUE(cutter.begin(0));
        ASSERT_TRUE(cutter.end(10));
    }
    const auto again = create();
    ASSERT_FALSE(again);
    EXPECT_THAT(again.error().detail, testing::HasSubstr("0001.wav: is there from an earlier cut"));
}

TEST_F(SegmentCutterTest, SaysWhereNoFolderCanBe) {
    const auto refused = SegmentCutter::create("/proc/attacca", {.tags = {}}, kKept);
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().detail, testing::HasSubstr("/proc/attacca: the folder cannot be made"));
}

}  // namespace
}  // namespace attacca::app
