// Runs a kernel's test on every CPU path of the machine, at sizes where vector loops go wrong.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "attacca/kernels/cpu.h"

namespace attacca::kernels {

inline constexpr std::array<std::size_t, 7> kAwkwardSizes = {0, 1, 7, 31, 64, 253, 5000};

/// A test with a CPU path as its parameter; the best path is back in place afterwards.
class PathTest : public testing::TestWithParam<std::string> {
protected:
    void SetUp() override { ASSERT_TRUE(force_cpu_path(GetParam())); }
    void TearDown() override { ASSERT_TRUE(force_cpu_path("auto")); }
};

inline std::vector<std::string> paths_to_test() {
    const auto paths = cpu_paths();
    return {paths.begin(), paths.end()};
}

/// `size` values that start one element past an aligned address, with room at the end that must stay as it was.
template <class T>
class UnalignedSpan {
public:
    explicit UnalignedSpan(std::size_t size, T guard = T{85}) : storage_(size + 1 + kGuards, guard), guard_(guard) {}
    T* data() { return storage_.data() + 1; }
    T& operator[](std::size_t i) { return storage_[i + 1]; }
    std::size_t size() const { return storage_.size() - 1 - kGuards; }
    bool guards_intact() const {
        if (storage_.front() != guard_) return false;
        for (std::size_t i = storage_.size() - kGuards; i < storage_.size(); ++i) {
            if (storage_[i] != guard_) return false;
        }
        return true;
    }

private:
    static constexpr std::size_t kGuards = 16;
    std::vector<T> storage_;
    T guard_;
};

/// Every place that a vector of floats can begin at, against its own size.
inline constexpr std::size_t kStarts = 17;

/// Uniform in ±peak, the same for each seed.
inline void fill_noise(UnalignedSpan<float>& span, float peak, std::uint32_t seed) {
    std::mt19937 random(seed);
    std::uniform_real_distribution<float> uniform(-peak, peak);
    for (std::size_t i = 0; i < span.size(); ++i) span[i] = uniform(random);
}

}  // namespace attacca::kernels

// NOLINTNEXTLINE: the suite needs a name of its own in each file.
#define ATTACCA_ON_EVERY_PATH(suite)                                                               \
    INSTANTIATE_TEST_SUITE_P(Paths, suite, testing::ValuesIn(::attacca::kernels::paths_to_test()), \
                             [](const auto& path) { return path.param; })
