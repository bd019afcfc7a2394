// Which CPU path the kernels take: chosen at the first call, listed here, forced when asked.
#pragma once

#include <string_view>
#include <vector>

#include "attacca/base/result.h"

namespace attacca::kernels {

/// The paths that this program carries and this machine can run, best first: "avx512", "avx2", "sse4",
/// "neon", "wasm", "scalar".
[[nodiscard]] std::vector<std::string_view> cpu_paths();

/// [any] The path that kernels take now.
[[nodiscard]] std::string_view cpu_path() noexcept;

/// [control] Makes every kernel take this path from its next call on; "auto" is the best there is.
/// Call it before audio starts: a kernel called meanwhile takes either path.
/// Failure: names the paths there are.
[[nodiscard]] Status force_cpu_path(std::string_view name);

/// [control] As force_cpu_path with the value of ATTACCA_CPU, if it is set. A program calls it once, at the
/// start of main; no other part of the libraries reads the environment.
[[nodiscard]] Status force_cpu_path_from_environment();

}  // namespace attacca::kernels
