#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <thread>

#include "attacca/rt/denormals.h"

namespace attacca::rt {
namespace {

TEST(DenormalsOfThreads, StayOnOtherThreads) {
    const volatile float smallest = std::numeric_limits<float>::min();
    float elsewhere = 0;
    std::thread thread;
    {
        // A thread takes over its maker's setting, so this one is made before the scope.
        thread = std::thread([&] { elsewhere = smallest * 0.5f; });
        const ScopedDenormalsOff off;
        thread.join();
    }
    EXPECT_EQ(std::fpclassify(elsewhere), FP_SUBNORMAL);
}

}  // namespace
}  // namespace attacca::rt
