// Spectrum, spectrogram and oscilloscope of what the page hears, and the equalizer laid over the spectrum.
#include <array>
#include <cstddef>
#include <optional>

#include "attacca/analysis/spectrum_analyzer.h"
#include "module/band_exchange.h"
#include "module/pictures.h"

namespace attacca::web {
namespace {

constexpr std::size_t kFrames = 2048;
constexpr std::size_t kMostBars = 512;

/// The page hears the newest frames once for each picture, so each hop is a whole transform of its own; a hop stands
/// for the time between two pictures.
struct Hearer {
    analysis::SpectrumAnalyzer analyzer;
    std::size_t bars;
    std::array<float, kFrames> input{};
    std::array<float, kMostBars> levels{};
    std::array<float, kMostBars> peaks{};
};

std::optional<Hearer>& the_hearer() noexcept {
    static std::optional<Hearer> hearer;
    return hearer;
}

}  // namespace

extern "C" {

/// `pictures_per_s` of spectrum_take() calls. 0: these settings cannot be.
[[clang::export_name("spectrum_open")]] int spectrum_open(double sample_rate, std::size_t bars, double pictures_per_s) {
    const double hop_s = static_cast<double>(kFrames) / sample_rate;
    const double stretch = hop_s * pictures_per_s;
    auto analyzer = analysis::SpectrumAnalyzer::create({.sample_rate = sample_rate,
                                                        .channels = 1,
                                                        .fft_length = kFrames,
                                                        .hop_frames = kFrames,
                                                        .bars = bars,
                                                        .smoothing = 0.7,
                                                        .hold_ms = 1000.0 * stretch,
                                                        .fall_db_per_s = 20.0 / stretch});
    if (!analyzer || bars > kMostBars) return 0;
    the_hearer().emplace(Hearer{.analyzer = *std::move(analyzer), .bars = bars});
    spectrogram_view().set_hop(1.0 / pictures_per_s);
    oscilloscope_view().set_sample_rate(sample_rate);
    return 1;
}

/// 2048 samples: the newest.
[[clang::export_name("spectrum_input")]] float* spectrum_input() { return the_hearer()->input.data(); }

[[clang::export_name("spectrum_take")]] void spectrum_take() {
    Hearer& hearer = *the_hearer();
    hearer.analyzer.process(ConstAudioBlock(hearer.input, 1));
    const auto levels = std::span(hearer.levels).first(hearer.bars);
    const auto peaks = std::span(hearer.peaks).first(hearer.bars);
    hearer.analyzer.bars_db(levels);
    hearer.analyzer.peaks_db(peaks);
    spectrum_view().set_levels(levels, peaks);
}

/// Shows the same levels as the spectrogram's newest column.
[[clang::export_name("spectrogram_take")]] void spectrogram_take() {
    Hearer& hearer = *the_hearer();
    spectrogram_view().add(std::span(hearer.levels).first(hearer.bars));
}

[[clang::export_name("oscilloscope_take")]] void oscilloscope_take() {
    oscilloscope_view().add(ConstAudioBlock(the_hearer()->input, 1));
}

/// Nothing sounds any more.
[[clang::export_name("spectrum_rest")]] void spectrum_rest() {
    if (the_hearer()) the_hearer()->analyzer.reset();
    spectrum_view().set_levels({}, {});
}

/// Counts as picture::SpectrumStyle.
[[clang::export_name("spectrum_style")]] void spectrum_style(int style) {
    spectrum_view().set_style(static_cast<picture::SpectrumStyle>(style));
}

/// Lays the settings in bands() over the spectrum; −1 for no band selected or hovered.
[[clang::export_name("spectrum_equalizer")]] void spectrum_equalizer(double sample_rate, int bypassed, int selected,
                                                                     int hovered) {
    const auto band = [](int index) {
        return index < 0 ? std::nullopt : std::optional(static_cast<std::size_t>(index));
    };
    spectrum_view().set_equalizer(
        {.settings = read_bands(),
         .sample_rate = sample_rate,
         .engagement = bypassed != 0 ? picture::Engagement::bypassed : picture::Engagement::engaged,
         .selected = band(selected),
         .hovered = band(hovered)});
}

/// The band whose handle is there, or −1.
[[clang::export_name("spectrum_handle_at")]] int spectrum_handle_at(float x, float y) {
    const auto handle = spectrum_view().handle_at({x, y});
    return handle ? static_cast<int>(*handle) : -1;
}
[[clang::export_name("spectrum_handle_x")]] float spectrum_handle_x(std::size_t band) {
    return spectrum_view().handle(band).x;
}
[[clang::export_name("spectrum_handle_y")]] float spectrum_handle_y(std::size_t band) {
    return spectrum_view().handle(band).y;
}
[[clang::export_name("spectrum_frequency_at")]] double spectrum_frequency_at(float x) {
    return spectrum_view().frequency_at(x);
}
[[clang::export_name("spectrum_gain_at")]] double spectrum_gain_at(float y) { return spectrum_view().gain_at(y); }
}

}  // namespace attacca::web
