#include "system_facts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace attacca::app {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
namespace fs = std::filesystem;

/// A machine with files that the test writes.
class SystemFactsTest : public testing::Test {
protected:
    void SetUp() override { root_ = fs::temp_directory_path() / ("attacca-system-facts-" + std::to_string(getpid())); }
    void TearDown() override { fs::remove_all(root_); }

    void write(const std::string& path, const std::string& text) {
        fs::create_directories((root_ / path).parent_path());
        std::ofstream(root_ / path) << text;
    }

    fs::path root_;
};

TEST_F(SystemFactsTest, ReadsProcessorAndGovernor) {
    write("proc/cpuinfo", "processor\t: 0\nmodel name\t: Thunder 9000 @ 3.2 GHz\nflags\t: fpu\n\nmodel name\t: Other\n");
    write("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "powersave\n");
    const auto facts = system_facts(root_);
    EXPECT_EQ(facts.processor, "Thunder 9000 @ 3.2 GHz");
    EXPECT_EQ(facts.governor, "powersave");
    EXPECT_GT(facts.cores, 0U);
    EXPECT_FALSE(facts.kernel.empty());
    EXPECT_FALSE(facts.cpu_path.empty());
    EXPECT_EQ(facts.superuser, geteuid() == 0);
}

TEST_F(SystemFactsTest, TellsFastCoresFromFrugalOnes) {
    write("sys/devices/cpu_core/cpus", "0-3\n");
    write("sys/devices/cpu_atom/cpus", "4-5\n");
    const auto facts = system_facts(root_);
    EXPECT_THAT(facts.topology.performance, ElementsAre(0, 1, 2, 3));
    EXPECT_THAT(facts.topology.efficiency, ElementsAre(4, 5));
}

TEST_F(SystemFactsTest, LeavesEmptyWhatTheKernelDoesNotTell) {
    write("proc/cpuinfo", "processor\t: 0\nBogoMIPS\t: 48.00\nmodel name\t:\n");  // arm64 names no model.
    const auto facts = system_facts(root_);
    EXPECT_EQ(facts.processor, "");
    EXPECT_EQ(facts.governor, "");
}

SystemFacts well_set_up() {
    SystemFacts facts;
    facts.realtime_limit = 95;
    facts.governor = "performance";
    facts.memory.limit_kb = 1024 * 1024;
    return facts;
}

TEST(Advice, IsSilentWhereAllIsWell) {
    EXPECT_THAT(advice(well_set_up(), "SCHED_FIFO 88"), IsEmpty());
    EXPECT_THAT(advice(well_set_up(), "SCHED_RR 20 through rtkit"), IsEmpty());
    auto facts = well_set_up();
    facts.governor.clear();
    facts.memory.limit_kb.reset();
    EXPECT_THAT(advice(facts, "SCHED_FIFO 88"), IsEmpty()) << "unlimited, and no governor at all";
}

TEST(Advice, SaysHowToAllowRealTimePriority) {
    auto facts = well_set_up();
    facts.realtime_limit = 0;
    EXPECT_THAT(advice(facts, "SCHED_OTHER"), ElementsAre(HasSubstr("rtkit")));
    facts.superuser = true;
    EXPECT_THAT(advice(facts, "SCHED_OTHER"), ElementsAre(HasSubstr("--buffer"))) << "a limit does not bind root";
    EXPECT_THAT(advice(well_set_up(), "SCHED_OTHER"), ElementsAre(HasSubstr("SCHED_OTHER")));
}

TEST(Advice, SaysHowToAllowLockedMemory) {
    auto facts = well_set_up();
    facts.memory.limit_kb = 8192;
    EXPECT_THAT(advice(facts, "SCHED_FIFO 88"), ElementsAre(HasSubstr("8192 KiB")));
    facts.memory.exempt = true;
    EXPECT_THAT(advice(facts, "SCHED_FIFO 88"), IsEmpty());
}

TEST(Advice, NamesASavingGovernor) {
    auto facts = well_set_up();
    facts.governor = "powersave";
    EXPECT_THAT(advice(facts, "SCHED_FIFO 88"), ElementsAre(HasSubstr("\"powersave\"")));
}

}  // namespace
}  // namespace attacca::app
