#include "attacca/rt/realtime_scope.h"

#include <gtest/gtest.h>

#include "rt/realtime_thread.h"

namespace attacca::rt {
namespace {

TEST(RealtimeScope, NestsAndEndsWithTheOutermost) {
    EXPECT_EQ(t_realtime.depth, 0u);
    {
        const RealtimeScope outer;
        {
            const RealtimeScope inner;
            EXPECT_EQ(t_realtime.depth, 2u);
        }
        EXPECT_EQ(t_realtime.depth, 1u);
    }
    EXPECT_EQ(t_realtime.depth, 0u);
}

TEST(RealtimeScope, AnExemptionLiftsEveryScopeAndPutsThemBack) {
    const RealtimeScope outer;
    const RealtimeScope inner;
    {
        const RealtimeExemption exemption;
        EXPECT_EQ(t_realtime.depth, 0u);
        EXPECT_EQ(t_realtime.stopping, 0u);
        {
            const RealtimeScope within;
            EXPECT_EQ(t_realtime.depth, 1u);
        }
    }
    EXPECT_EQ(t_realtime.depth, 2u);
    EXPECT_EQ(t_realtime.stopping, realtime_trap_built() ? 1u : 0u);
}

TEST(RealtimeScope, CountsNothingInCleanCode) {
    const auto before = realtime_violations().total();
    {
        const RealtimeScope rule;
        const RealtimeExemption exemption;
    }
    EXPECT_EQ(realtime_violations().total(), before);
}

}  // namespace
}  // namespace attacca::rt
