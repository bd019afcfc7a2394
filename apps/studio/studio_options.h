// The command line of attacca-studio.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace attacca::studio {

struct StudioOptions {
    std::vector<std::string> sources;   ///< Files, folders and playlists to play.
    std::string page;                   ///< In lower case; empty: as last time.
    std::string theme;                  ///< "system", "light", "dark", "contrast"; empty: as last time.
    std::optional<std::string> device;  ///< As device::StreamSpec's; empty: as last time.
    int width = 0;                      ///< 0: as last time.
    int height = 0;
};

/// What the words ask for: to go on with the options, or to print a text and end.
struct CommandLine {
    StudioOptions options;
    std::string text;        ///< Printed before the end.
    std::optional<int> end;  ///< The exit status; 0 prints on standard output, others on standard error.
};

[[nodiscard]] CommandLine parse_command_line(std::vector<std::string> words);

}  // namespace attacca::studio
