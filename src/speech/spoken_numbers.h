// Numbers that are spoken, in digits.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace attacca::speech {

struct SpokenNumber {
    std::string digits;
    std::size_t words = 0;    ///< That it takes; 0: the words begin with no number.
    bool lone_digit = false;  ///< One word from zero to nine, and nothing else.
};

/// The number that these words begin with: "twenty three" is 23, "one two three" 123, "nineteen eighty four" 1984,
/// "two thousand and five" 2005, "three point one four" 3.14. Up to 999 999 999 999.
[[nodiscard]] SpokenNumber read_number(std::span<const std::string_view> words);

}  // namespace attacca::speech
