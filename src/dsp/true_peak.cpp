#include "attacca/dsp/true_peak.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

#include "attacca/base/aligned_buffer.h"
#include "attacca/kernels/interleave.h"
#include "attacca/kernels/true_peak.h"

namespace attacca::dsp {
namespace {

constexpr std::size_t kReach = kernels::kTruePeakReach;
constexpr std::size_t kMaxChannels = 8;
constexpr std::size_t kStretch = 256;  ///< Frames at once.
constexpr std::size_t kKept = 2 * kReach - 1;  ///< Frames of the past that the next stretch needs.
constexpr float kLargest = 1e6F;

}  // namespace

struct TruePeakMeter::State {
    explicit State(std::size_t channel_count)
        : channels(channel_count), history(channel_count * (kKept + kStretch)) {}

    float* of_channel(std::size_t channel) noexcept { return history.data() + channel * (kKept + kStretch); }
    void measure(std::size_t channel, std::size_t frames) noexcept;

    std::size_t channels;
    AlignedBuffer<float> history;  ///< Of each channel: what is kept, then the newest stretch.
    std::array<float, kMaxChannels> peaks{};
    std::array<float, kStretch> stretch_peaks{};
};

TruePeakMeter::TruePeakMeter(std::size_t channels) {
    assert(channels >= 1 && channels <= kMaxChannels);
    state_ = std::make_unique<State>(channels);
}
TruePeakMeter::~TruePeakMeter() = default;
TruePeakMeter::TruePeakMeter(TruePeakMeter&&) noexcept = default;
TruePeakMeter& TruePeakMeter::operator=(TruePeakMeter&&) noexcept = default;

float TruePeakMeter::peak(std::size_t channel) const noexcept {
    assert(channel < state_->channels);
    return state_->peaks[channel];
}

void TruePeakMeter::reset() noexcept {
    auto samples = state_->history.span();
    std::fill(samples.begin(), samples.end(), 0.0F);
    state_->peaks.fill(0.0F);
}

void TruePeakMeter::process(ConstAudioBlock block) noexcept {
    assert(block.empty() || block.channels() == state_->channels);
    for (std::size_t done = 0; done < block.frames(); done += kStretch) {
        const std::size_t frames = std::min(kStretch, block.frames() - done);
        std::array<float*, kMaxChannels> newest{};
        for (std::size_t c = 0; c < state_->channels; ++c) newest[c] = state_->of_channel(c) + kKept;
        kernels::deinterleave(block.data() + done * block.channels(), block.channels(), frames, newest.data());
        for (std::size_t c = 0; c < state_->channels; ++c) state_->measure(c, frames);
    }
}

void TruePeakMeter::State::measure(std::size_t channel, std::size_t frames) noexcept {
    float* samples = of_channel(channel);
    const std::size_t window = kKept + frames;
    kernels::PeakBound bound = kernels::peak_bound(samples, 1, window - 2);
    if (!(bound.peak <= kLargest)) {
        std::replace_if(samples, samples + window, [](float x) { return !(std::abs(x) <= kLargest); }, 0.0F);
        bound = kernels::peak_bound(samples, 1, window - 2);
    }
    if (bound.limit() > peaks[channel]) {
        kernels::true_peaks(samples + kReach - 1, 1, frames, stretch_peaks.data());
        const auto end = stretch_peaks.begin() + static_cast<std::ptrdiff_t>(frames);
        peaks[channel] = std::max(peaks[channel], *std::max_element(stretch_peaks.begin(), end));
    }
    std::copy_n(samples + frames, kKept, samples);
}

}  // namespace attacca::dsp
