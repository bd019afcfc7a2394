// Base64 into bytes.
#pragma once

#include <cstddef>
#include <cstdint>

namespace attacca::kernels {

/// Decodes groups of four characters into three bytes each, up to the first group that holds anything else than the
/// alphabet's 64 characters: padding, an escape, an error. Returns how many characters these groups have; writes three
/// bytes for each group and no more.
///
/// Threads    Any.
/// Real time  All. Spans need no alignment and must not overlap.
/// Source     RFC 4648, section 4.
[[nodiscard]] std::size_t decode_base64(const char* text, std::size_t count, std::uint8_t* bytes) noexcept;

}  // namespace attacca::kernels
