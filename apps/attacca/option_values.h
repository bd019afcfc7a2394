// Values of options that are more than a number: one of several words, a place in time.
#pragma once

#include <CLI/CLI.hpp>
#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attacca/base/result.h"
#include "attacca/media/sample_format.h"
#include "attacca/picture/pixel_box.h"
#include "attacca/player/renderer.h"

namespace attacca::app {

template <class T>
struct Choice {
    std::string name;
    T value;
};

/// "unknown value X; did you mean Y? (a, b, Y)"
[[nodiscard]] std::string explain_choice(std::string_view given, const std::vector<std::string>& names);

/// An option that takes one of several words. Requires that `target` outlives the program's parsing.
template <class T>
CLI::Option* add_choice(CLI::App& app, const std::string& option, T& target, const std::vector<Choice<T>>& choices,
                        const std::string& description) {
    std::vector<std::string> names;
    for (const auto& choice : choices) names.push_back(choice.name);
    const auto choose = [&target, choices, names, option](const std::string& given) {
        const auto found = std::find(names.begin(), names.end(), given);
        if (found == names.end()) throw CLI::ValidationError(option, explain_choice(given, names));
        target = choices[static_cast<std::size_t>(found - names.begin())].value;
    };
    return app.add_option_function<std::string>(option, choose, description)->type_name(CLI::detail::join(names, "|"));
}

/// "12.5" or "1:30" as seconds, "48000f" as frames.
/// Failure: says what is expected.
[[nodiscard]] Result<player::Position> parse_position(std::string_view text);
[[nodiscard]] std::uint64_t frames_of(const player::Position& position, double sample_rate);

/// Smaller pictures have no room for the numbers at their axes.
inline constexpr picture::PictureSize kSmallestPicture{240, 160};
inline constexpr picture::PictureSize kUsualPicture{1280, 720};
inline constexpr picture::PictureSize kLargestPicture{4096, 4096};

/// "1280x720".
/// Failure: says what is expected.
[[nodiscard]] Result<picture::PictureSize> parse_picture_size(std::string_view text);

CLI::Option* add_position(CLI::App& app, const std::string& option, std::optional<player::Position>& target,
                          const std::string& description);

CLI::Option* add_sample_format(CLI::App& app, std::optional<media::SampleFormat>& target,
                               const std::string& description);

/// A number from `low` to `high`. CLI::Range lets "nan" pass.
[[nodiscard]] CLI::Validator within(double low, double high);

/// Options that mean the same everywhere.
CLI::Option* add_rate(CLI::App& app, double& target, const std::string& description);
CLI::Option* add_channels(CLI::App& app, std::size_t& target, const std::string& description);
CLI::Option* add_buffer(CLI::App& app, std::size_t& target, std::size_t otherwise = 1024);
CLI::Option* add_device(CLI::App& app, std::string& target);
CLI::Option* add_picture_size(CLI::App& app, std::optional<picture::PictureSize>& target);

}  // namespace attacca::app
