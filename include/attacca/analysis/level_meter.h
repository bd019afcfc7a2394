// Peak, RMS and true-peak levels of each channel, with a meter's ballistics.
#pragma once

#include <array>
#include <cstddef>
#include <memory>

#include "attacca/base/audio_block.h"

namespace attacca::analysis {

inline constexpr std::size_t kMaxMeterChannels = 8;

struct LevelMeterSpec {
    double sample_rate = 48000.0;
    std::size_t channels = 2;         ///< 1 to kMaxMeterChannels.
    double fall_db_per_s = 20.0;      ///< How fast a shown peak falls (IEC 60268-18).
    double rms_ms = 300.0;            ///< Time constant of the RMS.
    double hold_ms = 1000.0;          ///< How long `held_db` keeps a peak.
};

/// Levels in dBFS (full-scale square = 0 for peak and RMS; a full-scale sine's RMS is −3.01);
/// −120 is the floor. NaN and infinity count as silence.
struct ChannelLevel {
    float peak_db = -120.0F;
    float held_db = -120.0F;
    float rms_db = -120.0F;
    float true_peak_db = -120.0F;  ///< Highest since reset, 8× oversampled (ITU-R BS.1770-4 asks for 4×).
};

struct Levels {
    std::array<ChannelLevel, kMaxMeterChannels> channels{};
    std::size_t channel_count = 0;
};

/// Threads    One at a time, on an analysis thread.
/// Real time  `process` and `levels` allocate nothing.
class LevelMeter {
public:
    explicit LevelMeter(const LevelMeterSpec& spec);
    ~LevelMeter();
    LevelMeter(LevelMeter&&) noexcept;
    LevelMeter& operator=(LevelMeter&&) noexcept;

    /// Any number of frames. Requires the spec's channel count.
    void process(ConstAudioBlock block) noexcept;
    [[nodiscard]] Levels levels() const noexcept;
    void reset() noexcept;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace attacca::analysis
