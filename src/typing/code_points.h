// UTF-8 and the characters in it.
#pragma once

#include <string>
#include <string_view>

namespace attacca::typing {

/// What is no UTF-8 is left out.
[[nodiscard]] std::u32string code_points(std::string_view utf8);

[[nodiscard]] std::string utf8_of(char32_t character);

}  // namespace attacca::typing
