// What the page's AudioWorklet runs: a decoded file or a test signal through the engine's plan.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "attacca/analysis/level_meter.h"
#include "attacca/base/aligned_buffer.h"
#include "attacca/dsp/equalizer_settings.h"
#include "attacca/dsp/signal_generator.h"
#include "attacca/engine/engine.h"
#include "attacca/engine/nodes.h"

namespace attacca::web {

/// Transport, equalizer, gain and limiter in stereo, fed by the page or by a generator of its own.
///
/// Units      Frames of the file are counted from its start.
/// Threads    One: the worklet's. Messages and rendering take turns there.
/// Real time  `wanted_frames`, `supply`, `process` and `status` allocate nothing; what changes the signal may.
class Deck {
public:
    static constexpr std::size_t kChannels = 2;
    static constexpr std::size_t kMostFrames = 1024;  ///< Of one `supply` or `process`.
    enum class Source { file, generator };

    explicit Deck(double sample_rate);

    [[nodiscard]] engine::Transport& transport() noexcept { return engine_.transport(); }
    [[nodiscard]] engine::EqualizerNode& equalizer() noexcept { return *equalizer_; }
    [[nodiscard]] engine::GainNode& gain() noexcept { return *gain_; }
    [[nodiscard]] engine::LimiterNode& limiter() noexcept { return *limiter_; }
    [[nodiscard]] std::size_t latency_frames() const noexcept { return latency_frames_; }

    /// The file goes on from this frame; what was written before is faded out.
    void seek(std::uint64_t file_frame) noexcept;
    /// The next supplied frame is this one, without a fade: a loop.
    void wrap(std::uint64_t file_frame) noexcept;
    void set_source(Source source) noexcept;
    /// The old signal is crossfaded to the one of this spec. False, and nothing changes, for a spec that cannot be.
    bool set_generator(const dsp::SignalSpec& spec);

    /// How many frames of the file should be supplied before the next `process`; at most kMostFrames.
    [[nodiscard]] std::size_t wanted_frames() noexcept;
    /// One array of kMostFrames for each channel, to be filled before `supply`.
    [[nodiscard]] float* input() noexcept { return planar_in_.data(); }
    void supply(std::size_t frames) noexcept;

    /// Fills `output()`, an array of kMostFrames for each channel.
    void process(std::size_t frames) noexcept;
    [[nodiscard]] const float* output() const noexcept { return planar_out_.data(); }

    /// Position in seconds; 1 when everything was heard; underruns; then peak, held peak, RMS and true peak of both
    /// channels; then the limiter's reduction. In dB where they are levels.
    static constexpr std::size_t kStatusValues = 12;
    [[nodiscard]] std::span<const float, kStatusValues> status() noexcept;
    void reset_levels() noexcept { meter_.reset(); }

private:
    /// Frames from `stream` on are the file's from `file` on.
    struct Segment {
        std::uint64_t stream = 0;
        std::uint64_t file = 0;
    };

    void generate() noexcept;
    [[nodiscard]] double position_s() noexcept;

    double sample_rate_;
    std::size_t latency_frames_ = 0;  // This and the nodes are set while the engine is made: they stand before it.
    engine::EqualizerNode* equalizer_ = nullptr;
    engine::GainNode* gain_ = nullptr;
    engine::LimiterNode* limiter_ = nullptr;
    engine::Engine engine_;
    analysis::LevelMeter meter_;
    Source source_ = Source::file;
    std::optional<dsp::SignalGenerator> generator_;
    std::optional<dsp::SignalGenerator> next_generator_;
    std::optional<dsp::SignalGenerator> spent_generator_;  ///< Kept until the next is set: `process` frees nothing.
    std::array<Segment, 2> segments_{};                    ///< The newest last.
    std::uint64_t skipped_to_ = 0;  ///< In frames of the stream: before that, nothing more is heard of.
    AlignedBuffer<float> planar_in_{kChannels * kMostFrames};
    AlignedBuffer<float> planar_out_{kChannels * kMostFrames};
    AlignedBuffer<float> block_{kChannels * kMostFrames};
    AlignedBuffer<float> crossing_{kChannels * kMostFrames};
    std::array<float, kStatusValues> status_{};
    std::uint32_t noise_seed_ = 1;
};

}  // namespace attacca::web
