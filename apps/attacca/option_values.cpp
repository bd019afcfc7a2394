#include "option_values.h"

#include <array>
#include <charconv>
#include <cmath>

#include "attacca/base/nearest_name.h"
#include "text.h"

namespace attacca::app {
namespace {

constexpr std::array kFormats{media::SampleFormat::i8,  media::SampleFormat::i16, media::SampleFormat::i24,
                              media::SampleFormat::i32, media::SampleFormat::f32, media::SampleFormat::f64};
constexpr double kLongestSeconds = 1e9;

Result<player::Position> not_a_position(std::string_view text) {
    return fail(ErrorCode::invalid_argument,
                "\"" + std::string(text) + "\": expected seconds (12.5 or 1:30) or frames (48000f)");
}

template <class T>
std::optional<T> number(std::string_view text) {
    T value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

}  // namespace

std::string explain_choice(std::string_view given, const std::vector<std::string>& names) {
    const std::string near(nearest_name(given, names));
    return "unknown value " + std::string(given) + (near.empty() ? "" : "; did you mean " + near + "?") + " (" +
           CLI::detail::join(names, ", ") + ")";
}

Result<player::Position> parse_position(std::string_view text) {
    if (text.ends_with('f')) {
        const auto frames = number<std::uint64_t>(text.substr(0, text.size() - 1));
        if (!frames) return not_a_position(text);
        return player::Position{.seconds = 0.0, .frames = frames};
    }
    double seconds = 0.0;
    for (std::string_view rest = text;;) {
        const auto colon = rest.find(':');
        const auto part = number<double>(rest.substr(0, colon));
        const bool usable = part && std::isfinite(*part) && !std::signbit(*part);
        if (!usable) return not_a_position(text);
        seconds = seconds * 60.0 + *part;
        if (colon == std::string_view::npos) break;
        rest.remove_prefix(colon + 1);
    }
    if (seconds > kLongestSeconds) return not_a_position(text);
    return player::Position{.seconds = seconds, .frames = std::nullopt};
}

std::uint64_t frames_of(const player::Position& position, double sample_rate) {
    return position.frames.value_or(static_cast<std::uint64_t>(std::llround(position.seconds * sample_rate)));
}

CLI::Option* add_position(CLI::App& app, const std::string& option, std::optional<player::Position>& target,
                          const std::string& description) {
    const auto take = [&target, option](const std::string& text) {
        auto position = parse_position(text);
        if (!position) throw CLI::ValidationError(option, position.error().detail);
        target = *position;
    };
    return app.add_option_function<std::string>(option, take, description)->type_name("TIME");
}

CLI::Option* add_sample_format(CLI::App& app, std::optional<media::SampleFormat>& target,
                               const std::string& description) {
    std::vector<Choice<std::optional<media::SampleFormat>>> choices;
    for (const auto format : kFormats) choices.push_back({std::string(media::name(format)), format});
    return add_choice(app, "--format", target, choices, description);
}

CLI::Validator within(double low, double high) {
    const auto complaint = [low, high](const std::string& text) {
        const auto value = number<double>(text.starts_with('+') ? std::string_view(text).substr(1) : text);
        const bool inside = value && *value >= low && *value <= high;
        return inside ? std::string() : formatted("\"%s\": expected a number from %g to %g", text.c_str(), low, high);
    };
    return {complaint, "", "within"};
}

CLI::Option* add_rate(CLI::App& app, double& target, const std::string& description) {
    return app.add_option("--rate", target, description)->type_name("HZ")->check(within(1000.0, 768000.0));
}

CLI::Option* add_channels(CLI::App& app, std::size_t& target, const std::string& description) {
    return app.add_option("--channels", target, description)->type_name("N")->check(within(1, 8));
}

CLI::Option* add_buffer(CLI::App& app, std::size_t& target, std::size_t otherwise) {
    return app.add_option("--buffer", target, formatted("Frames in a block of the device (default: %zu)", otherwise))
        ->type_name("FRAMES")
        ->check(within(8, 65536));
}

CLI::Option* add_device(CLI::App& app, std::string& target) {
    return app.add_option("--device", target, "A device's id, or part of its name (see attacca devices)")
        ->type_name("NAME");
}

Result<picture::PictureSize> parse_picture_size(std::string_view text) {
    picture::PictureSize size;
    const char* end = text.data() + text.size();
    const auto width = std::from_chars(text.data(), end, size.width);
    const bool crossed = width.ec == std::errc() && width.ptr != end && *width.ptr == 'x';
    const auto height = crossed ? std::from_chars(width.ptr + 1, end, size.height) : width;
    const bool fits = size.width >= kSmallestPicture.width && size.width <= kLargestPicture.width &&
                      size.height >= kSmallestPicture.height && size.height <= kLargestPicture.height;
    if (crossed && height.ec == std::errc() && height.ptr == end && fits) return size;
    return fail(ErrorCode::invalid_argument,
                formatted("\"%.*s\": expected a width and a height in pixels, from %zux%zu to %zux%zu",
                          static_cast<int>(text.size()), text.data(), kSmallestPicture.width, kSmallestPicture.height,
                          kLargestPicture.width, kLargestPicture.height));
}

CLI::Option* add_picture_size(CLI::App& app, std::optional<picture::PictureSize>& target) {
    const auto take = [&target](const std::string& text) {
        const auto size = parse_picture_size(text);
        if (!size) throw CLI::ValidationError("--size", size.error().detail);
        target = *size;
    };
    return app.add_option_function<std::string>("--size", take, "Of the picture, in pixels (default: 1280x720)")
        ->type_name("WxH");
}

}  // namespace attacca::app
