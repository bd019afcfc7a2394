// Writes ONNX files for tests: tensors as constants in a graph, as Silero's models hold them.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

namespace attacca::analysis {

inline std::string varint(std::uint64_t value) {
    std::string bytes;
    for (; value >= 0x80; value >>= 7) bytes.push_back(static_cast<char>(value | 0x80));
    bytes.push_back(static_cast<char>(value));
    return bytes;
}

inline std::string number_field(std::uint32_t number, std::uint64_t value) {
    return varint(number << 3) + varint(value);
}

inline std::string bytes_field(std::uint32_t number, const std::string& bytes) {
    return varint(number << 3 | 2) + varint(bytes.size()) + bytes;
}

inline std::string raw(const std::vector<float>& values) {
    std::string bytes(values.size() * sizeof(float), '\0');
    std::memcpy(bytes.data(), values.data(), bytes.size());
    return bytes;
}

/// TensorProto.
inline std::string onnx_tensor(const std::string& name, const std::vector<std::uint64_t>& shape,
                               const std::vector<float>& values) {
    std::string bytes;
    for (const std::uint64_t extent : shape) bytes += number_field(1, extent);
    return bytes + number_field(2, 1) + bytes_field(8, name) + bytes_field(9, raw(values));
}

/// NodeProto that gives the tensor under this name.
inline std::string onnx_constant(const std::string& name, const std::vector<std::uint64_t>& shape,
                                 const std::vector<float>& values) {
    return bytes_field(2, name) + bytes_field(4, "Constant") +
           bytes_field(5, bytes_field(5, onnx_tensor("", shape, values)));
}

/// NodeProto that holds a graph.
inline std::string onnx_branch(const std::string& graph) {
    return bytes_field(4, "If") + bytes_field(5, bytes_field(6, graph));
}

/// ModelProto.
inline std::string onnx_model(const std::string& graph) { return number_field(1, 8) + bytes_field(7, graph); }

}  // namespace attacca::analysis
