#include "attacca/rt/placement.h"

#include <gtest/gtest.h>

#include <thread>

namespace attacca::rt {
namespace {

TEST(Placement, LeavesThreadsAloneWhereCoresAreAlike) {
    const CpuTopology alike{.performance = {0, 1}, .efficiency = {}, .source = "made up"};
    const auto before = current_thread_cpus();
    for (const Placement placement : {Placement::audio, Placement::recognition}) {
        EXPECT_EQ(place_current_thread(placement, alike), PinOutcome::cores_alike);
    }
    EXPECT_EQ(current_thread_cpus(), before);
    EXPECT_EQ(placement_words(alike), "all cores are alike: the system places threads");
}

#if defined(__linux__)
TEST(Placement, PutsAudioOnPerformanceCoresAndRecognitionOnTheOthers) {
    const auto cpus = current_thread_cpus();
    if (cpus.size() < 2) GTEST_SKIP() << "one processor";
    const CpuTopology hybrid{.performance = {cpus[0]}, .efficiency = {cpus[1]}, .source = "made up"};
    std::thread([&] {
        EXPECT_EQ(place_current_thread(Placement::recognition, hybrid), PinOutcome::pinned);
        EXPECT_EQ(current_thread_cpus(), hybrid.efficiency);
        EXPECT_EQ(place_current_thread(Placement::audio, hybrid), PinOutcome::pinned);
        EXPECT_EQ(current_thread_cpus(), hybrid.performance);
    }).join();
    EXPECT_EQ(current_thread_cpus(), cpus);
}
#endif

TEST(Placement, IsSaidInTheKernelsNotation) {
    const CpuTopology hybrid{.performance = {6, 0, 1, 2, 3}, .efficiency = {8}, .source = "made up"};
    EXPECT_EQ(placement_words(hybrid), "5 performance cores (0-3,6) for audio, 1 efficiency core (8) for recognition");
}

TEST(Placement, OfThisMachineIsReadOnce) { EXPECT_EQ(&this_machines_cpus(), &this_machines_cpus()); }

}  // namespace
}  // namespace attacca::rt
