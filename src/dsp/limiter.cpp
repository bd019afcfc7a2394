#include "attacca/dsp/limiter.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <limits>

#include "attacca/base/aligned_buffer.h"
#include "attacca/base/decibels.h"
#include "attacca/kernels/true_peak.h"
#include "dsp/limiter_gain.h"
#include "dsp/usable_sample.h"

namespace attacca::dsp {
namespace {

constexpr std::size_t kReach = kernels::kTruePeakReach;
constexpr std::size_t kMaxChannels = 8;

/// Frames handled at once: detection looks this far at a time to see whether it is needed at all.
constexpr std::size_t kStretch = 64;

/// Frames that the history takes in before its end is moved back to its start.
constexpr std::size_t kHistoryRoom = 4096;

/// How far below the ceiling the limiter aims. It covers what lies between the eight instants (0.17 dB at worst), the
/// side bands that a moving gain makes, and peaks of white noise that only an endless interpolation filter sees.
constexpr double kMarginDb = 0.6;

/// The gain stays down this long: it does not follow the half waves of a bass, and noise finds it low already.
constexpr double kHoldMs = 10.0;

std::size_t frames_of(double duration_ms, double sample_rate) {
    return std::max<std::size_t>(8, static_cast<std::size_t>(std::ceil(duration_ms * sample_rate / 1000.0)));
}

}  // namespace

struct Limiter::State {
    explicit State(const LimiterSpec& spec)
        : channels(spec.channels),
          lookahead(frames_of(spec.lookahead_ms, spec.sample_rate)),
          target(static_cast<float>(gain_from_db(spec.ceiling_dbtp - kMarginDb))),
          gain({.sample_rate = spec.sample_rate,
                .lookahead_frames = lookahead,
                .hold_frames = frames_of(kHoldMs, spec.sample_rate),
                .release_ms = spec.release_ms}),
          history((kept_frames() + kHistoryRoom) * channels),
          filled_frames(kept_frames()) {}

    /// The delay, and what detection reads before the oldest instant that it judges.
    [[nodiscard]] std::size_t kept_frames() const noexcept { return lookahead + 2 * kReach; }
    [[nodiscard]] std::size_t latency_frames() const noexcept { return lookahead + kReach; }

    void process_stretch(float* samples, std::size_t frames) noexcept;
    void append(const float* samples, std::size_t frames) noexcept;
    void reject_bad_samples(float* samples, std::size_t count) noexcept;
    [[nodiscard]] kernels::PeakBound bound_of_newest(std::size_t frames) const noexcept;
    void attenuate(float* samples, std::size_t frames, bool detect) noexcept;
    [[nodiscard]] std::int32_t required_attenuation(float peak) const noexcept;

    std::size_t channels;
    std::size_t lookahead;
    float target;
    LimiterGain gain;
    Mode mode = Mode::on;
    AlignedBuffer<float> history;  ///< Interleaved, oldest first.
    std::size_t filled_frames;
    std::int32_t required_before = 0;  ///< By the instants from the newest judged frame to the next.
    float lowest_gain = 1.0F;
    std::uint64_t rejected = 0;
    std::array<float, kStretch * kMaxChannels> peaks{};
};

Limiter::Limiter(const LimiterSpec& spec) {
    assert(spec.channels >= 1 && spec.channels <= kMaxChannels && spec.sample_rate > 0);
    assert(spec.lookahead_ms >= 0 && spec.lookahead_ms <= 50 && spec.release_ms > 0);
    state_ = std::make_unique<State>(spec);
}
Limiter::~Limiter() = default;
Limiter::Limiter(Limiter&&) noexcept = default;
Limiter& Limiter::operator=(Limiter&&) noexcept = default;

void Limiter::set_mode(Mode mode) noexcept { state_->mode = mode; }

std::size_t Limiter::latency_frames() const noexcept { return state_->latency_frames(); }

std::uint64_t Limiter::rejected_samples() const noexcept { return state_->rejected; }

float Limiter::take_reduction_db() noexcept {
    const double reduction_db = db_from_gain(state_->lowest_gain);
    state_->lowest_gain = 1.0F;
    return static_cast<float>(reduction_db);
}

void Limiter::reset() noexcept {
    auto samples = state_->history.span();
    std::fill(samples.begin(), samples.end(), 0.0F);
    state_->filled_frames = state_->kept_frames();
    state_->gain.reset();
    state_->required_before = 0;
    state_->lowest_gain = 1.0F;
}

void Limiter::process(AudioBlock block) noexcept {
    assert(block.empty() || block.channels() == state_->channels);
    for (std::size_t done = 0; done < block.frames(); done += kStretch) {
        const std::size_t frames = std::min(kStretch, block.frames() - done);
        state_->process_stretch(block.data() + done * state_->channels, frames);
    }
}

void Limiter::State::process_stretch(float* samples, std::size_t frames) noexcept {
    append(samples, frames);
    kernels::PeakBound bound = bound_of_newest(frames);
    if (!(bound.peak <= kLargestSample)) {
        reject_bad_samples(history.data() + (filled_frames - frames) * channels, frames * channels);
        bound = bound_of_newest(frames);
    }
    const float* delayed = history.data() + (filled_frames - frames - latency_frames()) * channels;
    std::copy_n(delayed, frames * channels, samples);
    const bool detect = mode == Mode::on && bound.limit() > target;
    if (detect || required_before > 0 || !gain.idle()) attenuate(samples, frames, detect);
}

void Limiter::State::append(const float* samples, std::size_t frames) noexcept {
    if ((filled_frames + frames) * channels > history.size()) {
        const float* kept = history.data() + (filled_frames - kept_frames()) * channels;
        std::copy_n(kept, kept_frames() * channels, history.data());
        filled_frames = kept_frames();
    }
    std::copy_n(samples, frames * channels, history.data() + filled_frames * channels);
    filled_frames += frames;
}

/// The stretch judges the instants from kReach frames before its first frame on, and those look as far back again.
kernels::PeakBound Limiter::State::bound_of_newest(std::size_t frames) const noexcept {
    const std::size_t window = frames + 2 * kReach - 1;
    return kernels::peak_bound(history.data() + (filled_frames - window) * channels, channels, (window - 2) * channels);
}

void Limiter::State::reject_bad_samples(float* samples, std::size_t count) noexcept {
    for (std::size_t i = 0; i < count; ++i) {
        if (std::abs(samples[i]) <= kLargestSample) continue;
        samples[i] = 0.0F;
        ++rejected;
    }
}

void Limiter::State::attenuate(float* samples, std::size_t frames, bool detect) noexcept {
    if (detect) {
        const float* judged = history.data() + (filled_frames - frames - kReach) * channels;
        kernels::true_peaks(judged, channels, frames * channels, peaks.data());
    }
    for (std::size_t frame = 0; frame < frames; ++frame) {
        std::int32_t required = 0;
        if (detect) {
            const float* of_frame = peaks.data() + frame * channels;
            required = required_attenuation(*std::max_element(of_frame, of_frame + channels));
        }
        // An instant between two frames is held down by the gains of both.
        const std::int64_t sum = gain.next(std::max(required, required_before));
        required_before = required;
        const float factor = gain.gain(sum);
        lowest_gain = std::min(lowest_gain, factor);
        for (std::size_t channel = 0; channel < channels; ++channel) samples[frame * channels + channel] *= factor;
    }
}

std::int32_t Limiter::State::required_attenuation(float peak) const noexcept {
    if (peak <= target) return 0;
    return static_cast<std::int32_t>(std::ceil(std::log2(peak / target) * LimiterGain::kStepsPerOctave));
}

}  // namespace attacca::dsp
