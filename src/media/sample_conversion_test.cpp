#include "media/sample_conversion.h"

#include <gtest/gtest.h>

#include <vector>

namespace attacca::media {
namespace {

constexpr std::int32_t kLowest = std::numeric_limits<std::int32_t>::min();
constexpr std::int32_t kHighest = std::numeric_limits<std::int32_t>::max();

TEST(SampleConversion, integers_stand_at_the_top_of_32_bits) {
    EXPECT_EQ((convert_sample<std::int32_t>(std::uint8_t{0})), kLowest);
    EXPECT_EQ((convert_sample<std::int32_t>(std::uint8_t{128})), 0);
    EXPECT_EQ((convert_sample<std::int32_t>(std::uint8_t{255})), 127 << 24);
    EXPECT_EQ((convert_sample<std::int32_t>(std::int16_t{-32768})), kLowest);
    EXPECT_EQ((convert_sample<std::int32_t>(std::int16_t{1})), 65536);
    EXPECT_EQ((convert_sample<std::int32_t>(std::int64_t{-1} << 32)), -1);
}

TEST(SampleConversion, integers_become_fractions_of_full_scale) {
    EXPECT_EQ((convert_sample<float>(std::uint8_t{0})), -1.0F);
    EXPECT_EQ((convert_sample<float>(std::int16_t{16384})), 0.5F);
    EXPECT_EQ((convert_sample<double>(std::int32_t{1})), 1.0 / 2147483648.0);
    EXPECT_EQ((convert_sample<double>(kLowest)), -1.0);
}

TEST(SampleConversion, floats_round_to_even_and_saturate) {
    EXPECT_EQ((convert_sample<std::int32_t>(0.5 / 2147483648.0)), 0);
    EXPECT_EQ((convert_sample<std::int32_t>(1.5 / 2147483648.0)), 2);
    EXPECT_EQ((convert_sample<std::int32_t>(1.0F)), kHighest);
    EXPECT_EQ((convert_sample<std::int32_t>(-1.0F)), kLowest);
    EXPECT_EQ((convert_sample<std::int32_t>(-1e30)), kLowest);
    EXPECT_EQ((convert_sample<std::int32_t>(std::numeric_limits<double>::infinity())), kHighest);
    EXPECT_EQ((convert_sample<std::int32_t>(std::nanf(""))), 0);
}

TEST(SampleConversion, every_16_bit_value_survives_the_way_through_float) {
    for (int value = -32768; value < 32768; ++value) {
        const auto sample = static_cast<std::int16_t>(value);
        ASSERT_EQ((convert_sample<std::int32_t>(convert_sample<float>(sample))), value * 65536);
    }
}

TEST(SampleConversion, planes_go_into_their_channels_and_leave_the_others) {
    for (const std::size_t frames : {0u, 1u, 7u, 64u, 253u}) {
        std::vector<std::int16_t> plane(frames);
        for (std::size_t i = 0; i < frames; ++i) plane[i] = static_cast<std::int16_t>(i);
        std::vector<float> out(3 * frames, -2.0F);
        convert_samples(plane.data(), out.data() + 1, frames, 3);
        for (std::size_t i = 0; i < frames; ++i) {
            ASSERT_EQ(out[3 * i], -2.0F);
            ASSERT_EQ(out[3 * i + 1], static_cast<float>(i) / 32768.0F);
            ASSERT_EQ(out[3 * i + 2], -2.0F);
        }
    }
}

TEST(SampleConversion, stereo_in_one_pass_is_the_same_as_channel_by_channel) {
    std::vector<float> left(253), right(253);
    for (std::size_t i = 0; i < left.size(); ++i) {
        left[i] = static_cast<float>(i) / 253.0F;
        right[i] = -left[i];
    }
    std::vector<std::int32_t> together(2 * left.size()), apart(2 * left.size());
    convert_stereo(left.data(), right.data(), together.data(), left.size());
    convert_samples(left.data(), apart.data(), left.size(), 2);
    convert_samples(right.data(), apart.data() + 1, right.size(), 2);
    EXPECT_EQ(together, apart);
}

}  // namespace
}  // namespace attacca::media
