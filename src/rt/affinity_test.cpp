// Topologies are read from made-up trees; threads are pinned to what this machine has.
#include "attacca/rt/affinity.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <map>
#include <thread>

namespace attacca::rt {
namespace {

namespace fs = std::filesystem;
using Cpus = std::vector<int>;
using Files = std::map<std::string, std::string>;

/// A directory as /sys/devices, gone with the test.
class Tree {
public:
    explicit Tree(const Files& files) {
        std::string pattern = (fs::temp_directory_path() / "attacca_cpus_XXXXXX").string();
        root_ = mkdtemp(pattern.data());
        for (const auto& [path, text] : files) {
            fs::create_directories((root_ / path).parent_path());
            std::ofstream(root_ / path) << text << '\n';
        }
    }
    ~Tree() { fs::remove_all(root_); }
    Tree(const Tree&) = delete;
    Tree& operator=(const Tree&) = delete;
    CpuTopology read() const { return read_cpu_topology(root_); }

private:
    fs::path root_;
};

/// One file for each processor, with these values.
Files each_cpu(const std::string& file, const std::vector<int>& values) {
    Files files{{"system/cpu/online", "0-" + std::to_string(values.size() - 1)}};
    for (std::size_t cpu = 0; cpu < values.size(); ++cpu) {
        files["system/cpu/cpu" + std::to_string(cpu) + "/" + file] = std::to_string(values[cpu]);
    }
    return files;
}

TEST(CpuTopology, ReadsTheTwoListsOfAHybridIntel) {
    auto files = each_cpu("cpufreq/cpuinfo_max_freq", {5000000, 5000000, 5000000, 5000000, 5000000, 5000000});
    files["cpu_core/cpus"] = "0-3";
    files["cpu_atom/cpus"] = "4,6-7";
    const auto topology = Tree(files).read();
    EXPECT_EQ(topology.performance, (Cpus{0, 1, 2, 3}));
    EXPECT_EQ(topology.efficiency, (Cpus{4, 6, 7}));
    EXPECT_TRUE(topology.hybrid());
    EXPECT_EQ(topology.source, "cpu_core and cpu_atom");
}

TEST(CpuTopology, ReadsTheCapacitiesOfBigLittle) {
    const auto topology = Tree(each_cpu("cpu_capacity", {446, 446, 1024, 1024})).read();
    EXPECT_EQ(topology.performance, (Cpus{2, 3}));
    EXPECT_EQ(topology.efficiency, (Cpus{0, 1}));
}

TEST(CpuTopology, PutsAMiddleKindWithTheNearer) {
    const auto topology = Tree(each_cpu("cpu_capacity", {250, 250, 800, 1024})).read();
    EXPECT_EQ(topology.performance, (Cpus{2, 3}));
    EXPECT_EQ(topology.efficiency, (Cpus{0, 1}));
}

TEST(CpuTopology, FallsBackToTheHighestFrequencies) {
    const auto topology = Tree(each_cpu("cpufreq/cpuinfo_max_freq", {5200000, 3900000, 5100000, 3900000})).read();
    EXPECT_EQ(topology.performance, (Cpus{0, 2}));
    EXPECT_EQ(topology.efficiency, (Cpus{1, 3}));
    EXPECT_EQ(topology.source, "cpufreq/cpuinfo_max_freq");
}

TEST(CpuTopology, ASlightlyFasterCoreDoesNotMakeAHybrid) {
    const auto topology = Tree(each_cpu("cpufreq/cpuinfo_max_freq", {5600000, 5200000, 4900000, 5200000})).read();
    EXPECT_EQ(topology.performance, (Cpus{0, 1, 2, 3}));
    EXPECT_FALSE(topology.hybrid());
}

TEST(CpuTopology, AnswersUniformWhereFilesAreMissingOrBroken) {
    const auto empty = Tree(Files{}).read();
    EXPECT_FALSE(empty.hybrid());
    EXPECT_FALSE(empty.performance.empty());

    const auto bare = Tree(Files{{"system/cpu/online", "0-2,5"}}).read();
    EXPECT_EQ(bare.performance, (Cpus{0, 1, 2, 5}));

    auto partial = each_cpu("cpu_capacity", {446, 446, 1024, 1024});
    partial.erase("system/cpu/cpu2/cpu_capacity");
    EXPECT_FALSE(Tree(partial).read().hybrid());

    auto broken = each_cpu("cpu_capacity", {446, 1024});
    broken["system/cpu/cpu0/cpu_capacity"] = "fast";
    EXPECT_FALSE(Tree(broken).read().hybrid());

    EXPECT_EQ(Tree(Files{{"system/cpu/online", "0-1,x,7-99999999999,-3,4-2"}}).read().performance, (Cpus{0, 1}));
    EXPECT_FALSE(Tree(Files{{"cpu_core/cpus", "0-3"}, {"cpu_atom/cpus", ""}}).read().hybrid());
}

TEST(CpuTopology, OfThisMachineHasEveryProcessorOnce) {
    const auto topology = read_cpu_topology();
    EXPECT_GE(topology.performance.size() + topology.efficiency.size(), 1u);
    EXPECT_FALSE(topology.source.empty());
}

TEST(Affinity, LeavesTheThreadAloneWhereCoresAreAlike) {
    const auto before = current_thread_cpus();
    const auto outcome =
        pin_current_thread(CoreKind::performance, {.performance = {0}, .efficiency = {}, .source = ""});
    ASSERT_TRUE(outcome);
    EXPECT_EQ(*outcome, PinOutcome::cores_alike);
    EXPECT_EQ(current_thread_cpus(), before);
}

#if defined(__linux__)

TEST(Affinity, PinsTheCurrentThreadOnly) {
    const auto before = current_thread_cpus();
    if (before.size() < 2) GTEST_SKIP() << "one processor";
    const CpuTopology topology{.performance = {before[0]}, .efficiency = {before[1]}, .source = "made up"};
    std::thread([&] {
        EXPECT_EQ(pin_current_thread(CoreKind::efficiency, topology), PinOutcome::pinned);
        EXPECT_EQ(current_thread_cpus(), Cpus{before[1]});
        EXPECT_EQ(pin_current_thread(CoreKind::performance, topology), PinOutcome::pinned);
        EXPECT_EQ(current_thread_cpus(), Cpus{before[0]});
    }).join();
    EXPECT_EQ(current_thread_cpus(), before);
}

TEST(Affinity, SaysSoWhenTheProcessMayUseNoneOfThem) {
    const CpuTopology elsewhere{.performance = {1000}, .efficiency = {1001}, .source = "made up"};
    const auto before = current_thread_cpus();
    const auto outcome = pin_current_thread(CoreKind::performance, elsewhere);
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().code, ErrorCode::permission);
    EXPECT_NE(outcome.error().detail.find("performance cores"), std::string::npos);
    EXPECT_EQ(current_thread_cpus(), before);
}

#endif

}  // namespace
}  // namespace attacca::rt
