// Takes a file through the spectrum analyzer, hop by hop.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "attacca/analysis/spectrum_analyzer.h"
#include "attacca/base/result.h"
#include "sound_section.h"

namespace attacca::app {

/// What the levels of a spectrum stand for.
enum class SpectrumScale {
    bins,  ///< Each bin of the transform.
    bars,  ///< Bands evenly spread over the logarithm of frequency.
};

struct SpectrumReaderSpec {
    SoundSectionSpec section;
    SpectrumScale scale = SpectrumScale::bins;
    std::optional<std::size_t> channel;  ///< From 0 on; empty: the mean of all.
    analysis::SpectrumSpec analyzer;     ///< Rate and channels are the file's.
};

class SpectrumReader {
public:
    /// Failure: the file cannot be read, or a setting of the analyzer cannot be used.
    /// `stop` ends waiting for a pipe or the network.
    [[nodiscard]] static Result<SpectrumReader> open(const SpectrumReaderSpec& spec, const std::stop_token& stop = {});

    /// Of each level.
    [[nodiscard]] const std::vector<double>& frequencies_hz() const noexcept { return frequencies_hz_; }
    [[nodiscard]] const media::StreamInfo& info() const noexcept { return section_.info(); }

    /// `time_s` is the middle of the hop's window. Returning false ends the reading.
    using EachHop = std::function<bool(double time_s, std::span<const float> levels_db)>;
    /// Sound shorter than the transform is followed by silence.
    /// Failure: cancelled, when `stop` is requested; there is no sound there.
    [[nodiscard]] Status read(const EachHop& each, const std::stop_token& stop);

private:
    SpectrumReader(SpectrumReaderSpec spec, SoundSection section, analysis::SpectrumAnalyzer analyzer);

    bool analyze(std::span<const float> interleaved, const EachHop& each);
    bool show_hop(const EachHop& each);

    SpectrumReaderSpec spec_;
    SoundSection section_;
    analysis::SpectrumAnalyzer analyzer_;
    std::vector<double> frequencies_hz_;
    std::vector<float> levels_db_;
    std::vector<float> mono_;
};

/// The mean power over time, as levels: for one spectrum of a whole file.
class SpectrumAverage {
public:
    void add(std::span<const float> levels_db);
    [[nodiscard]] std::vector<double> levels_db() const;
    [[nodiscard]] std::uint64_t hops() const noexcept { return hops_; }

private:
    std::vector<double> power_;
    std::uint64_t hops_ = 0;
};

}  // namespace attacca::app
