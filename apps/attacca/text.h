// Text for terminals: formatting, display width, and strangers' text made harmless.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace attacca::app {

/// As printf would print it.
[[nodiscard, gnu::format(printf, 1, 2)]] std::string formatted(const char* format, ...);

/// The text with control characters and broken UTF-8 replaced by "?": file names and tags are written by
/// strangers and must not steer the terminal.
[[nodiscard]] std::string printable(std::string_view text);

/// Columns that printable UTF-8 text takes on a terminal.
[[nodiscard]] std::size_t display_width(std::string_view text);

/// The beginning of printable text that fits, with "~" at its end where something was cut off.
[[nodiscard]] std::string fitted(std::string_view text, std::size_t columns);

/// "3:07", "1:02:07"; seconds are cut off, not rounded, as clocks do.
[[nodiscard]] std::string clock_text(double seconds);

}  // namespace attacca::app
