#include "spectrum_reader.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace attacca::app {
namespace {

constexpr std::size_t kBlockFrames = 8192;
constexpr double kFloorDb = -120.0;

}  // namespace

SpectrumReader::SpectrumReader(SpectrumReaderSpec spec, SoundSection section, analysis::SpectrumAnalyzer analyzer)
    : spec_(std::move(spec)), section_(std::move(section)), analyzer_(std::move(analyzer)) {
    if (spec_.scale == SpectrumScale::bars) {
        const auto edges = analyzer_.bar_edges_hz();
        for (std::size_t i = 0; i + 1 < edges.size(); ++i) frequencies_hz_.push_back(std::sqrt(edges[i] * edges[i + 1]));
    } else {
        const double step_hz = spec_.analyzer.sample_rate / static_cast<double>(spec_.analyzer.fft_length);
        for (std::size_t i = 0; i < analyzer_.bins(); ++i) frequencies_hz_.push_back(static_cast<double>(i) * step_hz);
    }
    levels_db_.resize(frequencies_hz_.size());
}

Result<SpectrumReader> SpectrumReader::open(const SpectrumReaderSpec& spec, const std::stop_token& stop) {
    auto section = SoundSection::open(spec.section, stop);
    if (!section) return fail(section.error());
    const auto& info = section->info();
    if (spec.channel && *spec.channel >= info.channels) {
        return fail(ErrorCode::invalid_argument, spec.section.source + ": has no channel " + std::to_string(*spec.channel + 1) +
                                                     ", only " + std::to_string(info.channels));
    }
    auto settled = spec;
    settled.analyzer.sample_rate = info.sample_rate;
    settled.analyzer.channels = spec.channel ? 1 : info.channels;
    settled.analyzer.highest_hz = std::min(spec.analyzer.highest_hz, 0.5 * settled.analyzer.sample_rate);
    settled.analyzer.smoothing = 0.0;
    auto analyzer = analysis::SpectrumAnalyzer::create(settled.analyzer);
    if (!analyzer) return fail(analyzer.error());
    return SpectrumReader(std::move(settled), *std::move(section), *std::move(analyzer));
}

Status SpectrumReader::read(const EachHop& each, const std::stop_token& stop) {
    for (;;) {
        const auto block = section_.read(stop);
        if (!block) return fail(block.error());
        if (block->empty()) break;
        if (!analyze(*block, each)) return {};
    }
    const std::vector<float> silence(kBlockFrames * info().channels);
    while (analyzer_.hops() == 0) {
        const std::size_t frames = std::min(kBlockFrames, analyzer_.frames_to_next_hop());
        if (!analyze(std::span(silence).first(frames * info().channels), each)) break;
    }
    return {};
}

bool SpectrumReader::analyze(std::span<const float> interleaved, const EachHop& each) {
    std::size_t channels = info().channels;
    if (spec_.channel) {
        mono_.resize(interleaved.size() / channels);
        for (std::size_t i = 0; i < mono_.size(); ++i) mono_[i] = interleaved[i * channels + *spec_.channel];
        interleaved = mono_;
        channels = 1;
    }
    for (ConstAudioBlock rest(interleaved, channels); !rest.empty();) {
        const std::size_t frames = std::min(rest.frames(), analyzer_.frames_to_next_hop());
        const std::size_t hops = analyzer_.process(rest.subblock(0, frames));
        rest = rest.subblock(frames, rest.frames() - frames);
        if (hops > 0 && !show_hop(each)) return false;
    }
    return true;
}

bool SpectrumReader::show_hop(const EachHop& each) {
    if (spec_.scale == SpectrumScale::bars) {
        analyzer_.bars_db(levels_db_);
    } else {
        analyzer_.bins_db(levels_db_);
    }
    const auto& settings = spec_.analyzer;
    const double frames = static_cast<double>(section_.first_frame()) + 0.5 * static_cast<double>(settings.fft_length) +
                          static_cast<double>((analyzer_.hops() - 1) * settings.hop_frames);
    return each(frames / settings.sample_rate, levels_db_);
}

void SpectrumAverage::add(std::span<const float> levels_db) {
    power_.resize(levels_db.size());
    for (std::size_t i = 0; i < levels_db.size(); ++i) power_[i] += std::pow(10.0, 0.1 * static_cast<double>(levels_db[i]));
    ++hops_;
}

std::vector<double> SpectrumAverage::levels_db() const {
    std::vector<double> levels;
    for (const double power : power_) {
        levels.push_back(std::max(kFloorDb, 10.0 * std::log10(power / static_cast<double>(std::max<std::uint64_t>(hops_, 1)))));
    }
    return levels;
}

}  // namespace attacca::app
