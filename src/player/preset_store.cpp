#include "attacca/player/preset_store.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <string_view>
#include <utility>

#include "attacca/base/whole_file.h"

namespace attacca::player {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kExtension = ".txt";
constexpr std::string_view kAutoEqEnding = " ParametricEQ";
constexpr const char* kDevices = "devices.tsv";
constexpr std::size_t kMostNameBytes = 100;
constexpr std::uint64_t kMostTableBytes = 1 << 20;

bool is_own(std::string_view name) {
    return std::ranges::any_of(dsp::equalizer_presets(), [name](const auto& preset) { return preset.name == name; });
}

bool is_control(char letter) { return static_cast<unsigned char>(letter) < 0x20 || letter == 0x7F; }

/// What is wrong with a name; empty: nothing.
std::string objection(const std::string& name) {
    if (name.empty()) return "a preset needs a name";
    if (is_own(name)) return "\"" + name + "\" is one of Attacca's own presets; choose another name";
    if (name.size() > kMostNameBytes) return "a preset's name can have " + std::to_string(kMostNameBytes) + " bytes";
    if (name.front() == '.') return "a preset's name cannot begin with a dot";
    if (name.find_first_of("/\\") != std::string::npos || std::ranges::any_of(name, is_control)) {
        return "a preset's name cannot have slashes or control characters";
    }
    return {};
}

/// Device ids and preset names, in lines "id<tab>name".
using DeviceTable = std::map<std::string, std::string>;

DeviceTable read_devices(const std::string& path) {
    DeviceTable table;
    const auto text = read_whole_file(path, kMostTableBytes);
    if (!text) return table;
    for (std::string_view rest = *text; !rest.empty();) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(rest.size(), line.size() + 1));
        const auto tab = line.find('\t');
        if (tab != std::string_view::npos) table[std::string(line.substr(0, tab))] = line.substr(tab + 1);
    }
    return table;
}

Status write_devices(const std::string& path, const DeviceTable& table) {
    std::string text;
    for (const auto& [device, name] : table) text.append(device).append("\t").append(name).append("\n");
    return write_whole_file(path, text);
}

}  // namespace

std::string PresetStore::path_of(const std::string& name) const {
    return folder_ + "/" + name + std::string(kExtension);
}

bool PresetStore::exists(const std::string& name) const {
    std::error_code ignored;
    return is_own(name) || fs::exists(path_of(name), ignored);
}

std::vector<PresetEntry> PresetStore::list() const {
    std::vector<PresetEntry> own;
    for (const auto& preset : dsp::equalizer_presets()) {
        own.push_back({.name = std::string(preset.name), .purpose = std::string(preset.purpose)});
    }
    std::vector<PresetEntry> users;
    std::error_code error;
    for (fs::directory_iterator entry(folder_, error); !error && entry != fs::directory_iterator();
         entry.increment(error)) {
        const fs::path path = entry->path();
        std::error_code ignored;
        const std::string name = path.stem().string();
        if (path.extension() != kExtension || !entry->is_regular_file(ignored) || !objection(name).empty()) continue;
        users.push_back({.name = name, .purpose = {}, .owner = PresetOwner::user});
    }
    std::ranges::sort(users, {}, &PresetEntry::name);
    own.insert(own.end(), users.begin(), users.end());
    return own;
}

Result<dsp::EqualizerSettings> PresetStore::load(const std::string& name) const {
    if (is_own(name)) return dsp::load_equalizer(name);
    if (auto wrong = objection(name); !wrong.empty()) return fail(ErrorCode::invalid_argument, std::move(wrong));
    if (!exists(name)) return fail(ErrorCode::not_found, "there is no preset \"" + name + "\" any more");
    return dsp::load_equalizer(path_of(name));
}

Status PresetStore::save(const std::string& name, const dsp::EqualizerSettings& settings) const {
    if (auto wrong = objection(name); !wrong.empty()) return fail(ErrorCode::invalid_argument, std::move(wrong));
    return write_whole_file(path_of(name), dsp::format_equalizer_text(settings));
}

Status PresetStore::remove(const std::string& name) const {
    if (auto wrong = objection(name); !wrong.empty()) return fail(ErrorCode::invalid_argument, std::move(wrong));
    std::error_code error;
    if (!fs::remove(path_of(name), error)) {
        if (!error) return fail(ErrorCode::not_found, "there is no preset \"" + name + "\" any more");
        return fail(ErrorCode::permission, path_of(name) + ": cannot be removed (" + error.message() + ")");
    }
    const std::string path = folder_ + "/" + kDevices;
    DeviceTable table = read_devices(path);
    if (std::erase_if(table, [&name](const auto& entry) { return entry.second == name; }) == 0) return {};
    return write_devices(path, table);
}

Result<std::string> PresetStore::import_file(const std::string& path) const {
    std::error_code error;
    if (!fs::exists(path, error)) return fail(ErrorCode::not_found, path + ": no such file");
    auto settings = dsp::load_equalizer(fs::absolute(path).string());
    if (!settings) return fail(settings.error());
    std::string name = fs::path(path).stem().string();
    if (name.ends_with(kAutoEqEnding)) name.resize(name.size() - kAutoEqEnding.size());
    std::ranges::replace_if(name, is_control, ' ');
    name.erase(0, name.find_first_not_of('.'));
    if (name.size() > kMostNameBytes - 4) name.resize(kMostNameBytes - 4);
    if (name.empty()) name = "imported";
    const std::string first = name;
    for (unsigned number = 2; exists(name); ++number) name = first + " " + std::to_string(number);
    if (auto saved = save(name, *settings); !saved) return fail(saved.error());
    return name;
}

std::optional<std::string> PresetStore::of_device(const std::string& device_id) const {
    const DeviceTable table = read_devices(folder_ + "/" + kDevices);
    const auto found = table.find(device_id);
    if (found == table.end() || !exists(found->second)) return std::nullopt;
    return found->second;
}

Status PresetStore::set_of_device(const std::string& device_id, const std::optional<std::string>& name) const {
    if (device_id.empty() || std::ranges::any_of(device_id, is_control)) {
        return fail(ErrorCode::invalid_argument, "\"" + device_id + "\" is not a device's id");
    }
    if (name && !exists(*name)) return fail(ErrorCode::not_found, "there is no preset \"" + *name + "\" any more");
    const std::string path = folder_ + "/" + kDevices;
    DeviceTable table = read_devices(path);
    if (name) {
        table[device_id] = *name;
    } else if (table.erase(device_id) == 0) {
        return {};
    }
    return write_devices(path, table);
}

}  // namespace attacca::player
