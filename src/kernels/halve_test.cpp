#include "attacca/kernels/halve.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "kernels/path_test.h"

namespace attacca::kernels {
namespace {

class HalveTest : public PathTest {};
ATTACCA_ON_EVERY_PATH(HalveTest);

constexpr std::array<float, 3> kArm = {0.3F, -0.07F, 0.02F};
constexpr HalfBand kFilter = {kArm.data(), kArm.size()};

TEST_P(HalveTest, IsTheFilterAtEveryOtherSample) {
    for (const std::size_t count : kAwkwardSizes) {
        UnalignedSpan<float> evens(count + 5), odds(count + 5), out(count);
        fill_noise(evens, 1.0F, 1);
        fill_noise(odds, 1.0F, 2);
        halve(kFilter, evens.data(), odds.data(), count, out.data());
        for (std::size_t n = 0; n < count; ++n) {
            double wanted = 0.5 * static_cast<double>(evens[n + 3]);
            for (std::size_t i = 0; i < 3; ++i) {  // An odd sample lies half a place after the even one beside it.
                wanted += static_cast<double>(kArm[i]) * (static_cast<double>(odds[n + 3 + i]) + odds[n + 2 - i]);
            }
            ASSERT_NEAR(out[n], wanted, 1e-6) << count << " " << n;
        }
        EXPECT_TRUE(out.guards_intact());
    }
}

TEST_P(HalveTest, GivesTheSameInPartsAsAtOnce) {
    constexpr std::size_t kCount = 100;
    UnalignedSpan<float> evens(kCount + 5), odds(kCount + 5), whole(kCount), parts(kCount);
    fill_noise(evens, 1.0F, 3);
    fill_noise(odds, 1.0F, 4);
    halve(kFilter, evens.data(), odds.data(), kCount, whole.data());
    for (std::size_t n = 0; n < kCount; n += 7) {
        halve(kFilter, evens.data() + n, odds.data() + n, std::min<std::size_t>(7, kCount - n), parts.data() + n);
    }
    for (std::size_t n = 0; n < kCount; ++n) ASSERT_EQ(parts[n], whole[n]) << n;
}

}  // namespace
}  // namespace attacca::kernels
