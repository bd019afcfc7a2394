#include "attacca/kernels/dither.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "kernels/path_test.h"

namespace attacca::kernels {
namespace {

class DitherKernel : public PathTest {};
ATTACCA_ON_EVERY_PATH(DitherKernel);

constexpr std::uint32_t kFirst = 0xFFFFFF00U;  // Counts over the end of 32 bits.

// In double: the sample and its dither, rounded to nearest, saturated; NaN is 0 before its dither.
std::int64_t expected(float sample, std::size_t i, int bits) {
    const double full = std::ldexp(1.0, bits - 1);
    const double steps = std::isnan(sample) ? 0.0 : std::clamp(static_cast<double>(sample), -2.0, 2.0) * full;
    const double value = steps + triangular_dither(kFirst + static_cast<std::uint32_t>(i));
    return static_cast<std::int64_t>(std::clamp(std::nearbyint(value), -full, full - 1));
}

void fill_hard_samples(UnalignedSpan<float>& in) {
    fill_noise(in, 1.1F, 7);
    const float special[] = {std::numeric_limits<float>::quiet_NaN(), 1.0F, -1.0F, 1e30F, 0.0F,
                             -std::numeric_limits<float>::infinity()};
    for (std::size_t i = 0; i < in.size(); i += 5) in[i] = special[(i / 5) % std::size(special)];
}

TEST_P(DitherKernel, IsAddedBeforeTheRounding) {
    for (const std::size_t size : kAwkwardSizes) {
        UnalignedSpan<float> in(size);
        fill_hard_samples(in);
        UnalignedSpan<std::int16_t> shorts(size);
        UnalignedSpan<std::uint8_t> packed(3 * size);
        f32_to_i16_dithered(in.data(), shorts.data(), size, kFirst);
        f32_to_i24_dithered(in.data(), packed.data(), size, kFirst);
        for (std::size_t i = 0; i < size; ++i) {
            ASSERT_EQ(shorts[i], expected(in[i], i, 16)) << in[i] << " at " << i;
            const std::uint32_t bytes = packed[3 * i] | packed[3 * i + 1] << 8 | std::uint32_t{packed[3 * i + 2]} << 16;
            ASSERT_EQ(static_cast<std::int32_t>(bytes << 8) >> 8, expected(in[i], i, 24)) << in[i] << " at " << i;
        }
        EXPECT_TRUE(shorts.guards_intact() && packed.guards_intact());
        for (const int bits : {8, 20, 24}) {
            UnalignedSpan<std::int32_t> out(size);
            f32_to_i32_dithered(in.data(), out.data(), size, bits, kFirst);
            for (std::size_t i = 0; i < size; ++i) {
                ASSERT_EQ(out[i], expected(in[i], i, bits) * (std::int64_t{1} << (32 - bits))) << in[i] << " " << bits;
            }
            EXPECT_TRUE(out.guards_intact());
        }
    }
}

TEST_P(DitherKernel, GoesOnFromBlockToBlock) {
    constexpr std::size_t kSize = 1000;
    UnalignedSpan<float> in(kSize);
    fill_noise(in, 0.9F, 3);
    std::vector<std::int16_t> whole(kSize), pieces(kSize);
    f32_to_i16_dithered(in.data(), whole.data(), kSize, 5);
    for (std::size_t done = 0; done < kSize;) {
        const std::size_t count = std::min(kSize - done, 1 + done % 37);
        f32_to_i16_dithered(in.data() + done, pieces.data() + done, count, static_cast<std::uint32_t>(5 + done));
        done += count;
    }
    EXPECT_EQ(pieces, whole);
}

// Its mean, its spread, its shape, and that no sample follows from one before.
TEST_P(DitherKernel, IsTriangularAndWhite) {
    constexpr std::size_t kCount = 200'000;
    std::vector<double> noise(kCount);
    for (std::size_t i = 0; i < kCount; ++i) noise[i] = triangular_dither(static_cast<std::uint32_t>(i));
    double sum = 0.0, squares = 0.0, beyond_half = 0.0;
    for (const double x : noise) {
        ASSERT_LT(std::abs(x), 1.0);
        sum += x;
        squares += x * x;
        beyond_half += std::abs(x) > 0.5 ? 1.0 : 0.0;
    }
    // Five standard errors each.
    EXPECT_NEAR(sum / kCount, 0.0, 5.0 * std::sqrt(1.0 / 6.0 / kCount));
    EXPECT_NEAR(squares / kCount, 1.0 / 6.0, 5.0 * std::sqrt((1.0 / 15.0 - 1.0 / 36.0) / kCount));
    EXPECT_NEAR(beyond_half / kCount, 0.25, 5.0 * std::sqrt(0.25 * 0.75 / kCount));
    for (const std::size_t lag : {1U, 2U, 3U, 4U, 6U, 8U, 16U, 48'000U}) {
        double product = 0.0;
        for (std::size_t i = lag; i < kCount; ++i) product += noise[i] * noise[i - lag];
        EXPECT_NEAR(product / kCount, 0.0, 5.0 / 6.0 / std::sqrt(kCount)) << lag;
    }
}

// A tone of a third of a step vanishes when it is rounded; dithered, it is all there.
TEST_P(DitherKernel, KeepsWhatIsSmallerThanAStep) {
    constexpr std::size_t kCount = 96'000;
    constexpr double kTurns = 2000.0;
    UnalignedSpan<float> in(kCount);
    const auto tone = [](std::size_t i) {
        return std::sin(2.0 * 3.14159265358979 * kTurns * static_cast<double>(i) / kCount);
    };
    for (std::size_t i = 0; i < kCount; ++i) in[i] = static_cast<float>(tone(i) / 3.0 / 32768.0);
    std::vector<std::int16_t> out(kCount);
    f32_to_i16_dithered(in.data(), out.data(), kCount, 0);
    double found = 0.0;
    for (std::size_t i = 0; i < kCount; ++i) found += 2.0 / kCount * tone(i) * out[i];
    EXPECT_NEAR(found, 1.0 / 3.0, 0.01);
}

}  // namespace
}  // namespace attacca::kernels
