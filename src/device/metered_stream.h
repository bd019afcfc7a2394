// What the streams of all backends share, so that none of them counts or reports for itself.
#pragma once

#include <atomic>
#include <string>

#include "device/callback_meter.h"

namespace attacca::device {

/// A stream that knows what it was given and meters its callback; a backend adds how it starts and stops.
///
/// Threads    As each member says; `lose` may be called from any thread of a backend but the audio thread.
class MeteredStream : public Stream {
public:
    MeteredStream(AudioCallback& callback, StreamListener listener);

    [[nodiscard]] const StreamSpec& spec() const noexcept final { return spec_; }
    [[nodiscard]] const DeviceInfo& device() const noexcept final { return device_; }
    [[nodiscard]] std::size_t max_block_frames() const noexcept final { return max_block_frames_; }
    [[nodiscard]] std::uint64_t xruns() const noexcept final { return meter_.xruns(); }
    [[nodiscard]] std::uint64_t callbacks() const noexcept final { return meter_.callbacks(); }
    [[nodiscard]] rt::LatencyHistogram::Snapshot intervals() const final { return meter_.intervals(); }
    [[nodiscard]] rt::LatencyHistogram::Snapshot durations() const final { return meter_.durations(); }
    [[nodiscard]] std::chrono::steady_clock::time_point block_time() const noexcept final {
        return meter_.block_time();
    }
    [[nodiscard]] std::string scheduling() const final { return meter_.scheduling(); }

protected:
    /// What `open` settled: to be filled in before the stream is handed out, and constant from then on.
    StreamSpec spec_;
    DeviceInfo device_;
    std::size_t max_block_frames_ = 0;

    CallbackMeter meter_;

    /// Tells the listener of the loss, once in the stream's life.
    void lose(const std::string& detail);
    [[nodiscard]] bool is_lost() const noexcept { return lost_.load(std::memory_order_relaxed); }

    void tell(StreamEvent event, const std::string& detail);

private:
    StreamListener listener_;
    std::atomic<bool> lost_{false};
};

}  // namespace attacca::device
