#include "analysis/note_spectrum.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

namespace attacca::analysis {
namespace {

constexpr double kShortestWindowS = 0.0427;
constexpr double kFlashS = 0.032;
/// Above each, the next shorter window separates semitones well enough.
constexpr std::array<double, 3> kWindowEdgesHz = {1500.0, 750.0, 375.0};

/// Rises along a cosine up to three quarters, or half, of its length, and falls along another.
std::vector<float> arch(std::size_t length, bool rises_slowly) {
    const double top = (rises_slowly ? 0.75 : 0.5) * static_cast<double>(length);
    std::vector<float> shape(length);
    double sum = 0.0;
    for (std::size_t i = 0; i < length; ++i) {
        const double place = static_cast<double>(i) + 0.5;
        const double turn =
            place < top ? place / top : (static_cast<double>(length) - place) / (static_cast<double>(length) - top);
        shape[i] = static_cast<float>(0.5 - 0.5 * std::cos(std::numbers::pi * turn));
        sum += static_cast<double>(shape[i]);
    }
    for (float& value : shape) value *= static_cast<float>(2.0 / sum);
    return shape;
}

/// Of this length, or the next longer one that there is, up to about twice of it.
Result<dsp::RealFft> transform_from(std::size_t length) {
    auto fft = dsp::RealFft::create(length);
    if (fft) return fft;
    for (std::size_t longer = length + 2; longer < 2 * length; longer += 2) {
        if (auto other = dsp::RealFft::create(longer)) return other;
    }
    return fft;
}

}  // namespace

int pitch_bin(double midi) noexcept {
    return static_cast<int>(std::lround((midi - kLowestBinMidi) * static_cast<double>(kBinsPerSemitone)));
}

NoteSpectrum::Window::Window(dsp::RealFft transform, std::size_t its_halvings, double its_rate, bool rises_slowly)
    : halvings(its_halvings),
      rate(its_rate),
      fft(std::move(transform)),
      shape(fft.length()),
      powers(fft.bins()),
      work(fft.work_size()) {
    std::ranges::copy(arch(fft.length(), rises_slowly), shape.data());
    for (int step = 0; step <= kLobeSteps * kLobeBins; ++step) {
        const double turn = 2.0 * std::numbers::pi * step / kLobeSteps / static_cast<double>(fft.length());
        const std::complex<double> by = std::polar(1.0, turn);
        std::complex<double> sum = 0.0, phase = 1.0;
        for (const float value : shape.span()) {
            sum += static_cast<double>(value) * phase;
            phase *= by;
        }
        lobe.push_back(static_cast<float>(std::norm(sum) / 4.0));
    }
}

Result<NoteSpectrum> NoteSpectrum::create(double sample_rate, double a4_hz) {
    struct Length {
        double seconds;
        std::size_t halvings;
    };
    std::vector<Window> windows;
    for (const auto [seconds, halvings] :
         {Length{kShortestWindowS, 0}, Length{2 * kShortestWindowS, 0}, Length{4 * kShortestWindowS, 2},
          Length{8 * kShortestWindowS, kHalvings}, Length{kFlashS, 0}}) {
        const double rate = sample_rate / static_cast<double>(std::size_t{1} << halvings);
        auto fft = transform_from(2 * static_cast<std::size_t>(std::lround(seconds * rate / 2.0)));
        if (!fft) return fail(fft.error());
        windows.emplace_back(std::move(*fft), halvings, rate, seconds != kFlashS);
    }
    NoteSpectrum spectrum(sample_rate, std::move(windows));
    spectrum.set_a4(a4_hz);
    return spectrum;
}

NoteSpectrum::NoteSpectrum(double sample_rate, std::vector<Window> windows)
    : sample_rate_(sample_rate),
      hop_(static_cast<std::size_t>(std::lround(sample_rate / 100.0))),
      windows_(std::move(windows)),
      spreads_(kPitchBins),
      flash_spreads_(kFlashBins) {
    std::array<std::size_t, kHalvings + 1> lengths;
    lengths.fill(HalfRate::kLongest);
    for (const Window& window : windows_) {
        lengths[window.halvings] = std::max(lengths[window.halvings], window.fft.length());
    }
    for (const std::size_t length : lengths) histories_.emplace_back(length);
    reset();
}

void NoteSpectrum::reset() noexcept {
    for (History& history : histories_) history.reset();
    for (HalfRate& halver : halvers_) halver.reset();
    left_of_hop_ = hop_;
}

void NoteSpectrum::History::reset() noexcept {
    std::ranges::fill(samples.span(), 0.0F);
    filled = length;
}

void NoteSpectrum::History::append(std::span<const float> more) noexcept {
    if (filled + more.size() > samples.size()) {
        std::copy_n(samples.data() + filled - length, length, samples.data());
        filled = length;
    }
    std::ranges::copy(more, samples.data() + filled);
    filled += more.size();
}

/// A triangle over `width` to each side of `hz`; where bins lie further apart than that, between the two nearest.
void NoteSpectrum::lay(Spread& spread, std::size_t window, double hz, double width) const noexcept {
    const double bin_hz = windows_[window].rate / static_cast<double>(windows_[window].fft.length());
    const double reach = std::max(width, bin_hz);
    spread = {.window = window};
    if (hz + reach > 0.495 * sample_rate_) return;
    const double first = std::max(1.0, std::ceil((hz - reach) / bin_hz));
    const double last = std::min(std::floor((hz + reach) / bin_hz), first + kMostSpread - 1.0);
    spread.first = static_cast<std::size_t>(first);
    spread.count = last < first ? 0 : static_cast<std::size_t>(last - first) + 1;
    for (std::size_t i = 0; i < spread.count; ++i) {
        const double away = std::abs((first + static_cast<double>(i)) * bin_hz - hz);
        spread.weights[i] = static_cast<float>(std::max(0.0, 1.0 - away / reach));
    }
}

void NoteSpectrum::set_a4(double a4_hz) noexcept {
    a4_hz_ = a4_hz;
    const auto hz_of = [a4_hz](double midi) { return a4_hz * std::exp2((midi - 69.0) / 12.0); };
    for (std::size_t bin = 0; bin < kPitchBins; ++bin) {
        const double hz = hz_of(kLowestBinMidi + static_cast<double>(bin) / kBinsPerSemitone);
        std::size_t window = 0;
        while (window < kWindowEdgesHz.size() && hz < kWindowEdgesHz[window]) ++window;
        lay(spreads_[bin], window, hz, hz * (std::exp2(1.0 / 36.0) - 1.0));
    }
    for (std::size_t bin = 0; bin < kFlashBins; ++bin) {
        const double hz = hz_of(kLowestFlashMidi + static_cast<double>(bin));
        lay(flash_spreads_[bin], 4, hz, hz * (std::exp2(1.0 / 12.0) - 1.0));
    }
}

std::size_t NoteSpectrum::take(std::span<const float> samples) noexcept {
    const auto taken = samples.first(std::min(samples.size(), left_of_hop_));
    auto at_rate = taken;
    histories_[0].append(at_rate);
    for (std::size_t i = 0; i < kHalvings; ++i) {
        at_rate = halvers_[i].process(at_rate);
        histories_[i + 1].append(at_rate);
    }
    left_of_hop_ -= taken.size();
    if (left_of_hop_ == 0) {
        analyze();
        left_of_hop_ = hop_;
    }
    return taken.size();
}

void NoteSpectrum::analyze() noexcept {
    for (Window& window : windows_) {
        window.fft.windowed_power(histories_[window.halvings].newest(window.fft.length()), window.shape.span(),
                                  window.powers.span(), window.work.span());
    }
    const auto gather = [this](const std::vector<Spread>& spreads, std::span<float> powers) {
        for (std::size_t bin = 0; bin < spreads.size(); ++bin) {
            const Spread& spread = spreads[bin];
            const float* from = windows_[spread.window].powers.data() + spread.first;
            float sum = 0.0F;
            for (std::size_t i = 0; i < spread.count; ++i) sum += spread.weights[i] * from[i];
            powers[bin] = sum;
        }
    };
    gather(spreads_, powers_);
    gather(flash_spreads_, flash_);
}

void NoteSpectrum::add_sine(double hz, double power, std::span<float, kPitchBins> powers) const noexcept {
    for (std::size_t bin = 0; bin < kPitchBins; ++bin) {
        const Spread& spread = spreads_[bin];
        const Window& window = windows_[spread.window];
        const double place = hz * static_cast<double>(window.fft.length()) / window.rate;
        const double first = static_cast<double>(spread.first);
        if (place < first - kLobeBins || place > first + static_cast<double>(spread.count) + kLobeBins) continue;
        for (std::size_t i = 0; i < spread.count; ++i) {
            const double away = std::abs(static_cast<double>(spread.first + i) - place) * kLobeSteps;
            if (away >= kLobeSteps * kLobeBins) continue;
            const auto step = static_cast<std::size_t>(std::lround(away));
            powers[bin] += static_cast<float>(power) * spread.weights[i] * window.lobe[step];
        }
    }
}

}  // namespace attacca::analysis
