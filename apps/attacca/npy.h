// Arrays as NumPy's files hold them.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace attacca::app {

struct NpyShape {
    std::size_t rows = 0;
    std::size_t columns = 0;
};

/// What stands before the values: format 1.0, little-endian 32-bit floats in C order; its size is a multiple of 64.
/// Source     numpy.lib.format, "NPY format".
[[nodiscard]] std::string npy_header(const NpyShape& shape);

/// The values, row after row, as the file holds them: a view of their memory.
[[nodiscard]] std::string_view npy_bytes(std::span<const float> values);

}  // namespace attacca::app
