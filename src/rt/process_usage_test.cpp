#include "attacca/rt/process_usage.h"

#include <gtest/gtest.h>

#include <vector>

namespace attacca::rt {
namespace {

TEST(ProcessUsage, CountsProcessorTime) {
    const double before = cpu_seconds();
    volatile unsigned sum = 0;
    while (cpu_seconds() - before < 0.01) sum = sum + 1;
    EXPECT_GT(cpu_seconds(), before);
    EXPECT_LT(process_started(), std::chrono::steady_clock::now());
}

TEST(ProcessUsage, SeesMemoryCome) {
#ifndef __linux__
    GTEST_SKIP() << "only Linux says";
#endif
    constexpr std::size_t kBytes = 64U << 20U;
    const auto before = resident_bytes();
    ASSERT_GT(before, 0U);
    {
        const std::vector<char> block(kBytes, 'x');
        EXPECT_GE(resident_bytes() + block.size() / 8, before + kBytes);
    }
    EXPECT_GE(peak_resident_bytes(), before + kBytes - kBytes / 8);
}

}  // namespace
}  // namespace attacca::rt
