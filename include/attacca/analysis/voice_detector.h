// When somebody speaks: a probability every ten milliseconds, and where speech begins and ends.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "attacca/base/audio_block.h"
#include "attacca/base/result.h"

namespace attacca::analysis {

/// What probabilities are computed by. Copies share what is loaded, and may be used by any number of detectors at
/// once.
class VoiceModel {
public:
    /// The one that is built in: a network of our own that needs no file.
    VoiceModel();

    /// Silero's, versions 5 and 6, out of the .onnx file that it is published as. Its probabilities are told; where
    /// speech begins and ends is judged by both networks, as the built-in one knows sooner.
    /// Failure: no such file; no ONNX model, or that of another model or version.
    [[nodiscard]] static Result<VoiceModel> load_silero(const std::string& path);

    [[nodiscard]] bool is_built_in() const noexcept { return silero_ == nullptr; }

private:
    friend class VoiceDetector;
    std::shared_ptr<const struct SileroWeights> silero_;
};

struct VoiceDetectorSpec {
    double sample_rate = 48000.0;  ///< 8,000 to 192,000.
    std::size_t channels = 1;      ///< 1 to 8; their mean is heard.
    VoiceModel model;
    /// How much certain speech begins a segment, and how much certain silence ends it: 10 to 2,000. What is less
    /// certain counts less, and what speaks against it takes away from it.
    double attack_ms = 20.0;
    double release_ms = 300.0;
    double preroll_ms = 150.0;                 ///< 0 to 2,000; see VoiceEvent.
    std::size_t longest_block_frames = 65536;  ///< `process` takes no longer ones.
};

/// Ten milliseconds. All times are frames of the input.
struct VoiceFrame {
    std::uint64_t time = 0;    ///< Where they begin.
    float probability = 0.0F;  ///< That somebody speaks, from 0 to 1.
    bool speech = false;       ///< After attack and release.
};

/// Speech begins or ends.
struct VoiceEvent {
    enum class Kind { begin, end };
    Kind kind = Kind::begin;
    std::uint64_t time = 0;  ///< Where it did, as it looks now.
    std::uint64_t preroll =
        0;  ///< Where a recording of it should begin: before the first sound, and not before the last end.
    std::uint64_t decided = 0;  ///< How much had been heard when it was certain.
};

/// Units      Frame k begins at the input frame nearest to k · 10 ms.
/// Threads    One at a time.
/// Real time  Everything but `create`: no allocation.
/// Failure    NaN and infinity count as silence.
/// Accuracy   The same frames and events however the stream is divided into blocks. With Silero's model, within 1e-4 of
///            ONNX Runtime at 16 kHz.
class VoiceDetector {
public:
    /// Failure: names the setting, its value and the range.
    [[nodiscard]] static Result<VoiceDetector> create(const VoiceDetectorSpec& spec);
    ~VoiceDetector();
    VoiceDetector(VoiceDetector&&) noexcept;
    VoiceDetector& operator=(VoiceDetector&&) noexcept;

    /// What was judged with these frames; valid until the next call. Requires the spec's channel count and no more
    /// than longest_block_frames.
    std::span<const VoiceFrame> process(ConstAudioBlock block) noexcept;

    /// The stream has ended: the frames that waited for more of it, and the end of a segment. Requires `reset` before
    /// the next `process`.
    std::span<const VoiceFrame> finish() noexcept;

    /// What began and ended in the last `process` or `finish`; valid until the next.
    [[nodiscard]] std::span<const VoiceEvent> events() const noexcept;

    void reset() noexcept;

private:
    struct State;
    explicit VoiceDetector(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace attacca::analysis
