// Takes frames from the decoder's ring at the pace of the device: play, pause, skip, end.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "attacca/base/audio_block.h"
#include "attacca/rt/frame_ring.h"

namespace attacca::engine {

struct TransportSpec {
    double sample_rate = 48000.0;
    std::size_t channels = 2;
    std::size_t ring_frames = 32768;      ///< How far the writer may be ahead.
    std::size_t prebuffer_frames = 8192;  ///< Wanted before sound begins, after a start or a skip.
    double fade_ms = 5.0;                 ///< Each stop and start of the sound is faded: no click.
};

/// Frames are counted from 0 on in the order they are written; the count never restarts, so one number
/// says what is heard, what was skipped and where the end is.
///
/// Threads    [writer] the decoder's, [control] any one, [audio] the callback's.
/// Real time  Every member but the constructor is wait-free.
/// Failure    A ring that runs dry before the end plays silence and counts it.
class Transport {
public:
    explicit Transport(const TransportSpec& spec);

    /// [writer] Appends what fits; returns how many frames did.
    [[nodiscard]] std::size_t write(ConstAudioBlock block) noexcept;
    /// [writer] Frames that fit now.
    [[nodiscard]] std::size_t writable() noexcept { return ring_.writable(); }
    /// [writer] Frames written so far.
    [[nodiscard]] std::uint64_t written() const noexcept { return written_; }
    /// [writer] Nothing follows the frames written so far: running dry there is the end, not an underrun.
    void set_end() noexcept { end_.store(written_, std::memory_order_release); }
    /// [writer] Something follows after all.
    void clear_end() noexcept { end_.store(kNoEnd, std::memory_order_release); }
    /// [writer] Fades out, drops everything written before this call, and fades in what is written after it.
    void skip_to_newest() noexcept { skip_to_.store(written_, std::memory_order_release); }

    /// [control]
    void play() noexcept { playing_.store(true, std::memory_order_release); }
    void pause() noexcept { playing_.store(false, std::memory_order_release); }

    /// [audio] Drops at once what `skip_to_newest` left behind. For a writer that knows that no callback runs, and
    /// would wait for room in the ring until the next one.
    void drop_skipped() noexcept;

    /// [audio] Fills the block: music, silence, or a fade between them.
    void process(AudioBlock block) noexcept;

    /// [any]
    [[nodiscard]] bool playing() const noexcept { return playing_.load(std::memory_order_acquire); }
    /// [any] Frames taken out so far, heard or skipped.
    [[nodiscard]] std::uint64_t consumed() const noexcept { return consumed_.load(std::memory_order_acquire); }
    /// [any] What was skipped is still in the way of what follows it.
    [[nodiscard]] bool skipping() const noexcept { return consumed() < skip_to_.load(std::memory_order_acquire); }
    /// [any] Everything up to the end has been taken.
    [[nodiscard]] bool ended() const noexcept { return consumed() >= end_.load(std::memory_order_acquire); }
    /// [any] Faded out: callbacks bring silence only.
    [[nodiscard]] bool silent() const noexcept { return silent_.load(std::memory_order_acquire); }
    /// [any] Times that the ring ran dry in the middle of the music, and the frames of silence it cost.
    [[nodiscard]] std::uint64_t underruns() const noexcept { return underruns_.load(std::memory_order_relaxed); }
    [[nodiscard]] std::uint64_t missed_frames() const noexcept { return missed_.load(std::memory_order_relaxed); }

private:
    static constexpr std::uint64_t kNoEnd = std::numeric_limits<std::uint64_t>::max();

    void take(AudioBlock block) noexcept;
    void fade_out(AudioBlock block) noexcept;
    void fade(AudioBlock block, std::size_t from, std::size_t to) const noexcept;
    [[nodiscard]] std::size_t read(AudioBlock block) noexcept;
    [[nodiscard]] bool ready() noexcept;

    rt::FrameRing ring_;
    const std::size_t prebuffer_frames_;
    const std::size_t fade_frames_;

    std::uint64_t written_ = 0;
    std::atomic<std::uint64_t> end_{kNoEnd};
    std::atomic<std::uint64_t> skip_to_{0};
    std::atomic<bool> playing_{false};

    // The audio thread's own, and what it shows.
    std::uint64_t position_ = 0;
    std::size_t faded_frames_ = 0;  // How far a fade has come: 0 is silent, fade_frames_ full.
    bool filling_ = true;           // Waiting for the prebuffer.
    std::atomic<std::uint64_t> consumed_{0};
    std::atomic<bool> silent_{true};
    std::atomic<std::uint64_t> underruns_{0};
    std::atomic<std::uint64_t> missed_{0};
};

}  // namespace attacca::engine
