#include "npy.h"

#include <bit>

#include "text.h"

namespace attacca::app {

std::string npy_header(const NpyShape& shape) {
    constexpr std::size_t kAlignment = 64;
    constexpr std::size_t kFixedSize = 10;  // Magic, version, and the size of the text that follows.
    std::string text =
        formatted("{'descr': '<f4', 'fortran_order': False, 'shape': (%zu, %zu), }", shape.rows, shape.columns);
    text.append(kAlignment - 1 - (kFixedSize + text.size()) % kAlignment, ' ');
    text += '\n';
    std::string header("\x93NUMPY\x01\x00", 8);
    header += static_cast<char>(text.size() % 256);
    header += static_cast<char>(text.size() / 256);
    return header + text;
}

std::string_view npy_bytes(std::span<const float> values) {
    static_assert(std::endian::native == std::endian::little);
    return {reinterpret_cast<const char*>(values.data()), values.size_bytes()};
}

}  // namespace attacca::app
