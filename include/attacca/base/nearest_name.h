// Finds what somebody who misspelled a name most likely meant.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace attacca {

/// The candidate that the fewest edits (a letter inserted, dropped, replaced, or two neighbors swapped) lead to,
/// in upper or lower case alike; the first of equals. Empty where none is near enough to be what was meant: more than
/// a third of its letters would have to change.
[[nodiscard]] std::string nearest_name(std::string_view name, std::span<const std::string> candidates);

}  // namespace attacca
