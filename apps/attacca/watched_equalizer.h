// An equalizer's file that is edited while music plays through it.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "attacca/base/result.h"
#include "attacca/dsp/equalizer_settings.h"

namespace attacca::app {

/// Notices that a file was written or replaced, by its time and size, and reads it again. A preset's name, or a
/// file that is gone, never changes.
class WatchedEqualizer {
public:
    /// Takes the file as it is now for known.
    explicit WatchedEqualizer(std::string preset_or_path);

    /// What the file holds, once for each change; empty when it is as it was.
    /// Failure: the change cannot be understood.
    [[nodiscard]] std::optional<Result<dsp::EqualizerSettings>> take_change();

private:
    struct Stamp {
        std::filesystem::file_time_type time;
        std::uintmax_t size = 0;
        friend bool operator==(const Stamp&, const Stamp&) = default;
    };
    [[nodiscard]] std::optional<Stamp> stamp() const;

    std::string path_;
    std::optional<Stamp> known_;
};

}  // namespace attacca::app
