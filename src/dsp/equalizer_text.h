// Numbers and words of the equalizer text format.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attacca::dsp {

/// A number with a decimal point or comma, a sign, and at most the given unit after it ("-2,6", "105Hz" with "Hz").
/// Digits grouped by the other mark are accepted ("1.234,5").
[[nodiscard]] std::optional<double> parse_equalizer_number(std::string_view word, std::string_view unit);

/// Equal but for upper and lower case of ASCII letters.
[[nodiscard]] bool same_word(std::string_view a, std::string_view b) noexcept;

/// The words of a line, between spaces and tabs. No-break spaces part words too, but join groups of digits; the
/// minus sign of typesetters becomes a hyphen.
[[nodiscard]] std::vector<std::string> equalizer_words(std::string_view line);

}  // namespace attacca::dsp
