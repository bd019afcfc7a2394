#include "attacca/base/value_range.h"

#include <cmath>
#include <cstdint>
#include <string>

namespace attacca {
namespace {

// Not std::to_string: of a double it is all of printf, which the browser's module would carry for these messages alone.
std::string text(double value) {
    constexpr double kMost = 1e12;
    constexpr std::int64_t kMillion = 1'000'000;
    if (std::isnan(value)) return "no number";
    if (std::abs(value) > kMost) return value > 0.0 ? "more than 10^12" : "less than -10^12";
    const auto millionths = static_cast<std::int64_t>(std::round(std::abs(value) * static_cast<double>(kMillion)));
    std::string digits = std::to_string(millionths / kMillion);
    if (millionths % kMillion != 0) {
        const std::string fraction = std::to_string(kMillion + millionths % kMillion).substr(1);
        digits += '.' + fraction.substr(0, fraction.find_last_not_of('0') + 1);
    }
    return value < 0.0 && millionths > 0 ? '-' + digits : digits;
}

}  // namespace

Status check_ranges(std::string_view subject, std::span<const ValueRange> ranges) {
    for (const auto& [name, value, lowest, highest] : ranges) {
        if (value >= lowest && value <= highest) continue;
        return fail(ErrorCode::invalid_argument, std::string(subject) + ": the " + std::string(name) + " is " +
                                                     text(value) + "; it must be from " + text(lowest) + " to " +
                                                     text(highest));
    }
    return {};
}

}  // namespace attacca
