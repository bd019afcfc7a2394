// What a device captures, block by block, for commands that listen.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "attacca/base/result.h"
#include "attacca/device/device.h"
#include "attacca/player/capture_times.h"
#include "attacca/rt/command_queue.h"
#include "attacca/rt/frame_ring.h"

namespace attacca::player {

/// Nothing but the null device would be hours of silence.
/// Failure: says why no sound server answers, and how to ask for silence.
[[nodiscard]] Status check_input_answers();

struct LiveInputSpec {
    std::string device;  ///< As device::StreamSpec's.
    double sample_rate = 48000.0;
    std::size_t channels = 1;
    std::size_t block_frames = 0;  ///< 0: 1024.
};

/// Threads    One control thread; the callback fills a ring behind it.
class LiveInput final : public device::AudioCallback {
public:
    /// Opens the device and begins to capture.
    [[nodiscard]] static Result<std::unique_ptr<LiveInput>> open(const LiveInputSpec& spec);
    ~LiveInput() override;

    [[nodiscard]] const device::StreamSpec& given() const noexcept { return stream_->spec(); }
    [[nodiscard]] const std::string& device_name() const noexcept { return stream_->device().name; }
    [[nodiscard]] const device::Stream& stream() const noexcept { return *stream_; }

    /// The interleaved frames captured since, good until the next call; none if there are none yet.
    [[nodiscard]] std::span<const float> read();

    /// When a frame was captured, counted from the first that was read. Requires one that was read.
    [[nodiscard]] CaptureClock::time_point captured_at(std::uint64_t frame) const { return times_->captured_at(frame); }

    /// Captured, but not read in time.
    [[nodiscard]] std::uint64_t lost_frames() const noexcept { return lost_frames_.load(std::memory_order_relaxed); }

    /// Why nothing more will come.
    [[nodiscard]] std::optional<Error> failure() const;

    void process(ConstAudioBlock input, AudioBlock output) noexcept override;  ///< [audio]

private:
    LiveInput() = default;
    void listen(device::StreamEvent event, const std::string& detail);

    void read_stamps();

    std::unique_ptr<rt::FrameRing> ring_;
    std::unique_ptr<rt::CommandQueue<CaptureStamp>> stamps_;
    std::uint64_t written_frames_ = 0;  ///< [audio]
    std::vector<float> samples_;
    std::optional<CaptureTimes> times_;
    std::atomic<std::uint64_t> lost_frames_{0};
    mutable std::mutex mutex_;
    std::optional<Error> failure_;
    std::unique_ptr<device::Stream> stream_;  ///< Destroyed first: its callback uses the rest.
};

}  // namespace attacca::player
