// Equalizer presets: Attacca's own, the user's, and the one that belongs to each device.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "attacca/base/result.h"
#include "attacca/dsp/equalizer_settings.h"

namespace attacca::player {

enum class PresetOwner { attacca, user };

struct PresetEntry {
    std::string name;
    std::string purpose;  ///< Of Attacca's own.
    PresetOwner owner = PresetOwner::attacca;

    friend bool operator==(const PresetEntry&, const PresetEntry&) = default;
};

/// A folder with a file NAME.txt for each preset of the user's, in Equalizer APO's text, and a table of devices. It is
/// made when something is first kept; other programs may change it at any time.
///
/// Threads    One at a time.
/// Failure    Says which file, and of a file that is no equalizer, the line. A file that cannot be written whole
///            leaves what was there before.
class PresetStore {
public:
    explicit PresetStore(std::string folder) : folder_(std::move(folder)) {}

    [[nodiscard]] const std::string& folder() const noexcept { return folder_; }

    /// Attacca's own, `flat` first, then the user's by name.
    [[nodiscard]] std::vector<PresetEntry> list() const;
    [[nodiscard]] Result<dsp::EqualizerSettings> load(const std::string& name) const;

    /// Keeps settings under a name of the user's, in place of what had that name.
    /// Failure: Attacca's own names cannot be given again, nor names that are no file's: empty, over 100 bytes, with
    /// a slash or control characters, beginning with a dot.
    [[nodiscard]] Status save(const std::string& name, const dsp::EqualizerSettings& settings) const;

    /// Of the user's presets only; devices that had it have none then.
    [[nodiscard]] Status remove(const std::string& name) const;

    /// Reads a file of Equalizer APO's or AutoEq's and keeps it under the file's name ("HD 650 ParametricEQ.txt" is
    /// "HD 650"), or that with a number where a preset has it already. Returns the name.
    [[nodiscard]] Result<std::string> import_file(const std::string& path) const;

    /// The preset that was chosen for a device, by its id; empty: none, or it is gone.
    [[nodiscard]] std::optional<std::string> of_device(const std::string& device_id) const;
    /// No name: none from now on.
    [[nodiscard]] Status set_of_device(const std::string& device_id, const std::optional<std::string>& name) const;

private:
    [[nodiscard]] std::string path_of(const std::string& name) const;
    [[nodiscard]] bool exists(const std::string& name) const;

    std::string folder_;
};

}  // namespace attacca::player
