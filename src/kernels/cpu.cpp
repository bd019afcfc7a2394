#include "attacca/kernels/cpu.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>

// Order matters: targets.h decides what Highway compiles.
// clang-format off
#include "kernels/targets.h"
#include "hwy/highway.h"
// clang-format on

namespace attacca::kernels {
namespace {

struct Path {
    std::int64_t target;
    std::string_view name;
};

constexpr std::array kPaths = {
    Path{HWY_AVX3, "avx512"}, Path{HWY_AVX2, "avx2"}, Path{HWY_SSE4, "sse4"},
    Path{HWY_NEON, "neon"},   Path{HWY_WASM, "wasm"}, Path{HWY_BASELINE_SCALAR, "scalar"},
};

// Highway's bits descend as paths get better, so those at or above a path's bit are it and its fallbacks.
std::int64_t path_and_fallbacks(std::int64_t target) { return ~(target - 1); }

bool carried(const Path& path) { return (HWY_TARGETS & path.target) != 0; }

#if HWY_TARGETS == HWY_STATIC_TARGET

// One path: kernels are called directly, and Highway's run-time part is not linked.
std::int64_t allowed_targets() { return HWY_TARGETS; }
void choose(std::int64_t) {}

#else

std::int64_t allowed_targets() { return hwy::SupportedTargets() | HWY_BASELINE_SCALAR; }

void choose(std::int64_t targets) {
    hwy::SetSupportedTargetsForTest(targets);
    hwy::GetChosenTarget().Update(targets);
}

#endif

// Asked for once, before anything is forced.
std::int64_t machine_targets() {
    static const std::int64_t targets = allowed_targets();
    return targets;
}

std::vector<Path> runnable() {
    std::vector<Path> found;
    for (const Path& path : kPaths) {
        if (carried(path) && (machine_targets() & path.target) != 0) found.push_back(path);
    }
    return found;
}

}  // namespace

std::vector<std::string_view> cpu_paths() {
    std::vector<std::string_view> names;
    for (const Path& path : runnable()) names.push_back(path.name);
    return names;
}

std::string_view cpu_path() noexcept {
    const std::int64_t allowed = allowed_targets();
    const auto best = std::find_if(kPaths.begin(), kPaths.end(),
                                   [&](const Path& path) { return carried(path) && (allowed & path.target) != 0; });
    return best == kPaths.end() ? "scalar" : best->name;
}

Status force_cpu_path(std::string_view name) {
    if (name == "auto") {
        choose(machine_targets());
        return {};
    }
    std::string known;
    for (const Path& path : runnable()) {
        if (path.name == name) {
            choose(machine_targets() & path_and_fallbacks(path.target));
            return {};
        }
        known.append(path.name).append(", ");
    }
    return fail(ErrorCode::invalid_argument,
                "CPU path \"" + std::string(name) + "\": this machine can run " + known + "or auto");
}

Status force_cpu_path_from_environment() {
    const char* value = std::getenv("ATTACCA_CPU");
    if (value == nullptr || *value == '\0') return {};
    auto forced = force_cpu_path(value);
    if (!forced) return fail(forced.error().code, "ATTACCA_CPU: " + forced.error().detail);
    return {};
}

}  // namespace attacca::kernels
