#include "watched_equalizer.h"

#include <system_error>
#include <utility>

namespace attacca::app {

WatchedEqualizer::WatchedEqualizer(std::string preset_or_path) : path_(std::move(preset_or_path)), known_(stamp()) {}

std::optional<WatchedEqualizer::Stamp> WatchedEqualizer::stamp() const {
    std::error_code time_error;
    std::error_code size_error;
    const Stamp now{.time = std::filesystem::last_write_time(path_, time_error),
                    .size = std::filesystem::file_size(path_, size_error)};
    if (time_error || size_error) return std::nullopt;
    return now;
}

std::optional<Result<dsp::EqualizerSettings>> WatchedEqualizer::take_change() {
    if (!known_) return std::nullopt;
    const auto now = stamp();
    // Empty is what an editor leaves between cutting a file off and writing it.
    if (!now || now->size == 0 || now == known_) return std::nullopt;
    known_ = now;
    return dsp::load_equalizer(path_);
}

}  // namespace attacca::app
