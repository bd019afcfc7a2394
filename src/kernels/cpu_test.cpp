#include "attacca/kernels/cpu.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

namespace attacca::kernels {
namespace {

TEST(CpuPath, ListsTheScalarPathLast) {
    ASSERT_FALSE(cpu_paths().empty());
    EXPECT_EQ(cpu_paths().back(), "scalar");
    EXPECT_EQ(cpu_path(), cpu_paths().front());
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
    EXPECT_THAT(forced.error().detail, testing::HasSubstr("scalar"));
    EXPECT_EQ(cpu_path(), cpu_paths().front());
}

TEST(CpuPath, ObeysTheEnvironment) {
    ASSERT_EQ(setenv("ATTACCA_CPU", "scalar", 1), 0);
    EXPECT_TRUE(force_cpu_path_from_environment());
    EXPECT_EQ(cpu_path(), "scalar");
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
