// Numbers as people write them, without allocation and without a locale.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace attacca::picture {

/// A short text: what does not fit is left out.
class Figures {
public:
    [[nodiscard]] std::string_view text() const noexcept { return {letters_.data(), length_}; }
    operator std::string_view() const noexcept { return text(); }

    Figures& add(std::string_view text) noexcept;
    /// Requires at most six decimals; what is not finite is an em dash.
    Figures& add_number(double value, int decimals) noexcept;

private:
    std::array<char, 48> letters_{};
    std::size_t length_ = 0;
};

/// "−12.5"; with a sign also when it is above 0 by `signed_decimal`.
[[nodiscard]] Figures decimal(double value, int decimals) noexcept;
[[nodiscard]] Figures signed_decimal(double value, int decimals) noexcept;
/// "50", "1k", "12.5k".
[[nodiscard]] Figures frequency_figures(double frequency_hz) noexcept;
/// "1:02:03", "3:07"; with decimals "3:07.25".
[[nodiscard]] Figures clock_figures(double time_s, int decimals) noexcept;

}  // namespace attacca::picture
