// Small files that are read and written as a whole.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "attacca/base/result.h"

namespace attacca {

/// Failure: absent, too large or unreadable.
[[nodiscard]] Result<std::string> read_whole_file(const std::string& path, std::uint64_t most_bytes);

/// Makes the folder, writes beside the file and renames: a reader sees the old file or the new one. A link stays, and
/// what it leads to is written.
/// Failure: nothing has changed, and nothing is left beside it.
[[nodiscard]] Status write_whole_file(const std::string& path, std::string_view bytes);

}  // namespace attacca
