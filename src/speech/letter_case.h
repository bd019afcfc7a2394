// Capitals, whatever the locale.
#pragma once

#include <string>
#include <string_view>

namespace attacca::speech {

/// Latin, Greek and Cyrillic letters, in UTF-8; others stay as they are.
[[nodiscard]] std::string with_first_capital(std::string_view word);
[[nodiscard]] std::string in_capitals(std::string_view word);

}  // namespace attacca::speech
