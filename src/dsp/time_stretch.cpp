#include "attacca/dsp/time_stretch.h"

#include <soundtouch/SoundTouch.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "attacca/dsp/resampler.h"

namespace attacca::dsp {
namespace {

constexpr double kSlowest = 0.25;
constexpr double kFastest = 4.0;
constexpr std::size_t kMaxChannels = SOUNDTOUCH_MAX_CHANNELS;

/// Frames handed on at once, where the other side's storage is ours.
constexpr std::size_t kBatch = 1024;

Status check(const TimeStretchSpec& spec) {
    if (!(spec.speed >= kSlowest && spec.speed <= kFastest)) {
        return fail(ErrorCode::invalid_argument,
                    "cannot play at speed " + std::to_string(spec.speed) + ": it must be from 0.25 to 4");
    }
    if (!(spec.sample_rate >= 4000.0 && spec.sample_rate <= 384000.0)) {
        return fail(ErrorCode::invalid_argument, "cannot change the speed at " + std::to_string(spec.sample_rate) +
                                                     " Hz: the rate must be from 4000 to 384000 Hz");
    }
    if (spec.channels < 1 || spec.channels > kMaxChannels) {
        return fail(ErrorCode::invalid_argument, "cannot change the speed of " + std::to_string(spec.channels) +
                                                     " channels: there must be from 1 to " +
                                                     std::to_string(kMaxChannels));
    }
    return {};
}

/// What comes out of a stage before it is asked for.
class FrameQueue {
public:
    explicit FrameQueue(std::size_t channels) : channels_(channels) {}

    void push(std::span<const float> samples) {
        samples_.erase(samples_.begin(), samples_.begin() + static_cast<std::ptrdiff_t>(taken_));
        taken_ = 0;
        samples_.insert(samples_.end(), samples.begin(), samples.end());
    }
    std::size_t pop(std::span<float> out) {
        const std::size_t count = std::min(out.size() / channels_ * channels_, samples_.size() - taken_);
        std::copy_n(samples_.begin() + static_cast<std::ptrdiff_t>(taken_), count, out.begin());
        taken_ += count;
        if (taken_ == samples_.size()) clear();
        return count / channels_;
    }
    void clear() {
        samples_.clear();
        taken_ = 0;
    }

private:
    std::size_t channels_;
    std::vector<float> samples_;
    std::size_t taken_ = 0;
};

/// Speed by resampling: the pitch follows. A speed of exactly 1 copies.
class ResamplingStage {
public:
    ResamplingStage(Resampler resampler, std::size_t channels)
        : resampler_(std::move(resampler)), channels_(channels), ready_(channels), batch_(kBatch * channels) {}

    void write(std::span<const float> input) {
        while (!input.empty()) {
            const auto progress = resampler_.process(input, batch_);
            ready_.push(std::span(batch_).first(progress.produced_frames * channels_));
            input = input.subspan(progress.consumed_frames * channels_);
        }
    }
    void finish(std::uint64_t) {
        while (const std::size_t frames = resampler_.finish(batch_)) {
            ready_.push(std::span(batch_).first(frames * channels_));
        }
    }
    std::size_t read(std::span<float> out) { return ready_.pop(out); }
    void reset() {
        resampler_.reset();
        ready_.clear();
    }

private:
    Resampler resampler_;
    std::size_t channels_;
    FrameQueue ready_;
    std::vector<float> batch_;
};

/// Speed by overlapping similar pieces (SoundTouch): the pitch stays.
///
/// A piece runs at the speed of the original, so its content starts in time and ends ahead (slowed) or behind
/// (sped up). Half of that is taken back, so that content stands at its instant on average. The stream starts with
/// silence that is cut off again: pieces join before the music begins.
class OverlapStage {
public:
    explicit OverlapStage(const TimeStretchSpec& spec) : spec_(spec), batch_(kBatch * spec.channels) {
        stretch_.setSampleRate(static_cast<unsigned>(std::lround(spec.sample_rate)));
        stretch_.setChannels(static_cast<unsigned>(spec.channels));
        stretch_.setTempo(spec.speed);
        start();
    }

    void write(std::span<const float> input) {
        const std::size_t frames = input.size() / spec_.channels;
        for (std::size_t done = 0; done < frames; done += kBatch) {
            const std::size_t count = std::min(kBatch, frames - done);
            stretch_.putSamples(input.data() + done * spec_.channels, static_cast<unsigned>(count));
        }
    }

