#include "attacca/kernels/convert.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "kernels/path_test.h"

namespace attacca::kernels {
namespace {

class Convert : public PathTest {};
ATTACCA_ON_EVERY_PATH(Convert);

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

// What every integer format must give, in double: nearest with halves to even, saturated, NaN to 0.
std::int64_t to_integer(float sample, int bits) {
    if (std::isnan(sample)) return 0;
    const double full = std::ldexp(1.0, bits - 1);
    return static_cast<std::int64_t>(std::clamp(std::nearbyint(static_cast<double>(sample) * full), -full, full - 1));
}

// Noise beyond full scale with the values that conversions get wrong spread through it.
void fill_hard_samples(UnalignedSpan<float>& in, int bits) {
    fill_noise(in, 1.25F, 7);
    const float step = std::ldexp(1.0F, 1 - bits);
    const float special[] = {1.0F,         -1.0F, kNan,   kInfinity, -kInfinity, 0.5F * step, 1.5F * step,
                             -2.5F * step, 1e30F, -1e30F, -0.0F,     1e-40F,     1.0F - step, -kNan};
    for (std::size_t i = 0; i < in.size(); i += 3) in[i] = special[(i / 3) % std::size(special)];
}

std::int32_t read_i24(UnalignedSpan<std::uint8_t>& packed, std::size_t i) {
    const std::uint32_t bits =
        packed[3 * i] | packed[3 * i + 1] << 8 | static_cast<std::uint32_t>(packed[3 * i + 2]) << 16;
    return static_cast<std::int32_t>(bits << 8) >> 8;
}

TEST_P(Convert, FloatToI16RoundsSaturatesAndSilencesNan) {
    for (const std::size_t size : kAwkwardSizes) {
        UnalignedSpan<float> in(size);
        fill_hard_samples(in, 16);
        UnalignedSpan<std::int16_t> out(size);
        f32_to_i16(in.data(), out.data(), size);
        for (std::size_t i = 0; i < size; ++i) ASSERT_EQ(out[i], to_integer(in[i], 16)) << in[i] << " at " << i;
        EXPECT_TRUE(out.guards_intact());
    }
}

TEST_P(Convert, I16MayBeginAnywhereAndNeedCareInOneChunkOnly) {
    constexpr std::size_t kSize = 1700;
    for (std::size_t start = 0; start < kStarts; ++start) {
        UnalignedSpan<float> in(start + kSize), back(start + kSize);
        fill_noise(in, 1.25F, 9);
        in[start + 700] = kNan;
        in[start + 701] = kInfinity;
        in[start + 702] = -1e30F;
        UnalignedSpan<std::int16_t> out(start + kSize);
        f32_to_i16(in.data() + start, out.data() + start, kSize);
        for (std::size_t i = start; i < in.size(); ++i) ASSERT_EQ(out[i], to_integer(in[i], 16)) << in[i] << " at " << i;
        EXPECT_TRUE(out.guards_intact());
        i16_to_f32(out.data() + start, back.data() + start, kSize);
        for (std::size_t i = start; i < in.size(); ++i) ASSERT_EQ(back[i], std::ldexp(static_cast<float>(out[i]), -15));
        EXPECT_TRUE(back.guards_intact());
    }
}

TEST_P(Convert, FloatBecomesI32WhereItStands) {
    for (std::size_t start = 0; start < kStarts; ++start) {
        constexpr std::size_t kSize = 253;
        UnalignedSpan<float> in(start + kSize);
        fill_noise(in, 1.25F, 13);
        std::vector<std::int32_t> apart(kSize), in_place(kSize);
        f32_to_i32(in.data() + start, apart.data(), kSize, 24);
        f32_to_i32(in.data() + start, reinterpret_cast<std::int32_t*>(in.data() + start), kSize, 24);
        std::memcpy(in_place.data(), in.data() + start, kSize * sizeof(float));
        EXPECT_EQ(in_place, apart);
    }
}

TEST_P(Convert, FloatToI24RoundsSaturatesAndSilencesNan) {
    for (const std::size_t size : kAwkwardSizes) {
        UnalignedSpan<float> in(size);
        fill_hard_samples(in, 24);
        UnalignedSpan<std::uint8_t> out(3 * size);
        f32_to_i24(in.data(), out.data(), size);
        for (std::size_t i = 0; i < size; ++i) ASSERT_EQ(read_i24(out, i), to_integer(in[i], 24)) << in[i];
        EXPECT_TRUE(out.guards_intact());
    }
}

TEST_P(Convert, FloatToU8RoundsSaturatesAndSilencesNan) {
    for (const std::size_t size : kAwkwardSizes) {
        UnalignedSpan<float> in(size);
        fill_hard_samples(in, 8);
        UnalignedSpan<std::uint8_t> out(size);
        f32_to_u8(in.data(), out.data(), size);
        for (std::size_t i = 0; i < size; ++i) ASSERT_EQ(out[i] - 128, to_integer(in[i], 8)) << in[i];
        EXPECT_TRUE(out.guards_intact());
    }
}

TEST_P(Convert, FloatToI32PutsTheRoundedBitsOnTop) {
    for (const int bits : {8, 16, 20, 24, 31, 32}) {
        for (const std::size_t size : kAwkwardSizes) {
            UnalignedSpan<float> in(size);
            fill_hard_samples(in, bits);
            UnalignedSpan<std::int32_t> out(size);
            f32_to_i32(in.data(), out.data(), size, bits);
            for (std::size_t i = 0; i < size; ++i) {
                ASSERT_EQ(out[i], to_integer(in[i], bits) * (std::int64_t{1} << (32 - bits))) << in[i] << " " << bits;
            }
            EXPECT_TRUE(out.guards_intact());
        }
    }
}

TEST_P(Convert, EveryI16ComesBackExactly) {
    constexpr std::size_t kAll = 65536;
    UnalignedSpan<std::int16_t> in(kAll);
    for (std::size_t i = 0; i < kAll; ++i) in[i] = static_cast<std::int16_t>(static_cast<int>(i) - 32768);
    UnalignedSpan<float> middle(kAll);
    UnalignedSpan<std::int16_t> out(kAll);
    i16_to_f32(in.data(), middle.data(), kAll);
    f32_to_i16(middle.data(), out.data(), kAll);
    EXPECT_EQ(middle[0], -1.0F);
    EXPECT_EQ(middle[49152], 0.5F);
    for (std::size_t i = 0; i < kAll; ++i) ASSERT_EQ(in[i], out[i]);
}

TEST_P(Convert, EveryU8ComesBackExactly) {
    UnalignedSpan<std::uint8_t> in(256);
    for (std::size_t i = 0; i < 256; ++i) in[i] = static_cast<std::uint8_t>(i);
    UnalignedSpan<float> middle(256);
    UnalignedSpan<std::uint8_t> out(256);
    u8_to_f32(in.data(), middle.data(), 256);
    f32_to_u8(middle.data(), out.data(), 256);
    EXPECT_EQ(middle[0], -1.0F);
    EXPECT_EQ(middle[128], 0.0F);
    for (std::size_t i = 0; i < 256; ++i) ASSERT_EQ(in[i], out[i]);
}

TEST_P(Convert, I24ComesBackExactlyAtEverySize) {
    for (const std::size_t size : kAwkwardSizes) {
        UnalignedSpan<std::uint8_t> in(3 * size);
        std::mt19937 random(3);
        for (std::size_t i = 0; i < 3 * size; ++i) in[i] = static_cast<std::uint8_t>(random());
        UnalignedSpan<float> middle(size);
        UnalignedSpan<std::uint8_t> out(3 * size);
        i24_to_f32(in.data(), middle.data(), size);
        f32_to_i24(middle.data(), out.data(), size);
        for (std::size_t i = 0; i < size; ++i)
            ASSERT_EQ(middle[i], std::ldexp(static_cast<float>(read_i24(in, i)), -23));
        for (std::size_t i = 0; i < 3 * size; ++i) ASSERT_EQ(in[i], out[i]);
        EXPECT_TRUE(middle.guards_intact() && out.guards_intact());
    }
}

TEST_P(Convert, I32ToFloatIsTheNearestFloat) {
    for (const std::size_t size : kAwkwardSizes) {
        UnalignedSpan<std::int32_t> in(size);
        std::mt19937 random(5);
        for (std::size_t i = 0; i < size; ++i) in[i] = static_cast<std::int32_t>(random());
        UnalignedSpan<float> out(size);
        i32_to_f32(in.data(), out.data(), size);
        for (std::size_t i = 0; i < size; ++i) {
            ASSERT_EQ(out[i], static_cast<float>(std::ldexp(static_cast<double>(in[i]), -31)));
        }
        EXPECT_TRUE(out.guards_intact());
    }
}

TEST_P(Convert, DoublesPassThroughFloat) {
    for (const std::size_t size : kAwkwardSizes) {
        UnalignedSpan<float> in(size);
        fill_noise(in, 2.0F, 11);
        UnalignedSpan<double> middle(size);
        UnalignedSpan<float> out(size);
        f32_to_f64(in.data(), middle.data(), size);
        f64_to_f32(middle.data(), out.data(), size);
        for (std::size_t i = 0; i < size; ++i) ASSERT_EQ(in[i], out[i]);
        EXPECT_TRUE(middle.guards_intact() && out.guards_intact());
    }
}

}  // namespace
}  // namespace attacca::kernels
