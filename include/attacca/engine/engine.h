// What runs inside the audio callback: the transport's frames through the current plan.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "attacca/base/aligned_buffer.h"
#include "attacca/base/audio_block.h"
#include "attacca/engine/plan.h"
#include "attacca/engine/transport.h"
#include "attacca/rt/command_queue.h"

namespace attacca::engine {

struct EngineSpec {
    TransportSpec transport;
    std::size_t max_block_frames = 8192;  ///< Larger blocks are worked on in pieces of this size.
    double swap_ms = 10.0;                ///< How long two plans are crossfaded.
};

/// Threads    [audio] the callback's, [control] one at a time, [writer] through `transport()`.
/// Real time  `process` is wait-free, and neither allocates, locks nor calls the system: the tests run it
///            inside the trap.
class Engine {
public:
    /// Requires a plan for the transport's rate and channel count.
    Engine(const EngineSpec& spec, std::unique_ptr<Plan> plan);
    ~Engine();
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    [[nodiscard]] Transport& transport() noexcept { return transport_; }
    [[nodiscard]] const Transport& transport() const noexcept { return transport_; }

    /// [control] Crossfades to another plan; the old one is destroyed on this thread, by a later call of
    /// this or of `collect_retired`, and its nodes must not be set any more.
    /// Returns false, and leaves the plan with the caller, while four swaps wait to be heard.
    [[nodiscard]] bool set_plan(std::unique_ptr<Plan>& plan);

    /// [control] Destroys the plans that the audio thread is done with; returns how many.
    std::size_t collect_retired() noexcept;

    /// [audio] Fills the block.
    void process(AudioBlock output) noexcept;

    /// [any] When the first frame that was not silence left `process`; the epoch before that.
    [[nodiscard]] std::chrono::steady_clock::time_point first_sound() const noexcept;

private:
    static constexpr std::size_t kSwaps = 4;

    void process_piece(AudioBlock piece) noexcept;
    void crossfade(AudioBlock piece) noexcept;
    void note_first_sound(ConstAudioBlock block) noexcept;

    Transport transport_;
    const std::size_t max_block_frames_;
    const std::size_t swap_frames_;
    std::unique_ptr<Plan> plan_;
    std::unique_ptr<Plan> next_plan_;  // Being faded in, or null.
    std::size_t swapped_frames_ = 0;
    AlignedBuffer<float> scratch_;
    rt::CommandQueue<std::unique_ptr<Plan>> incoming_{kSwaps};
    rt::CommandQueue<std::unique_ptr<Plan>> retired_{kSwaps};
    std::size_t awaiting_return_ = 0;  // [control] Plans swapped in whose predecessor is not back yet.
    std::atomic<std::int64_t> first_sound_ns_{0};
};

}  // namespace attacca::engine
