// Settings checked against the ranges they must lie in.
#pragma once

#include <span>
#include <string_view>

#include "attacca/base/result.h"

namespace attacca {

struct ValueRange {
    std::string_view name;
    double value, lowest, highest;
};

/// Success if every value lies in its range, ends included; NaN lies in none.
/// Failure: invalid_argument, "SUBJECT: the NAME is VALUE; it must be from LOWEST to HIGHEST" of the first that does
/// not.
[[nodiscard]] Status check_ranges(std::string_view subject, std::span<const ValueRange> ranges);

}  // namespace attacca
