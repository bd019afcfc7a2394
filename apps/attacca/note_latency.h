// How long notes take from the air to the listener, as it is measured, and how `notes --live --stats` says it.
#pragma once

#include <cstdint>
#include <string>

#include "attacca/analysis/live_notes.h"
#include "attacca/player/live_input.h"
#include "attacca/rt/latency_histogram.h"

namespace attacca::app {

/// Frames are counted from the first that was read.
class NoteLatency {
public:
    /// The recognizer has done with the frames before this one.
    void recognized(const player::LiveInput& input, std::uint64_t frames);
    /// The note has been sent and printed.
    void told(const player::LiveInput& input, const analysis::FoundNote& found);

    [[nodiscard]] std::string text(const player::LiveInput& input) const;
    /// {"event":"stats",...}
    [[nodiscard]] std::string json(const player::LiveInput& input) const;

private:
    rt::LatencyHistogram recognized_;
    rt::LatencyHistogram decided_;
    rt::LatencyHistogram told_;
};

}  // namespace attacca::app
