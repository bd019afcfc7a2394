// Text as it crosses between the page and the module, in UTF-8.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace attacca::web {

inline constexpr std::size_t kMostText = std::size_t{1} << 16;

/// The one array that the page reads and writes.
[[nodiscard]] std::array<char, kMostText>& text_exchange() noexcept;

/// Ends with a zero; what is too long is cut off.
void write_text(std::string_view text) noexcept;

}  // namespace attacca::web
