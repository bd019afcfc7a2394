#include "figures.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace attacca::picture {
namespace {

constexpr std::string_view kMinus = "−";
constexpr double kLargest = 1e12;

/// Whole numbers, with at least so many digits.
void add_whole(Figures& figures, std::uint64_t value, int digits) {
    std::array<char, 24> letters;
    std::size_t begin = letters.size();
    while (value > 0 || digits > 0) {
        letters[--begin] = static_cast<char>('0' + value % 10);
        value /= 10;
        --digits;
    }
    figures.add({letters.data() + begin, letters.size() - begin});
}

}  // namespace

Figures& Figures::add(std::string_view text) noexcept {
    if (text.size() > letters_.size() - length_) return *this;
    std::ranges::copy(text, letters_.begin() + static_cast<std::ptrdiff_t>(length_));
    length_ += text.size();
    return *this;
}

Figures& Figures::add_number(double value, int decimals) noexcept {
    if (!(std::fabs(value) < kLargest)) return add("—");
    std::uint64_t unit = 1;
    for (int i = 0; i < decimals; ++i) unit *= 10;
    const auto parts = static_cast<std::uint64_t>(std::llround(std::fabs(value) * static_cast<double>(unit)));
    if (value < 0.0 && parts > 0) add(kMinus);
    add_whole(*this, parts / unit, 1);
    if (decimals > 0) {
        add(".");
        add_whole(*this, parts % unit, decimals);
    }
    return *this;
}

Figures decimal(double value, int decimals) noexcept { return Figures().add_number(value, decimals); }

Figures signed_decimal(double value, int decimals) noexcept {
    Figures figures;
    if (value > 0.0) figures.add("+");
    return figures.add_number(value, decimals);
}

Figures frequency_figures(double frequency_hz) noexcept {
    if (frequency_hz < 1000.0) return decimal(frequency_hz, 0);
    const double thousands = frequency_hz / 1000.0;
    return decimal(thousands, thousands == std::round(thousands) ? 0 : 1).add("k");
}

Figures clock_figures(double time_s, int decimals) noexcept {
    if (!(std::fabs(time_s) < kLargest)) return Figures().add("—");
    std::uint64_t unit = 1;
    for (int i = 0; i < decimals; ++i) unit *= 10;
    const auto parts = static_cast<std::uint64_t>(std::max(0.0, std::floor(time_s * static_cast<double>(unit) + 1e-6)));
    const std::uint64_t seconds = parts / unit;
    Figures figures;
    if (seconds >= 3600) {
        add_whole(figures, seconds / 3600, 1);
        figures.add(":");
    }
    add_whole(figures, seconds / 60 % 60, seconds >= 3600 ? 2 : 1);
    figures.add(":");
    add_whole(figures, seconds % 60, 2);
    if (decimals > 0) {
        figures.add(".");
        add_whole(figures, parts % unit, decimals);
    }
    return figures;
}

}  // namespace attacca::picture
