#include "attacca/kernels/cpu.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

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
