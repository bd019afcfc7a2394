// Waveforms kept from one run to the next.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "attacca/media/playlist.h"
#include "attacca/player/waveform_overview.h"

namespace attacca::player {

/// A folder with a file for each track, named by what tells the track from others: path, place in it, size and time of
/// change. The least recently used go when there are more than `kMostFiles`: 49 kB each.
///
/// Threads    One at a time; several programs may share the folder.
/// Failure    What cannot be read or written is as good as not kept.
class WaveformCache {
public:
    static constexpr std::size_t kMostFiles = 400;

    /// No folder: nothing is kept.
    explicit WaveformCache(std::string folder) : folder_(std::move(folder)) {}

    /// Of a complete waveform; empty for what is no file.
    [[nodiscard]] std::string key(const media::Track& track) const;
    [[nodiscard]] std::optional<Waveform> find(const std::string& key) const;
    void keep(const std::string& key, const Waveform& waveform) const;

private:
    void make_room() const;

    std::string folder_;
};

}  // namespace attacca::player
