#include "device/name_part.h"

#include <algorithm>
#include <cctype>

namespace attacca::device {

bool has_part(std::string_view name, std::string_view part) {
    const auto same = [](unsigned char a, unsigned char b) { return std::tolower(a) == std::tolower(b); };
    return part.empty() || std::search(name.begin(), name.end(), part.begin(), part.end(), same) != name.end();
}

}  // namespace attacca::device
