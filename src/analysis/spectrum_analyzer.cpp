#include "attacca/analysis/spectrum_analyzer.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <string>
#include <vector>

#include "attacca/base/aligned_buffer.h"
#include "attacca/base/value_range.h"
#include "attacca/dsp/fft.h"
#include "attacca/kernels/bars.h"

namespace attacca::analysis {
namespace {

Status check(const SpectrumSpec& spec) {
    const double length = static_cast<double>(spec.fft_length);
    const std::array ranges = {ValueRange{"sample rate", spec.sample_rate, 1000.0, 1536000.0},
                               ValueRange{"number of channels", static_cast<double>(spec.channels), 1.0, 8.0},
                               ValueRange{"FFT length", length, 16.0, static_cast<double>(dsp::kMaxFftLength)},
                               ValueRange{"hop", static_cast<double>(spec.hop_frames), 1.0, length},
                               ValueRange{"number of bars", static_cast<double>(spec.bars), 1.0, 1024.0},
                               ValueRange{"lowest frequency", spec.lowest_hz, 0.1, spec.highest_hz / 1.001},
                               ValueRange{"highest frequency", spec.highest_hz, 1.0, 768000.0},
                               ValueRange{"smoothing", spec.smoothing, 0.0, 0.999},
                               ValueRange{"peak hold", spec.hold_ms, 0.0, 1e7},
                               ValueRange{"peak fall", spec.fall_db_per_s, 0.0, 1e5}};
    return check_ranges("spectrum", ranges);
}

}  // namespace

struct SpectrumAnalyzer::State {
    State(const SpectrumSpec& its_spec, dsp::RealFft transform);

    void lay_out_bars();
    void append(ConstAudioBlock block) noexcept;
    void analyze_hop() noexcept;

