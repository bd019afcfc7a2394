// A whole track as a few thousand columns, to be seen at a glance.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "attacca/media/playlist.h"

namespace attacca::player {

/// What one stretch of the track reaches over all channels: full scale is 1.
struct WaveformColumn {
    float lowest = 0.0F;
    float highest = 0.0F;
    float rms = 0.0F;

    friend bool operator==(const WaveformColumn&, const WaveformColumn&) = default;
};

enum class WaveformState { empty, loading, complete, failed };

struct Waveform {
    WaveformState state = WaveformState::empty;
    std::vector<WaveformColumn> columns;  ///< Of the whole track; those not read yet are silent.
    double loaded_share = 0.0;            ///< Of the columns, 0 to 1.
    double duration_s = 0.0;              ///< Of the columns together: the track's, once it is complete.
    std::string problem;                  ///< Why it failed, or what the file has damaged.
};

/// Reads a track on a thread of its own, as fast as it decodes, and keeps the result in a folder: a track that was read
/// once is there at once. Where the file does not say how long it is, the columns double their width as it goes on.
///
/// Threads    One control thread; `changes` any.
/// Failure    In the waveform, in words. A folder that cannot be written keeps nothing.
class WaveformOverview {
public:
    static constexpr std::size_t kMostColumns = 4096;

    /// No folder: nothing is kept.
    explicit WaveformOverview(std::string cache_folder);
    ~WaveformOverview();

    /// Lets go of what is being read and begins with this track. Only files are read, not what streams from elsewhere.
    void show(const media::Track& track);
    void clear();

    /// Another number than before: the waveform has changed, at most some 30 times a second.
    [[nodiscard]] std::uint64_t changes() const noexcept;
    [[nodiscard]] Waveform waveform() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace attacca::player
