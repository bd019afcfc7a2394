// What an ONNX file says of itself, without its weights: enough to know a model before a library that ends the program
// over a wrong one sees it.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "attacca/base/result.h"

namespace attacca::speech {

using OnnxMetadata = std::map<std::string, std::string, std::less<>>;

/// The metadata of a model. Graph and weights are passed over, so a file of gigabytes takes no longer.
/// Failure: unreadable, not an ONNX model, or cut off.
/// Source: onnx.proto of the ONNX specification; Protocol Buffers' wire format.
[[nodiscard]] Result<OnnxMetadata> read_onnx_metadata(const std::filesystem::path& file);

}  // namespace attacca::speech
