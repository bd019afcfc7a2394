#include "speech/onnx_provider.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "attacca/base/shared_library.h"

namespace attacca::speech {
namespace {

struct Known {
    const char* asked;     ///< As users name it.
    const char* passed;    ///< As sherpa-onnx does.
    const char* built_in;  ///< As ONNX Runtime does.
};

constexpr Known kKnown[] = {
    {"cuda", "cuda", "CUDAExecutionProvider"},          {"gpu", "cuda", "CUDAExecutionProvider"},
    {"coreml", "coreml", "CoreMLExecutionProvider"},    {"directml", "directml", "DmlExecutionProvider"},
    {"xnnpack", "xnnpack", "XnnpackExecutionProvider"}, {"nnapi", "nnapi", "NnapiExecutionProvider"},
    {"npu", "nnapi", "NnapiExecutionProvider"},         {"spacemit", "spacemit", "SpaceMITExecutionProvider"},
};

/// ONNX Runtime's table of functions, which only ever grows at its end: this one has stood here since its version 1.4.
constexpr std::uint32_t kTableVersion = 4;
constexpr std::size_t kGetAvailableProviders = 125;
constexpr std::size_t kReleaseAvailableProviders = 126;

struct OrtApiBase {
    void* const* (*get_api)(std::uint32_t version);
    const char* (*get_version)();
};

using GetAvailable = void* (*)(char*** names, int* count);
using ReleaseAvailable = void* (*)(char** names, int count);

}  // namespace

std::vector<std::string> built_in_providers() {
    const SharedLibrary library("libonnxruntime.so");
    const OrtApiBase* (*base)() = nullptr;
    if (!library.find("OrtGetApiBase", base)) return {};
    void* const* const table = base()->get_api(kTableVersion);
    if (table == nullptr) return {};
    char** names = nullptr;
    int count = 0;
    if (reinterpret_cast<GetAvailable>(table[kGetAvailableProviders])(&names, &count) != nullptr) return {};
    std::vector<std::string> all(names, names + count);
    (void)reinterpret_cast<ReleaseAvailable>(table[kReleaseAvailableProviders])(names, count);
    return all;
}

Result<OnnxProvider> choose_provider(const std::string& wanted, std::span<const std::string> built_in) {
    if (wanted.empty() || wanted == "cpu") return OnnxProvider{.name = "cpu"};
    const auto known = std::ranges::find_if(kKnown, [&](const Known& row) { return wanted == row.asked; });
    if (known == std::end(kKnown)) {
        std::string names = "cpu";
        for (const Known& row : kKnown) names += std::string(", ") + row.asked;
        return fail(ErrorCode::invalid_argument, "no provider is called '" + wanted + "'; there are " + names);
    }
    if (std::ranges::find(built_in, known->built_in) != built_in.end()) return OnnxProvider{.name = known->passed};
    std::string upper = wanted;
    std::ranges::transform(upper, upper.begin(),
                           [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    return OnnxProvider{.name = "cpu", .notice = "this ONNX Runtime has no " + upper + " provider; running on the CPU"};
}

}  // namespace attacca::speech
