// Which of Highway's targets this processor has, and which of them dispatch uses. In place of libhwy, from which
// dispatch needs nothing else: when it is loaded it times the processor's clock, for 8 ms of every program's start.
#include <atomic>
#include <cstdint>

// Order matters: targets.h decides what Highway compiles.
// clang-format off
#include "kernels/targets.h"
#include "hwy/highway.h"
// clang-format on

#if HWY_TARGETS != HWY_STATIC_TARGET

namespace hwy {
namespace {

/// What Highway's headers have the compiler assume for each target. That the system saves the registers is part of it.
std::int64_t detected_targets() {
    std::int64_t targets = HWY_BASELINE_SCALAR;
    __builtin_cpu_init();
    const bool sse4 = __builtin_cpu_supports("sse4.1") && __builtin_cpu_supports("sse4.2") &&
                      __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("aes");
    const bool avx2 = sse4 && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
                      __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
                      __builtin_cpu_supports("lzcnt") && __builtin_cpu_supports("f16c");
    const bool avx3 = avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
                      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw") &&
                      __builtin_cpu_supports("avx512cd");
    if (sse4) targets |= HWY_SSE4;
    if (avx2) targets |= HWY_AVX2;
    if (avx3) targets |= HWY_AVX3;
    return targets;
}

std::atomic<std::int64_t>& forced() {
    static std::atomic<std::int64_t> targets{0};  // 0: none is forced.
    return targets;
}

}  // namespace

std::int64_t SupportedTargets() {
    static const std::int64_t detected = detected_targets();
    const std::int64_t targets = forced().load();
    return targets != 0 ? targets : detected;
}

void SetSupportedTargetsForTest(std::int64_t targets) { forced().store(targets); }

ChosenTarget& GetChosenTarget() {
    static ChosenTarget chosen;
    return chosen;
}

}  // namespace hwy

#endif
