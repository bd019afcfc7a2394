#include "studio_options.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>

namespace attacca::studio {
namespace {

constexpr int kSmallestSide = 200;
constexpr int kLargestSide = 16384;

constexpr const char* kExamples = R"(A second start hands its files to the window that is open, and raises it.
F1 in the window lists the keys. Settings are kept in $XDG_CONFIG_HOME/attacca and $XDG_STATE_HOME/attacca.

Examples:
  attacca-studio album/
  attacca-studio --page notes
  attacca-studio song.flac --theme dark --size 1280x720)";

void take_size(StudioOptions& options, const std::string& text) {
    int width = 0;
    int height = 0;
    char after = 0;
    const bool read = std::sscanf(text.c_str(), "%dx%d%c", &width, &height, &after) == 2;
    if (!read || std::min(width, height) < kSmallestSide || std::max(width, height) > kLargestSide) {
        throw CLI::ValidationError("--size", "\"" + text + "\": expected WIDTHxHEIGHT in pixels, such as 1280x720");
    }
    options.width = width;
    options.height = height;
}

}  // namespace

CommandLine parse_command_line(std::vector<std::string> words) {
    CommandLine line;
    StudioOptions& options = line.options;
    CLI::App app{"Plays, shows and shapes sound in a window.", "attacca-studio"};
    app.set_version_flag("--version", "attacca-studio " ATTACCA_VERSION);
    app.get_formatter()->column_width(34);
    app.footer(kExamples);
    app.add_option("FILE", options.sources, "Files, folders or playlists to play");
    app.add_option("--page", options.page, "The page to show first")
        ->check(CLI::IsMember({"player", "recorder", "notes", "generator", "device", "statistics"}, CLI::ignore_case));
    app.add_option("--theme", options.theme, "Colors; system follows the desktop")
        ->check(CLI::IsMember({"system", "light", "dark", "contrast"}));
    app.add_option("--device", options.device, "Play here; `attacca devices` lists them");
    app.add_option_function<std::string>(
           "--size", [&options](const std::string& text) { take_size(options, text); }, "Of the window, in pixels")
        ->type_name("WxH");
    try {
        std::reverse(words.begin(), words.end());  // As CLI11 wants them.
        app.parse(std::move(words));
    } catch (const CLI::CallForHelp&) {
        line.text = app.help();
        line.end = 0;
    } catch (const CLI::CallForVersion& version) {
        line.text = std::string(version.what()) + "\n";
        line.end = 0;
    } catch (const CLI::ParseError& error) {
        line.text = std::string("attacca-studio: ") + error.what() + "\nattacca-studio --help shows the options.\n";
        line.end = 2;
    }
    return line;
}

}  // namespace attacca::studio
