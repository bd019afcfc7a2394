// Takes a file to its log-mel features: one channel, 16 kHz, frame by frame.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "attacca/base/result.h"
#include "attacca/analysis/log_mel.h"
#include "attacca/dsp/resampler.h"
#include "attacca/kernels/downmix.h"
#include "sound_section.h"

namespace attacca::app {

struct MelReaderSpec {
    SoundSectionSpec section;
    analysis::LogMelSpec mel;
    std::optional<double> window_s;  ///< That whisper's clamp looks at; empty: all at once.
};

/// frames × bins values, one frame after the other.
struct MelFeatures {
    std::vector<float> values;
    std::size_t bins = 0;
    std::uint64_t samples = 0;           ///< At 16 kHz, that the features stand for.
    std::uint64_t rejected_samples = 0;  ///< Of the file, that were no usable numbers.

    [[nodiscard]] std::size_t frames() const noexcept { return values.size() / bins; }
};

class MelReader {
public:
    /// Failure: the file cannot be read, or the preset has no such number of bins.
    [[nodiscard]] static Result<MelReader> open(const MelReaderSpec& spec, const std::stop_token& stop = {});

    [[nodiscard]] const SoundSection& section() const noexcept { return section_; }

    using Progress = std::function<void(double done_s)>;
    /// All features of the section. Call it once.
    /// Failure: as SoundSection::read.
    [[nodiscard]] Result<MelFeatures> read(const Progress& progress, const std::stop_token& stop);

private:
    MelReader(const MelReaderSpec& spec, SoundSection section, analysis::LogMel mel, dsp::Resampler resampler);

    void take_block(std::span<float> interleaved);
    void take_samples(std::span<const float> samples);
    void finish();

    SoundSection section_;
    analysis::LogMel mel_;
    dsp::Resampler resampler_;
    kernels::MixMatrix to_mono_;
    std::optional<std::size_t> window_frames_;
    std::vector<float> mono_;
    std::vector<float> resampled_;
    MelFeatures features_;
};

}  // namespace attacca::app
