// What people type of a name.
#pragma once

#include <string_view>

namespace attacca::device {

/// Whether `part` stands somewhere in `name`, upper or lower case.
[[nodiscard]] bool has_part(std::string_view name, std::string_view part);

}  // namespace attacca::device
