// One engine on one open stream: what plays until the device changes.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "attacca/analysis/level_meter.h"
#include "attacca/device/device.h"
#include "attacca/engine/engine.h"
#include "attacca/player/player_status.h"
#include "player/recent_sound.h"
#include "player/signal_plan.h"

namespace attacca::player {

/// Threads    `process` is the device's; `start` and `stop` are the worker's; `measure` may run beside them, the rest
///            belongs to one thread at a time.
class Session final : public device::AudioCallback {
public:
    /// Opens the stream; `start` lets it run.
    [[nodiscard]] static Result<std::unique_ptr<Session>> open(const device::StreamSpec& spec,
                                                               const SignalSettings& settings,
                                                               device::StreamListener listener);
    ~Session() override;

    [[nodiscard]] engine::Transport& transport() noexcept { return engine_->transport(); }
    [[nodiscard]] const engine::Transport& transport() const noexcept { return engine_->transport(); }
    [[nodiscard]] device::Stream& stream() noexcept { return *stream_; }
    /// Where it plays: as opened, or as the default device has changed since.
    [[nodiscard]] const device::DeviceInfo& device() const noexcept { return device_; }
    void moved_to(device::DeviceInfo device) { device_ = std::move(device); }
    [[nodiscard]] const SignalPlan& nodes() const noexcept { return signal_; }

    [[nodiscard]] double sample_rate() const noexcept { return stream_->spec().sample_rate; }
    [[nodiscard]] std::size_t channels() const noexcept { return stream_->spec().channels; }

    /// Frames that were taken from the ring and have left the device.
    [[nodiscard]] std::uint64_t heard_frames() const noexcept;
    /// From the ring to the sound.
    [[nodiscard]] std::size_t latency_frames() const noexcept;

    /// Lets the callbacks come and go; the transport is not touched.
    [[nodiscard]] Status start();
    void stop() noexcept;
    [[nodiscard]] bool running() const noexcept { return running_; }

    /// Drops what the transport is to skip without waiting for a callback, where none runs.
    void drop_skipped() noexcept;

    /// Reads the tap and fills in what moves.
    void measure(PlayerMoment& moment);
    /// Fills in what else a status says of device and engine.
    void describe(PlayerStatus& status);
    /// As Player's.
    [[nodiscard]] std::size_t take_sound(AudioBlock block);

private:
    Session() = default;
    void read_tap();
    void process(ConstAudioBlock input, AudioBlock output) noexcept override;

    SignalPlan signal_;  // Its plan has moved into the engine; its nodes live there.
    std::size_t plan_latency_frames_ = 0;
    std::unique_ptr<engine::Engine> engine_;
    std::unique_ptr<analysis::LevelMeter> meter_;
    std::vector<float> tapped_;
    std::uint64_t dropped_seen_ = 0;
    std::optional<RecentSound> recent_;
    std::uint64_t clipped_readings_ = 0;
    device::DeviceInfo device_;
    std::string scheduling_;  // As it last was while callbacks came.
    std::atomic<bool> running_ = false;
    std::unique_ptr<device::Stream> stream_;  // Last: it goes first, and its callbacks with it.
};

}  // namespace attacca::player
