// One step of what happens to a block inside the audio callback.
#pragma once

#include <cstddef>

#include "attacca/base/audio_block.h"

namespace attacca::engine {

/// A processor in a Plan: made with everything it needs, then only run.
///
/// Threads    `process` and `reset` belong to the thread that runs the plan, `set_*` members of the
///            nodes that have any to one control thread at a time.
/// Real time  `process` and `reset` neither lock, allocate, fail, nor call the system.
class Node {
public:
    virtual ~Node() = default;

    /// [audio] Works in place. Requires the channel count the node was made for; any number of frames.
    virtual void process(AudioBlock block) noexcept = 0;

    /// [audio] Forgets the signal, keeps the settings.
    virtual void reset() noexcept = 0;

    /// [any] Frames by which the output lags the input.
    [[nodiscard]] virtual std::size_t latency_frames() const noexcept { return 0; }
};

}  // namespace attacca::engine
