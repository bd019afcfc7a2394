// Takes a file through the spectrum analyzer, hop by hop.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "attacca/analysis/spectrum_analyzer.h"
#include "attacca/base/result.h"
#include "attacca/media/decoder.h"
#include "attacca/player/renderer.h"

namespace attacca::app {

/// What the levels of a spectrum stand for.
enum class SpectrumScale {
    bins,  ///< Each bin of the transform.
    bars,  ///< Bands evenly spread over the logarithm of frequency.
};

struct SpectrumReaderSpec {
    std::string source;
    SpectrumScale scale = SpectrumScale::bins;
    std::optional<std::size_t> channel;       ///< From 0 on; empty: the mean of all.
    std::optional<player::Position> start;
    std::optional<player::Position> duration;
    analysis::SpectrumSpec analyzer;          ///< Rate and channels are the file's.
};

class SpectrumReader {
public:
    /// Failure: the file cannot be read, or a setting of the analyzer cannot be used.
    /// `stop` ends waiting for a pipe or the network.
    [[nodiscard]] static Result<SpectrumReader> open(const SpectrumReaderSpec& spec, const std::stop_token& stop = {});

    /// Of each level.
    [[nodiscard]] const std::vector<double>& frequencies_hz() const noexcept { return frequencies_hz_; }
    [[nodiscard]] const media::StreamInfo& info() const noexcept { return decoder_->info(); }

    /// `time_s` is the middle of the hop's window. Returning false ends the reading.
    using EachHop = std::function<bool(double time_s, std::span<const float> levels_db)>;
    /// Sound shorter than the transform is followed by silence.
    /// Failure: cancelled, when `stop` is requested; there is no sound there.
    [[nodiscard]] Status read(const EachHop& each, const std::stop_token& stop);

private:
    SpectrumReader(SpectrumReaderSpec spec, std::unique_ptr<media::Decoder> decoder, analysis::SpectrumAnalyzer analyzer);

    [[nodiscard]] Status skip_to_start();
    [[nodiscard]] std::uint64_t frames_of(const player::Position& position) const;
    bool analyze(std::span<const float> interleaved, const EachHop& each);
    bool show_hop(const EachHop& each);

    SpectrumReaderSpec spec_;
    std::unique_ptr<media::Decoder> decoder_;
    analysis::SpectrumAnalyzer analyzer_;
    std::vector<double> frequencies_hz_;
    std::vector<float> levels_db_;
    std::vector<float> mono_;
    std::uint64_t first_frame_ = 0;
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
