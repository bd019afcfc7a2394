#include <cstdint>
#include <filesystem>
#include <fstream>

#include "attacca/base/nearest_name.h"
#include "attacca/dsp/equalizer_settings.h"

namespace attacca::dsp {
namespace {

constexpr std::uintmax_t kMaxFileBytes = 1 << 20;

Result<EqualizerSettings> load_file(const std::string& path) {
    std::error_code error;
    if (std::filesystem::is_directory(path, error)) {
        return fail(ErrorCode::unreadable, path + ": a directory; expected a preset or an equalizer file");
    }
    const auto size = std::filesystem::file_size(path, error);
    if (!error && size > kMaxFileBytes) {
        return fail(ErrorCode::invalid_argument, path + ": too large for an equalizer file (over 1 MiB)");
    }
    std::ifstream file(path, std::ios::binary);
    std::string content(static_cast<std::size_t>(kMaxFileBytes), '\0');
    file.read(content.data(), static_cast<std::streamsize>(content.size()));
    if (!file.eof()) return fail(ErrorCode::unreadable, path + ": cannot be read; check its permissions");
    content.resize(static_cast<std::size_t>(file.gcount()));
    return parse_equalizer_text(content, path);
}

}  // namespace

Result<EqualizerSettings> load_equalizer(const std::string& preset_or_path) {
    std::vector<std::string> names;
    std::string list;
    for (const auto& preset : equalizer_presets()) {
        if (preset.name == preset_or_path) return preset.settings;
        names.emplace_back(preset.name);
        list.append(list.empty() ? "" : ", ").append(preset.name);
    }
    std::error_code error;
    if (std::filesystem::exists(preset_or_path, error)) return load_file(preset_or_path);
    const std::string nearest = nearest_name(preset_or_path, names);
    const std::string guess = nearest.empty() ? "" : "; did you mean \"" + nearest + "\"?";
    return fail(ErrorCode::not_found,
                "\"" + preset_or_path + "\": no such equalizer preset or file" + guess + " (presets: " + list + ")");
}

}  // namespace attacca::dsp
