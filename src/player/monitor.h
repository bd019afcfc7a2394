// What is captured, played on an output device: from one callback to another.
#pragma once

#include <atomic>
#include <memory>
#include <vector>

#include "attacca/base/audio_block.h"
#include "attacca/base/result.h"
#include "attacca/device/device.h"
#include "attacca/player/recorder.h"
#include "attacca/rt/frame_ring.h"

namespace attacca::player {

/// The two devices have clocks of their own: where the ring runs dry, it is silent until two blocks have come, and one
/// more for each time that it did, up to a twenty-fifth of a second. Where more waits than that and a sixteenth of a
/// second, the oldest is left out.
///
/// Threads    `hear` belongs to the input's audio thread, `play` to the output's, all else to one control thread.
/// Real time  `hear`, `play`, `set_gain_db`.
class MonitorRing {
public:
    MonitorRing(double sample_rate, std::size_t channels);

    void hear(ConstAudioBlock input) noexcept;  ///< Requires the channel count given.
    /// Fills the block. One channel is heard on both sides; of several, as many as the block has.
    void play(AudioBlock output) noexcept;
    void set_gain_db(double gain_db) noexcept;  ///< -60 to 0; glides.
    /// From silence, and nothing of before. Requires that nobody plays or hears.
    void reset() noexcept;

private:
    void fill(AudioBlock output) noexcept;

    double sample_rate_;
    std::size_t channels_;
    rt::FrameRing ring_;
    std::vector<float> frames_;
    std::atomic<float> gain_{0.0F};
    float gain_now_ = 0.0F;
    bool filling_ = true;
    std::size_t cushion_frames_ = 0;
};

/// A MonitorRing and the output that plays it.
class Monitor final : public device::AudioCallback {
public:
    /// Of the input. Allocates what the callbacks need.
    Monitor(double sample_rate, std::size_t channels) : sample_rate_(sample_rate), ring_(sample_rate, channels) {}
    ~Monitor() override;

    /// Failure: as device::open_stream; an output that has another rate than the input.
    [[nodiscard]] Status open(const MonitorSpec& spec);
    void close();
    void set_gain_db(double gain_db) noexcept { ring_.set_gain_db(gain_db); }

    /// [audio] Of the input; drops what nobody hears.
    void hear(ConstAudioBlock input) noexcept;
    /// [audio] Of the output.
    void process(ConstAudioBlock input, AudioBlock output) noexcept override;

private:
    double sample_rate_;
    MonitorRing ring_;
    std::atomic<bool> heard_{false};
    std::unique_ptr<device::Stream> stream_;  ///< Destroyed first: its callback uses the rest.
};

}  // namespace attacca::player
