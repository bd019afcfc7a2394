#include "attacca/kernels/cpu.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <initializer_list>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

namespace attacca::kernels {
namespace {

TEST(CpuPath, TakesTheBestOfThisMachine) {
    const auto paths = cpu_paths();
    ASSERT_FALSE(paths.empty());
    EXPECT_EQ(cpu_path(), paths.front());
#if defined(__aarch64__)
    EXPECT_THAT(paths, testing::ElementsAre("neon"));
#elif defined(__wasm__)
    EXPECT_THAT(paths, testing::ElementsAre("wasm"));
#else
    EXPECT_EQ(paths.back(), "scalar");
#endif
}

#if defined(__linux__) && defined(__x86_64__)
TEST(CpuPath, IsListedWhereTheSystemSaysThatTheProcessorHasIt) {
    std::ifstream file("/proc/cpuinfo");
    std::string line;
    while (std::getline(file, line) && !line.starts_with("flags")) {
    }
    std::istringstream words(line);
    const std::vector<std::string> flags(std::istream_iterator<std::string>(words), {});
    const auto has = [&flags](std::initializer_list<const char*> wanted) {
        return std::ranges::all_of(wanted, [&flags](const char* one) { return std::ranges::count(flags, one) > 0; });
    };
    const auto listed = [paths = cpu_paths()](std::string_view name) { return std::ranges::count(paths, name) > 0; };
    const bool sse4 = has({"sse4_1", "sse4_2", "pclmulqdq", "aes"});
    const bool avx2 = sse4 && has({"avx2", "fma", "bmi1", "bmi2", "abm", "f16c"});
    EXPECT_EQ(listed("sse4"), sse4);
#if !defined(ATTACCA_FEWER_CPU_PATHS)
    EXPECT_EQ(listed("avx2"), avx2);
#endif
    EXPECT_EQ(listed("avx512"), avx2 && has({"avx512f", "avx512vl", "avx512dq", "avx512bw", "avx512cd"}));
}
#endif

TEST(CpuPath, ForcesEachListedPathAndGoesBack) {
    const auto paths = cpu_paths();
    for (const auto path : paths) {
        ASSERT_TRUE(force_cpu_path(path)) << path;
        EXPECT_EQ(cpu_path(), path);
        EXPECT_EQ(cpu_paths(), paths) << "forcing a path must not hide the others";
    }
    ASSERT_TRUE(force_cpu_path("auto"));
    EXPECT_EQ(cpu_path(), paths.front());
}

TEST(CpuPath, RefusesAnUnknownNameAndListsWhatThereIs) {
    const auto forced = force_cpu_path("mmx");
    ASSERT_FALSE(forced);
    EXPECT_EQ(forced.error().code, ErrorCode::invalid_argument);
    EXPECT_THAT(forced.error().detail, testing::HasSubstr("mmx"));
    EXPECT_THAT(forced.error().detail, testing::HasSubstr(std::string(cpu_paths().back())));
    EXPECT_EQ(cpu_path(), cpu_paths().front());
}

TEST(CpuPath, ObeysTheEnvironment) {
    const std::string last(cpu_paths().back());
    ASSERT_EQ(setenv("ATTACCA_CPU", last.c_str(), 1), 0);
    EXPECT_TRUE(force_cpu_path_from_environment());
    EXPECT_EQ(cpu_path(), last);
    ASSERT_EQ(setenv("ATTACCA_CPU", "abacus", 1), 0);
    const auto forced = force_cpu_path_from_environment();
    ASSERT_FALSE(forced);
    EXPECT_THAT(forced.error().detail, testing::HasSubstr("ATTACCA_CPU"));
    ASSERT_EQ(unsetenv("ATTACCA_CPU"), 0);
    EXPECT_TRUE(force_cpu_path("auto"));
    EXPECT_TRUE(force_cpu_path_from_environment());
    EXPECT_EQ(cpu_path(), cpu_paths().front());
}

}  // namespace
}  // namespace attacca::kernels
