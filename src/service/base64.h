// Base64, as JSON carries it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace attacca::service {

/// Reads a text piece by piece. Padding may be missing; "\/" counts as "/".
///
/// Source     RFC 4648, section 4; the escape: RFC 8259.
class Base64Reader {
public:
    /// What the text is in must stay where it is.
    explicit Base64Reader(std::string_view text = {}) noexcept : text_(text) {}

    /// Fills `bytes` as far as the text goes. Returns how many were written, less than there is room for at the end of
    /// the text only; nothing where the text is not base64.
    /// Requires room for a multiple of three bytes, and not none.
    [[nodiscard]] std::optional<std::size_t> read(std::span<std::uint8_t> bytes) noexcept;

private:
    struct Group {
        std::uint32_t bits = 0;
        std::size_t characters = 0;
    };
    [[nodiscard]] std::optional<Group> take_group() noexcept;

    std::string_view text_;
};

}  // namespace attacca::service