    SpectrumSpec spec;
    dsp::RealFft fft;
    AlignedBuffer<float> window;
    AlignedBuffer<float> history;  ///< Mono, oldest first; the newest fft_length end at `filled`.
    AlignedBuffer<float> work;
    AlignedBuffer<float> powers;  ///< Of the bins; then the padding that summing them reads.
    float bar_scale = 1.0F;       ///< From summed power to that of a full-scale sine.
    float bin_scale = 1.0F;       ///< From a bin's power to that of a full-scale sine on it.
    std::vector<double> edges_hz;
    std::vector<kernels::BinRange> ranges;
    AlignedBuffer<float> newest_powers, bar_powers, peak_powers, peak_ages;
    kernels::BarMotion motion;
    std::size_t filled = 0;
    std::size_t to_next_hop = 0;
    std::uint64_t hops = 0;
};

SpectrumAnalyzer::State::State(const SpectrumSpec& its_spec, dsp::RealFft transform)
    : spec(its_spec),
      fft(std::move(transform)),
      window(dsp::make_window({.kind = spec.window, .length = spec.fft_length})),
      history(2 * spec.fft_length),
      work(fft.work_size()),
      powers(fft.bins() + kernels::kBinPadding),
      newest_powers(spec.bars),
      bar_powers(spec.bars),
      peak_powers(spec.bars),
      peak_ages(spec.bars) {
    double window_sum = 0.0;
    double window_power = 0.0;
    for (const float value : window.span()) {
        window_sum += value;
        window_power += static_cast<double>(value) * value;
    }
    // A tone's power over all bins of its lobe is that of the window (Parseval), wherever it lies between two.
    bar_scale = static_cast<float>(4.0 / (static_cast<double>(spec.fft_length) * window_power));
    bin_scale = static_cast<float>(4.0 / (window_sum * window_sum));
    const double hops_per_second = spec.sample_rate / static_cast<double>(spec.hop_frames);
    const double hold_hops = std::ceil(spec.hold_ms / 1000.0 * hops_per_second);
    motion.hold_hops = static_cast<float>(std::min(hold_hops, 8388608.0));
    motion.fall = static_cast<float>(std::pow(10.0, -spec.fall_db_per_s / 10.0 / hops_per_second));
    lay_out_bars();
    to_next_hop = spec.fft_length;
}

void SpectrumAnalyzer::State::lay_out_bars() {
    const double ratio = spec.highest_hz / spec.lowest_hz;
    for (std::size_t edge = 0; edge <= spec.bars; ++edge) {
        const double share = static_cast<double>(edge) / static_cast<double>(spec.bars);
        edges_hz.push_back(spec.lowest_hz * std::pow(ratio, share));
    }
    const double lobe = static_cast<double>(dsp::main_lobe_bins(spec.window));
    const double bin_hz = spec.sample_rate / static_cast<double>(spec.fft_length);
    const double last_bin = static_cast<double>(fft.bins() - 1);
    for (std::size_t bar = 0; bar < spec.bars; ++bar) {
        const double first = std::max(0.0, std::ceil(edges_hz[bar] / bin_hz - lobe));
        const double last = std::min(last_bin, std::floor(edges_hz[bar + 1] / bin_hz + lobe));
        const bool audible = edges_hz[bar] < spec.sample_rate / 2.0;
        ranges.push_back({.first = audible ? static_cast<std::uint32_t>(first) : 0,
                          .count = audible ? static_cast<std::uint32_t>(last - first + 1.0) : 0});
    }
}

SpectrumAnalyzer::SpectrumAnalyzer(std::unique_ptr<State> state) : state_(std::move(state)) {}
SpectrumAnalyzer::~SpectrumAnalyzer() = default;
SpectrumAnalyzer::SpectrumAnalyzer(SpectrumAnalyzer&&) noexcept = default;
SpectrumAnalyzer& SpectrumAnalyzer::operator=(SpectrumAnalyzer&&) noexcept = default;

Result<SpectrumAnalyzer> SpectrumAnalyzer::create(const SpectrumSpec& spec) {
    if (auto valid = check(spec); !valid) return fail(valid.error());
    auto fft = dsp::RealFft::create(spec.fft_length);
    if (!fft) return fail(fft.error());
    return SpectrumAnalyzer(std::make_unique<State>(spec, std::move(*fft)));
}

std::size_t SpectrumAnalyzer::process(ConstAudioBlock block) noexcept {
    assert(block.empty() || block.channels() == state_->spec.channels);
    std::size_t completed = 0;
    std::size_t done = 0;
    while (done < block.frames()) {
        const std::size_t room = state_->history.size() - state_->filled;
        const std::size_t frames = std::min({block.frames() - done, state_->to_next_hop, room});
        state_->append(block.subblock(done, frames));
        done += frames;
        if (state_->to_next_hop > 0) continue;
        state_->analyze_hop();
        state_->to_next_hop = state_->spec.hop_frames;
        ++completed;
    }
    return completed;
}

std::size_t SpectrumAnalyzer::frames_to_next_hop() const noexcept { return state_->to_next_hop; }

std::uint64_t SpectrumAnalyzer::hops() const noexcept { return state_->hops; }

std::size_t SpectrumAnalyzer::bins() const noexcept { return state_->fft.bins(); }

std::span<const double> SpectrumAnalyzer::bar_edges_hz() const noexcept { return state_->edges_hz; }

void SpectrumAnalyzer::reset() noexcept {
    State& state = *state_;
    for (auto* buffer : {&state.powers, &state.bar_powers, &state.peak_powers, &state.peak_ages}) {
        std::fill_n(buffer->data(), buffer->size(), 0.0F);
    }
    state.filled = 0;
    state.to_next_hop = state.spec.fft_length;
    state.hops = 0;
}

void SpectrumAnalyzer::bars_db(std::span<float> levels) const noexcept {
    assert(levels.size() == state_->bar_powers.size());
    kernels::power_to_db(state_->bar_powers.data(), levels.size(), 1.0F, levels.data());
}

void SpectrumAnalyzer::peaks_db(std::span<float> levels) const noexcept {
    assert(levels.size() == state_->peak_powers.size());
    kernels::power_to_db(state_->peak_powers.data(), levels.size(), 1.0F, levels.data());
}

void SpectrumAnalyzer::bins_db(std::span<float> levels) const noexcept {
    assert(levels.size() == bins());
    kernels::power_to_db(state_->powers.data(), levels.size(), state_->bin_scale, levels.data());
}

void SpectrumAnalyzer::State::append(ConstAudioBlock block) noexcept {
    float* mono = history.data() + filled;
    const float* samples = block.data();
    const std::size_t channels = block.channels();
    if (channels == 1) {
        std::copy_n(samples, block.frames(), mono);
    } else if (channels == 2) {
        for (std::size_t i = 0; i < block.frames(); ++i) mono[i] = 0.5F * (samples[2 * i] + samples[2 * i + 1]);
    } else {
        const float share = 1.0F / static_cast<float>(channels);
        for (std::size_t i = 0; i < block.frames(); ++i) {
            float total = 0.0F;
            for (std::size_t c = 0; c < channels; ++c) total += samples[i * channels + c];
            mono[i] = share * total;
        }
    }
    filled += block.frames();
    to_next_hop -= block.frames();
    if (filled == history.size()) {  // The older half has been analyzed for the last time, but for what hops share.
        std::copy_n(history.data() + filled - spec.fft_length, spec.fft_length, history.data());
        filled = spec.fft_length;
    }
}

void SpectrumAnalyzer::State::analyze_hop() noexcept {
    const std::span<const float> newest{history.data() + filled - spec.fft_length, spec.fft_length};
    const std::span<float> bins = powers.span().first(fft.bins());
    fft.windowed_power(newest, window.span(), bins, work.span());
    // Both ends stand for one frequency where the others stand for two.
    bins.front() *= 0.5F;
    bins.back() *= 0.5F;

    ++hops;
    motion.kept = hops == 1 ? 0.0F : static_cast<float>(spec.smoothing);
    kernels::sum_bins(bins.data(), ranges, bar_scale, newest_powers.data());
    kernels::move_bars(newest_powers.data(), motion,
                       {bar_powers.data(), peak_powers.data(), peak_ages.data(), bar_powers.size()});
}

}  // namespace attacca::analysis
