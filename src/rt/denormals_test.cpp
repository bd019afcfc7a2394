#include "attacca/rt/denormals.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace attacca::rt {
namespace {

constexpr float kSmallest = std::numeric_limits<float>::min();

// Computed where the compiler cannot see the values.
float half_of(float value) {
    const volatile float in = value;
    return in * 0.5f;
}

class Denormals : public testing::Test {
protected:
    void SetUp() override {
#if !defined(__x86_64__) && !defined(__aarch64__)
        GTEST_SKIP() << "this processor has no such switch";
#endif
    }
};

TEST_F(Denormals, AreZeroInsideTheScopeOnly) {
    EXPECT_EQ(std::fpclassify(half_of(kSmallest)), FP_SUBNORMAL);
    {
        const ScopedDenormalsOff off;
        EXPECT_EQ(half_of(kSmallest), 0.0f);
        EXPECT_EQ(half_of(2 * kSmallest), kSmallest);
    }
    EXPECT_EQ(std::fpclassify(half_of(kSmallest)), FP_SUBNORMAL);
}

TEST_F(Denormals, GivenAsInputCountAsZeroToo) {
    const volatile float denormal = half_of(kSmallest);
    const ScopedDenormalsOff off;
    EXPECT_EQ(denormal * 1e30f, 0.0f);
}

TEST_F(Denormals, ScopesNest) {
    const ScopedDenormalsOff outer;
    { const ScopedDenormalsOff inner; }
    EXPECT_EQ(half_of(kSmallest), 0.0f);
}

}  // namespace
}  // namespace attacca::rt
