// The weights inside an ONNX file: every named tensor of 32-bit floats, wherever in its graphs it stands.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "attacca/base/result.h"

namespace attacca::analysis {

struct OnnxTensor {
    std::string name;
    std::vector<std::uint64_t> shape;
    std::vector<float> values;  ///< As many as the shape's product, the last dimension running fastest.
};

/// Reads initializers and constants, those of subgraphs included; what computes with them is not looked at. `name`
/// stands in errors.
/// Failure: not an ONNX model, cut off, or a tensor whose values do not fit its shape.
/// Source: onnx.proto of the ONNX specification; Protocol Buffers' wire format.
[[nodiscard]] Result<std::vector<OnnxTensor>> parse_onnx_tensors(std::string_view bytes, std::string_view name);

}  // namespace attacca::analysis
