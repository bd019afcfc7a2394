// The nodes that ship with the engine: equalizer, gain, limiter, tap.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "attacca/dsp/equalizer.h"
#include "attacca/dsp/limiter.h"
#include "attacca/engine/node.h"
#include "attacca/rt/frame_ring.h"
#include "attacca/rt/latest_value.h"

namespace attacca::engine {

/// dsp::Equalizer, set from another thread.
class EqualizerNode final : public Node {
public:
    explicit EqualizerNode(const dsp::EqualizerSpec& spec);

    /// [control] Heard from the next block on, reached after the spec's transition; before the first
    /// block, at once. Requires at most dsp::kMaxBands bands.
    void set(const dsp::EqualizerSettings& settings) noexcept;
    /// [control]
    void set_bypass(dsp::Equalizer::Bypass bypass) noexcept;

    void process(AudioBlock block) noexcept override;
    void reset() noexcept override;

    /// [any] Times that NaN or infinity had to be cleared out of the filters.
    [[nodiscard]] std::uint64_t recoveries() const noexcept { return recoveries_.load(std::memory_order_relaxed); }

private:
    struct Setting {
        dsp::EqualizerPlan plan;
        dsp::Equalizer::Bypass bypass = dsp::Equalizer::Bypass::off;
    };

    double sample_rate_;
    Setting wanted_;
    rt::LatestValue<Setting> published_;
    dsp::Equalizer equalizer_;
    bool sounded_ = false;
    std::atomic<std::uint64_t> recoveries_{0};
};

/// A gain that moves without clicks. At rest at exactly 0 dB it leaves samples untouched.
class GainNode final : public Node {
public:
    struct Spec {
        double sample_rate = 48000.0;
        double gain_db = 0.0;
        double transition_ms = 20.0;
    };
    explicit GainNode(const Spec& spec);

    /// [control] −infinity is silence.
    void set_gain_db(double gain_db) noexcept;

    void process(AudioBlock block) noexcept override;
    void reset() noexcept override;

private:
    std::size_t transition_frames_;
    std::atomic<float> wanted_;
    float target_;
    float current_;
    std::size_t frames_left_ = 0;  // Until the target is reached.
    bool sounded_ = false;
};

/// dsp::Limiter, switched from another thread. Its delay is there whether it is on or off.
class LimiterNode final : public Node {
public:
    LimiterNode(const dsp::LimiterSpec& spec, dsp::Limiter::Mode mode);

    /// [control]
    void set_mode(dsp::Limiter::Mode mode) noexcept { mode_.store(mode, std::memory_order_relaxed); }

    /// [any] The strongest reduction since the last call, in dB, 0 or negative.
    [[nodiscard]] float take_reduction_db() noexcept { return reduction_db_.exchange(0.0F, std::memory_order_relaxed); }

    void process(AudioBlock block) noexcept override;
    void reset() noexcept override { limiter_.reset(); }
    [[nodiscard]] std::size_t latency_frames() const noexcept override { return limiter_.latency_frames(); }

private:
    dsp::Limiter limiter_;
    std::atomic<dsp::Limiter::Mode> mode_;
    std::atomic<float> reduction_db_{0.0F};
};

/// Lets a thread outside the callback see what passes: meters, spectra, recognizers, files.
/// When that thread does not keep up, what does not fit is dropped and counted.
class TapNode final : public Node {
public:
    /// `capacity_frames` as FrameRing's.
    TapNode(std::size_t capacity_frames, std::size_t channels) : ring_(capacity_frames, channels) {}

    /// [reader] Where the frames arrive.
    [[nodiscard]] rt::FrameRing& frames() noexcept { return ring_; }
    /// [any]
    [[nodiscard]] std::uint64_t dropped_frames() const noexcept { return dropped_.load(std::memory_order_relaxed); }

    void process(AudioBlock block) noexcept override;
    void reset() noexcept override {}

private:
    rt::FrameRing ring_;
    std::atomic<std::uint64_t> dropped_{0};
};

}  // namespace attacca::engine