    /// Pushes silence in behind, until what went in has come out.
    void finish(std::uint64_t frames_wanted) {
        std::fill(batch_.begin(), batch_.end(), 0.0F);
        // Enough for the longest pieces at the highest speed; reached only if SoundTouch fell silent.
        const auto most = static_cast<std::size_t>(2.0 * spec_.sample_rate) + 4 * silence_frames();
        for (std::size_t sent = 0; stretch_.numSamples() < frames_wanted + to_drop_ && sent < most; sent += kBatch) {
            stretch_.putSamples(batch_.data(), kBatch);
        }
    }

    std::size_t read(std::span<float> out) {
        while (to_drop_ > 0) {
            const std::size_t dropped = stretch_.receiveSamples(static_cast<unsigned>(std::min(to_drop_, kBatch)));
            if (dropped == 0) return 0;
            to_drop_ -= dropped;
        }
        return stretch_.receiveSamples(out.data(), static_cast<unsigned>(out.size() / spec_.channels));
    }

    void reset() {
        stretch_.clear();
        start();
    }

private:
    [[nodiscard]] std::size_t silence_frames() {
        return 2 * static_cast<std::size_t>(stretch_.getSetting(SETTING_NOMINAL_INPUT_SEQUENCE));
    }

    void start() {
        const std::vector<float> silence(silence_frames() * spec_.channels);
        const double piece = stretch_.getSetting(SETTING_NOMINAL_OUTPUT_SEQUENCE);
        const double ahead = piece * (1.0 / spec_.speed - 1.0) / 2.0;
        const double silence_out = static_cast<double>(silence_frames()) / spec_.speed;
        to_drop_ = static_cast<std::size_t>(std::lround(std::max(0.0, silence_out - ahead)));
        write(silence);
    }

    TimeStretchSpec spec_;
    soundtouch::SoundTouch stretch_;
    std::size_t to_drop_ = 0;
    std::vector<float> batch_;
};

}  // namespace

struct TimeStretch::State {
    TimeStretchSpec spec;
    std::variant<ResamplingStage, OverlapStage> stage;
    std::uint64_t written = 0;
    std::uint64_t read = 0;
    bool finished = false;

    [[nodiscard]] std::uint64_t frames_wanted() const noexcept {
        return static_cast<std::uint64_t>(std::llround(static_cast<double>(written) / spec.speed));
    }
};

TimeStretch::TimeStretch(std::unique_ptr<State> state) : state_(std::move(state)) {}
TimeStretch::~TimeStretch() = default;
TimeStretch::TimeStretch(TimeStretch&&) noexcept = default;
TimeStretch& TimeStretch::operator=(TimeStretch&&) noexcept = default;

Result<TimeStretch> TimeStretch::create(const TimeStretchSpec& spec) {
    if (auto valid = check(spec); !valid) return fail(valid.error());
    using Stage = decltype(State::stage);
    if (spec.pitch == PitchMode::keep && spec.speed != 1.0) {
        return TimeStretch(std::unique_ptr<State>(new State{spec, Stage(std::in_place_type<OverlapStage>, spec)}));
    }
    auto resampler = Resampler::create({.input_rate = spec.sample_rate * spec.speed,
                                        .output_rate = spec.sample_rate,
                                        .channels = spec.channels});
    if (!resampler) return fail(resampler.error());
    return TimeStretch(std::unique_ptr<State>(
        new State{spec, Stage(std::in_place_type<ResamplingStage>, std::move(*resampler), spec.channels)}));
}

void TimeStretch::write(std::span<const float> interleaved) {
    assert(interleaved.size() % state_->spec.channels == 0 && !state_->finished);
    state_->written += interleaved.size() / state_->spec.channels;
    std::visit([&](auto& stage) { stage.write(interleaved); }, state_->stage);
}

std::size_t TimeStretch::read(std::span<float> interleaved) {
    const std::size_t channels = state_->spec.channels;
    std::size_t room = interleaved.size() / channels;
    if (state_->finished) {
        room = static_cast<std::size_t>(std::min<std::uint64_t>(room, state_->frames_wanted() - state_->read));
    }
    if (room == 0) return 0;
    const std::size_t frames =
        std::visit([&](auto& stage) { return stage.read(interleaved.first(room * channels)); }, state_->stage);
    state_->read += frames;
    return frames;
}

void TimeStretch::finish() {
    if (state_->finished) return;
    state_->finished = true;
    const std::uint64_t wanted = state_->frames_wanted();
    const std::uint64_t left = wanted > state_->read ? wanted - state_->read : 0;
    std::visit([&](auto& stage) { stage.finish(left); }, state_->stage);
}

void TimeStretch::reset() {
    state_->written = 0;
    state_->read = 0;
    state_->finished = false;
    std::visit([](auto& stage) { stage.reset(); }, state_->stage);
}

}  // namespace attacca::dsp
