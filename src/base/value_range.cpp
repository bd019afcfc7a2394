#include "attacca/base/value_range.h"

#include <string>

namespace attacca {

Status check_ranges(std::string_view subject, std::span<const ValueRange> ranges) {
    for (const auto& [name, value, lowest, highest] : ranges) {
        if (value >= lowest && value <= highest) continue;
        return fail(ErrorCode::invalid_argument, std::string(subject) + ": the " + std::string(name) + " is " +
                                                     std::to_string(value) + "; it must be from " +
                                                     std::to_string(lowest) + " to " + std::to_string(highest));
    }
    return {};
}

}  // namespace attacca
