// Base64, as JSON carries it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace attacca::service {

/// Bytes that so much text can hold at most.
[[nodiscard]] constexpr std::size_t base64_room(std::size_t characters) { return characters / 4 * 3 + 3; }

/// Returns how many bytes were written; nothing where the text is not base64. Padding may be missing; "\/" counts as
/// "/". Requires base64_room(text.size()) bytes.
///
/// Source     RFC 4648, section 4; the escape: RFC 8259.
[[nodiscard]] std::optional<std::size_t> decode_base64(std::string_view text, std::span<std::uint8_t> bytes) noexcept;

}  // namespace attacca::service
