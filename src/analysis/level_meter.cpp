#include "attacca/analysis/level_meter.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "attacca/base/decibels.h"
#include "attacca/dsp/true_peak.h"
#include "attacca/kernels/level.h"

namespace attacca::analysis {
namespace {

/// Ballistics move once in so many frames, wherever the blocks begin: 1.3 ms at 48 kHz.
constexpr std::size_t kSlice = 64;

constexpr double kFloorDb = -120.0;
constexpr float kLargest = 1e6F;

float shown_db(double amplitude) {
    return static_cast<float>(amplitude > 0.0 ? std::max(kFloorDb, db_from_gain(amplitude)) : kFloorDb);
}

struct Channel {
    double peak = 0.0;
    double held = 0.0;
    std::size_t slices_held = 0;
    double mean_square = 0.0;
    kernels::ChannelPower slice;  ///< Of the slice under way.
};

}  // namespace

struct LevelMeter::State {
    explicit State(const LevelMeterSpec& spec)
        : channel_count(spec.channels),
          fall(gain_from_db(-spec.fall_db_per_s * kSlice / spec.sample_rate)),
          rms_share(-std::expm1(-1000.0 * kSlice / (spec.rms_ms * spec.sample_rate))),
          hold_slices(static_cast<std::size_t>(std::ceil(spec.hold_ms * spec.sample_rate / (1000.0 * kSlice)))),
          true_peak(spec.channels) {}

    void take(ConstAudioBlock piece) noexcept;
    void end_slice() noexcept;

    std::size_t channel_count;
    double fall;
    double rms_share;
    std::size_t hold_slices;
    dsp::TruePeakMeter true_peak;
    std::size_t slice_frames = 0;
    std::array<Channel, kMaxMeterChannels> channels{};
};

LevelMeter::LevelMeter(const LevelMeterSpec& spec) {
    assert(spec.channels >= 1 && spec.channels <= kMaxMeterChannels && spec.sample_rate > 0);
    assert(spec.fall_db_per_s >= 0 && spec.rms_ms > 0 && spec.hold_ms >= 0);
    state_ = std::make_unique<State>(spec);
}
LevelMeter::~LevelMeter() = default;
LevelMeter::LevelMeter(LevelMeter&&) noexcept = default;
LevelMeter& LevelMeter::operator=(LevelMeter&&) noexcept = default;

void LevelMeter::process(ConstAudioBlock block) noexcept {
    assert(block.empty() || block.channels() == state_->channel_count);
    state_->true_peak.process(block);
    std::size_t done = 0;
    while (done < block.frames()) {
        const std::size_t frames = std::min(kSlice - state_->slice_frames, block.frames() - done);
        state_->take(block.subblock(done, frames));
        done += frames;
    }
}

Levels LevelMeter::levels() const noexcept {
    Levels levels;
    levels.channel_count = state_->channel_count;
    for (std::size_t c = 0; c < levels.channel_count; ++c) {
        const Channel& channel = state_->channels[c];
        const double newest = channel.slice.peak;
        levels.channels[c] = {.peak_db = shown_db(std::max(channel.peak, newest)),
                              .held_db = shown_db(std::max(channel.held, newest)),
                              .rms_db = shown_db(std::sqrt(channel.mean_square)),
                              .true_peak_db = shown_db(state_->true_peak.peak(c))};
    }
    return levels;
}

void LevelMeter::reset() noexcept {
    state_->true_peak.reset();
    state_->slice_frames = 0;
    state_->channels.fill({});
}

void LevelMeter::State::take(ConstAudioBlock piece) noexcept {
    std::array<kernels::ChannelPower, kMaxMeterChannels> powers;
    kernels::measure_channels(piece.data(), piece.frames(), channel_count, powers.data());
    const auto usable = [](const kernels::ChannelPower& power) {
        return power.peak <= kLargest && std::isfinite(power.sum_of_squares);
    };
    if (!std::all_of(powers.begin(), powers.begin() + static_cast<std::ptrdiff_t>(channel_count), usable)) {
        std::array<float, kSlice * kMaxMeterChannels> usable_samples;
        std::replace_copy_if(piece.samples().begin(), piece.samples().end(), usable_samples.begin(),
                             [](float x) { return !(std::abs(x) <= kLargest); }, 0.0F);
        kernels::measure_channels(usable_samples.data(), piece.frames(), channel_count, powers.data());
    }
    for (std::size_t c = 0; c < channel_count; ++c) {
        kernels::ChannelPower& slice = channels[c].slice;
        slice.peak = std::max(slice.peak, powers[c].peak);
        slice.sum_of_squares += powers[c].sum_of_squares;
    }
    slice_frames += piece.frames();
    if (slice_frames == kSlice) end_slice();
}

void LevelMeter::State::end_slice() noexcept {
    for (std::size_t c = 0; c < channel_count; ++c) {
        Channel& channel = channels[c];
        const double peak = channel.slice.peak;
        channel.peak = std::max(peak, channel.peak * fall);
        if (peak >= channel.held) {
            channel.held = peak;
            channel.slices_held = 0;
        } else if (++channel.slices_held > hold_slices) {
            channel.held = channel.peak;
        }
        channel.mean_square += rms_share * (channel.slice.sum_of_squares / kSlice - channel.mean_square);
        channel.slice = {};
    }
    slice_frames = 0;
}

}  // namespace attacca::analysis
