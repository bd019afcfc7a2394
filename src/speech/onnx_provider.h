// On what ONNX Runtime computes: the processor, or what its user names if this library can.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "attacca/base/result.h"

namespace attacca::speech {

struct OnnxProvider {
    std::string name;    ///< As sherpa-onnx has it: "cpu", "cuda".
    std::string notice;  ///< That it is not there, and what is done instead; empty: it is.
};

/// What the ONNX Runtime that is loaded, or can be, was built with: "CPUExecutionProvider". Empty: there is none.
[[nodiscard]] std::vector<std::string> built_in_providers();

/// Empty for `wanted` is the processor; so is what is not built in, with a notice.
/// Failure: no provider is called so; names those that are.
[[nodiscard]] Result<OnnxProvider> choose_provider(const std::string& wanted, std::span<const std::string> built_in);

}  // namespace attacca::speech
