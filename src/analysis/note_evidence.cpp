#include "analysis/note_evidence.h"

#include <algorithm>
#include <cmath>

namespace attacca::analysis {
namespace {

constexpr float kLeastShare = 0.008F;  ///< Of the spectrum: weaker pitches are not considered.
constexpr float kNoOdds = -5.0F;
constexpr float kTiny = 1e-3F;
constexpr int kHarmonics = 6;

/// How a clue counts: by its value, and by how far it lies above a bend. Fitted by logistic regression to clips of
/// tools/note_set; a constant and three numbers for each clue are all that was fitted.
struct ClueWeight {
    float slope, bend, slope_above;
};
constexpr std::array<ClueWeight, kClues> kWeights = {{
    {3.14F, 1.00F, 0.00F},  {1.10F, -3.40F, 1.66F}, {0.76F, -1.76F, 0.56F},   {-0.04F, 3.00F, 0.00F},
    {0.13F, 3.00F, 0.00F},  {-0.14F, 3.00F, 0.00F}, {-0.53F, 3.00F, 0.00F},   {0.14F, 2.52F, -0.45F},
    {-3.86F, 0.30F, 1.77F}, {-1.57F, 0.13F, 2.16F}, {-0.43F, -4.56F, -0.11F}, {-0.07F, -1.18F, 2.44F},
    {3.70F, 0.10F, -4.27F}, {0.06F, 0.04F, 2.08F},  {-1.99F, 0.56F, 0.10F},   {-7.66F, 0.30F, -1.73F},
    {5.96F, 0.19F, -7.03F}, {1.80F, 0.03F, 1.10F},  {1.83F, 0.35F, -1.69F},   {1.04F, 0.35F, -1.40F},
    {0.11F, 0.38F, -0.95F}, {0.97F, 0.25F, -1.11F}, {1.41F, -1.11F, -2.80F},  {0.39F, 0.02F, -0.11F},
    {0.52F, 0.00F, -0.35F},
}};

float clipped_log(float ratio, float lowest, float highest) {
    return std::clamp(std::log(std::max(ratio, 1e-6F)), lowest, highest);
}

float harmonic_semitones(int h) { return 12.0F * std::log2(static_cast<float>(h)); }

}  // namespace

void NoteEvidence::reset() noexcept { *this = {}; }

void NoteEvidence::measure_rises(std::span<const float, kFlashBins> flash) noexcept {
    std::rotate(flashes_.begin(), flashes_.end() - 1, flashes_.end());
    loudest_flash_ = std::max(loudest_flash_ * 0.99F, *std::ranges::max_element(flash));
    const float floor = 1e-5F * loudest_flash_ + 1e-8F;
    for (std::size_t k = 0; k < kFlashBins; ++k) flashes_[0][k] = std::log10(flash[k] + floor);
    for (std::size_t p = 0; p < kPitches; ++p) {
        float sum = 0.0F, weights = 0.0F;
        for (int h = 1; h <= 8; ++h) {
            const float midi = static_cast<float>(kLowestMidi + static_cast<int>(p)) + harmonic_semitones(h);
            const long k = std::lround(midi - static_cast<float>(kLowestFlashMidi));
            if (k < 6 || k >= static_cast<long>(kFlashBins)) continue;  // Lower ones blur into each other in 32 ms.
            const auto bin = static_cast<std::size_t>(k);
            const float weight = 1.0F / static_cast<float>(h + 1);
            sum += weight * std::clamp(flashes_[0][bin] - flashes_[2][bin], 0.0F, 1.0F);
            weights += weight;
        }
        rises_[p] = weights > 0.0F ? sum / weights : 0.0F;
        recent_rises_[p] = std::max(rises_[p], recent_rises_[p] * 0.9F);
    }
}

void NoteEvidence::gather(std::size_t pitch, std::span<const float, kPitchBins> spectrum,
                          const NoteActivations& activations) noexcept {
    const auto all = activations.of_pitches();
    const auto at = [&](int away) {
        const int p = static_cast<int>(pitch) + away;
        return p < 0 || p >= static_cast<int>(kPitches) ? 0.0F : all[static_cast<std::size_t>(p)];
    };
    const float total = activations.total();
    const float own = all[pitch];
    const float tiny = kTiny * total;
    alignas(64) PitchSpectrum part;
    activations.part_of(pitch, part);
    const auto mix = activations.mix();

    float gain = 0.0F;  // What the divergence would grow by without this pitch.
    for (std::size_t k = 0; k < kPitchBins; ++k) {
        if (part[k] < 0.03F * mix[k] || part[k] <= 0.0F) continue;
        const float rest = std::max(mix[k] - part[k], 0.02F * mix[k]);
        gain += spectrum[k] * std::log(mix[k] / rest) - part[k];
    }
    float dominance = 0.0F, parts = 0.0F, peaks = 0.0F, first_peak = 0.0F;
    const float midi = static_cast<float>(kLowestMidi + static_cast<int>(pitch));
    int seen = 0;
    for (int h = 1; h <= kHarmonics; ++h) {
        const int bin = pitch_bin(static_cast<double>(midi + harmonic_semitones(h)));
        if (bin < 4 || bin + 4 >= static_cast<int>(kPitchBins)) continue;
        const auto k = static_cast<std::size_t>(bin);
        dominance += part[k];
        parts += mix[k];
        const float top = std::max({spectrum[k - 1], spectrum[k], spectrum[k + 1]});
        const float beside = std::max(spectrum[k - 3], spectrum[k + 3]);
        const float peak = top > 0.0F ? std::clamp(1.0F - beside / top, -1.0F, 1.0F) : -1.0F;
        if (h == 1) first_peak = peak;
        peaks += peak;
        ++seen;
    }
    // What lies between the harmonics belongs to a lower note of which these are but every second or third.
    const auto near = [&](float semitones) {
        const int bin = pitch_bin(static_cast<double>(midi + semitones));
        if (bin < 1 || bin + 1 >= static_cast<int>(kPitchBins)) return 0.0F;
        const auto k = static_cast<std::size_t>(bin);
        return std::max({spectrum[k - 1], spectrum[k], spectrum[k + 1]});
    };
    const auto at_multiple = [&](float multiple) { return near(12.0F * std::log2(multiple)); };
    const float on1 = at_multiple(1.0F), on2 = at_multiple(2.0F), on3 = at_multiple(3.0F);
    const float loud = *std::ranges::max_element(spectrum);
    const float small = 0.02F * loud;
    const float half = at_multiple(0.5F) + at_multiple(1.5F) + at_multiple(2.5F);
    const float third = 0.5F * (at_multiple(1.0F / 3) + at_multiple(2.0F / 3) + at_multiple(4.0F / 3) +
                                at_multiple(5.0F / 3) + at_multiple(7.0F / 3) + at_multiple(8.0F / 3));
    const float quarter = at_multiple(0.75F) + at_multiple(1.25F) + at_multiple(1.75F);
    const float on = on1 + on2 + on3 + small;
    const float height = (midi - 60.0F) / 24.0F;
    clues_[pitch] = {1.0F,
                     clipped_log(own / total, -5.0F, 0.0F),
                     clipped_log(own / strongest_, -4.0F, 0.0F),
                     clipped_log(own / (at(-12) + tiny), -3.0F, 3.0F),
                     clipped_log(own / (at(-19) + tiny), -3.0F, 3.0F),
                     clipped_log(own / (at(-24) + tiny), -3.0F, 3.0F),
                     clipped_log(own / (at(12) + tiny), -3.0F, 3.0F),
                     clipped_log(own / (std::max(at(-1), at(1)) + tiny), -3.0F, 3.0F),
                     dominance / std::max(parts, 1e-9F),
                     first_peak,
                     clipped_log(gain / total, -7.0F, 1.0F),
                     clipped_log(gain / std::max(own, tiny), -4.0F, 3.0F),
                     activations.noise() / total,
                     height,
                     height * height,
                     misfit_,
                     recent_rises_[pitch],
                     seen > 0 ? peaks / static_cast<float>(seen) : 0.0F,
                     clipped_log(on / (half + small), -2.0F, 3.0F),
                     clipped_log(on / (third + small), -2.0F, 3.0F),
                     clipped_log(on / (quarter + small), -2.0F, 3.0F),
                     clipped_log((on1 + small) / (on2 + small), -2.0F, 2.0F),
                     clipped_log((on1 + small) / (loud + small), -3.0F, 0.0F),
                     clipped_log((own + tiny) / (past_[6][pitch] * total + tiny), -2.0F, 3.0F),
                     clipped_log((own + tiny) / (past_[2][pitch] * total + tiny), -2.0F, 3.0F)};
}

void NoteEvidence::update(std::span<const float, kPitchBins> spectrum, const NoteActivations& activations,
                          std::span<const float, kFlashBins> flash) noexcept {
    measure_rises(flash);
    odds_.fill(kNoOdds);
    considered_.fill(false);
    const float total = activations.total();
    if (!(total > 0.0F)) return;
    const auto all = activations.of_pitches();
    const auto mix = activations.mix();
    strongest_ = std::max(*std::ranges::max_element(all), 1e-9F);
    float missed = 0.0F;
    for (std::size_t k = 0; k < kPitchBins; ++k) missed += std::abs(spectrum[k] - mix[k]);
    misfit_ = missed / total;
    std::rotate(past_.begin(), past_.end() - 1, past_.end());
    for (std::size_t p = 0; p < kPitches; ++p) past_[0][p] = all[p] / total;
    for (std::size_t p = 0; p < kPitches; ++p) {
        if (all[p] < kLeastShare * total) continue;
        gather(p, spectrum, activations);
        considered_[p] = true;
        float sum = 0.0F;
        for (std::size_t i = 0; i < kClues; ++i) {
            const auto [slope, bend, slope_above] = kWeights[i];
            sum += slope * clues_[p][i] + slope_above * std::max(0.0F, clues_[p][i] - bend);
        }
        odds_[p] = std::clamp(sum, kNoOdds, 5.0F);
    }
}

}  // namespace attacca::analysis
