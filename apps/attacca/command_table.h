// Which program each spoken command runs: a file of the user's.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "attacca/base/result.h"

namespace attacca::app {

/// JSON: {"lights on": ["light-switch", "--on"], "next_song": ["playerctl", "next"]}. A name is a tag of the grammar,
/// or the words that are said; a program is run with its words as they stand, and without a shell.
class CommandTable {
public:
    /// Failure: names the file, and the command that is wrong.
    [[nodiscard]] static Result<CommandTable> load(const std::string& path);
    [[nodiscard]] static Result<CommandTable> parse(std::string_view json, const std::string& name);

    /// Null where there is none of this name, in upper or lower case.
    [[nodiscard]] const std::vector<std::string>* find(std::string_view name) const;

    [[nodiscard]] std::size_t size() const noexcept { return programs_.size(); }

private:
    std::map<std::string, std::vector<std::string>> programs_;  ///< By names in lower case.
};

}  // namespace attacca::app
