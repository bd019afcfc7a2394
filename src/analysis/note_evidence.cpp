#include "analysis/note_evidence.h"

#include <algorithm>
#include <cmath>

namespace attacca::analysis {
namespace {

constexpr float kTiny = 1e-3F;
constexpr float kLowestLog = -7.0F;
constexpr float kSilentLevel = -9.0F;
constexpr int kHarmonics = 6;
constexpr int kRisingHarmonics = 8;

constexpr std::size_t kRecent = 8;
constexpr float kLeastRise = 0.1F;
constexpr std::size_t kRiseHops = 16;
constexpr std::array<std::size_t, 8> kHighestRiseHops = {0, 1, 2, 3, 4, 6, 8, 11};
constexpr std::array<std::size_t, 8> kShareHops = {1, 2, 3, 4, 6, 8, 11, 15};
constexpr std::array<int, 10> kRelatives = {-24, -19, -12, -7, -1, 1, 7, 12, 19, 24};
constexpr std::array<float, 17> kMultiples = {1.0F / 3, 0.5F, 2.0F / 3, 0.75F, 1.0F, 1.25F, 4.0F / 3, 1.5F, 5.0F / 3,
                                              1.75F,    2.0F, 2.5F,     3.0F,  4.0F, 5.0F,  6.0F,     8.0F};

float clipped_log(float ratio, float lowest, float highest) {
    return std::clamp(std::log(std::max(ratio, 1e-6F)), lowest, highest);
}

float bins_of(float multiple) { return static_cast<float>(kBinsPerSemitone) * 12.0F * std::log2(multiple); }

template <std::size_t kCount>
std::array<int, kCount> rounded_bins(const std::array<float, kCount>& multiples) {
    std::array<int, kCount> bins;
    for (std::size_t i = 0; i < kCount; ++i) bins[i] = static_cast<int>(std::lround(bins_of(multiples[i])));
    return bins;
}

}  // namespace

void NoteEvidence::reset() noexcept {
    hop_ = kMemory;
    for (auto& flash : flashes_) flash.fill(0.0F);
    for (auto& spectrum : spectra_) spectrum.fill(0.0F);
    for (auto& rises : rises_) rises.fill(0.0F);
    for (auto& shares : shares_) shares.fill(kLowestLog);
    highest_rises_.fill(0.0F);
    levels_.fill(kSilentLevel);
    loudest_ = kSilentLevel;
    loudest_flash_ = loudest_flash_log_ = misfit_ = top_ = 0.0F;
    count_ = 0;
}

void NoteEvidence::measure_rises(std::span<const float, kFlashBins> flash) noexcept {
    static const auto kSemitones = [] {
        std::array<int, kRisingHarmonics> semitones;
        for (int h = 1; h <= kRisingHarmonics; ++h) {
            semitones[static_cast<std::size_t>(h - 1)] =
                static_cast<int>(std::lround(12.0 * std::log2(h) + kLowestMidi - kLowestFlashMidi));
        }
        return semitones;
    }();
    loudest_flash_ = std::max(loudest_flash_ * 0.99F, *std::ranges::max_element(flash));
    loudest_flash_log_ = std::log10(loudest_flash_ + 1e-9F);
    const float floor = 1e-5F * loudest_flash_ + 1e-8F;
    auto& newest = flashes_[ago(0)];
    const auto& before = flashes_[ago(2)];
    std::array<float, kFlashBins> rise;
    for (std::size_t k = 0; k < kFlashBins; ++k) {
        newest[k] = std::log10(flash[k] + floor);
        rise[k] = std::clamp(newest[k] - before[k], 0.0F, 1.0F);
    }
    float highest = 0.0F;
    for (std::size_t p = 0; p < kPitches; ++p) {
        float sum = 0.0F, weights = 0.0F;
        for (std::size_t h = 0; h < kRisingHarmonics; ++h) {
            const int k = static_cast<int>(p) + kSemitones[h];
            if (k < 6 || k >= static_cast<int>(kFlashBins)) continue;  // Lower ones blur into each other in 32 ms.
            const float weight = 1.0F / static_cast<float>(h + 2);
            sum += weight * rise[static_cast<std::size_t>(k)];
            weights += weight;
        }
        rises_[ago(0)][p] = weights > 0.0F ? sum / weights : 0.0F;
        highest = std::max(highest, rises_[ago(0)][p]);
    }
    highest_rises_[ago(0)] = highest;
}

void NoteEvidence::gather(std::size_t pitch, std::span<const float, kPitchBins> spectrum,
                          const NoteActivations& activations, Clues& clues) const noexcept {
    static const auto kMultipleBins = rounded_bins(kMultiples);
    const float total = activations.total();
    const float own = activations.of_pitches()[pitch];
    alignas(64) PitchSpectrum part{};
    const auto mix = activations.mix();
    float gain = 0.0F;  // What the divergence would grow by without this pitch.
    if (own > 0.0F) {
        const auto [first, last] = activations.part_of(pitch, part);
        gain = kernels::loss_without(spectrum.data() + first, mix.data() + first, part.data() + first, last - first);
    }

    const int own_bin = pitch_bin(kLowestMidi + static_cast<double>(pitch));
    float dominance = 0.0F, parts = 0.0F, peaks = 0.0F, first_peak = 0.0F, seen = 0.0F;
    constexpr std::array<int, kHarmonics> kHarmonicBins = {0, 36, 57, 72, 84, 93};
    for (const int away : kHarmonicBins) {
        const int bin = own_bin + away;
        if (bin < 4 || bin + 4 >= static_cast<int>(kPitchBins)) continue;
        const auto k = static_cast<std::size_t>(bin);
        dominance += part[k];
        parts += mix[k];
        const float highest = std::max({spectrum[k - 1], spectrum[k], spectrum[k + 1]});
        const float beside = std::max(spectrum[k - 3], spectrum[k + 3]);
        const float peak = highest > 0.0F ? std::clamp(1.0F - beside / highest, -1.0F, 1.0F) : -1.0F;
        if (away == 0) first_peak = peak;
        peaks += peak;
        seen += 1.0F;
    }
    const float height = static_cast<float>(kLowestMidi + static_cast<int>(pitch) - 60) / 24.0F;
    auto clue = clues.begin();
    for (const float value :
         {shares_[ago(0)][pitch], clipped_log(gain / total, -7.0F, 1.0F),
          clipped_log(gain / std::max(own, kTiny * total), -4.0F, 3.0F), dominance / std::max(parts, 1e-9F), first_peak,
          peaks / std::max(seen, 1.0F), height, activations.noise() / total, misfit_, levels_[ago(0)],
          levels_[ago(0)] - loudest_, levels_[ago(0)] - levels_[ago(3)], levels_[ago(0)] - levels_[ago(7)]}) {
        *clue++ = value;
    }
    for (const std::size_t hops : kShareHops) *clue++ = shares_[ago(hops)][pitch];
    for (const int away : kRelatives) {
        const int p = static_cast<int>(pitch) + away;
        *clue++ = p < 0 || p >= static_cast<int>(kPitches) ? kLowestLog : shares_[ago(0)][static_cast<std::size_t>(p)];
    }
    const auto height_at = [&](int away, std::size_t hops) {
        const int bin = own_bin + away;
        return bin < 1 || bin + 1 >= static_cast<int>(kPitchBins) ? 0.0F
                                                                  : spectra_[ago(hops)][static_cast<std::size_t>(bin)];
    };
    for (const int away : kMultipleBins) *clue++ = height_at(away, 0) / top_;
    for (const int away : {0, 36, 57, 72}) {
        for (const std::size_t hops : {std::size_t{4}, std::size_t{9}}) {
            *clue++ = (height_at(away, 0) - height_at(away, hops)) / top_;
        }
    }
    for (std::size_t hops = 0; hops < kRiseHops; ++hops) *clue++ = rises_[ago(hops)][pitch];
    for (const std::size_t hops : kHighestRiseHops) *clue++ = highest_rises_[ago(hops)];
    for (const int away : {-12, 12}) {
        const int p = static_cast<int>(pitch) + away;
        const bool outside = p < 0 || p >= static_cast<int>(kPitches);
        float highest = 0.0F;
        for (std::size_t hops = 0; hops < 8 && !outside; ++hops) {
            highest = std::max(highest, rises_[ago(hops)][static_cast<std::size_t>(p)]);
        }
        *clue++ = highest;
        *clue++ = outside ? kLowestLog : shares_[ago(5)][static_cast<std::size_t>(p)];
    }
    // How the fundamental, its octave and its twelfth went on in the flash since 40 and 80 ms ago.
    for (const int semitones : {0, 12, 19, 24}) {
        const int k = static_cast<int>(pitch) + kLowestMidi - static_cast<int>(kLowestFlashMidi) + semitones;
        const bool outside = k < 0 || k >= static_cast<int>(kFlashBins);
        const auto bin = static_cast<std::size_t>(std::max(k, 0));
        *clue++ = outside ? -5.0F : std::max(-5.0F, flashes_[ago(0)][bin] - loudest_flash_log_);
        for (const std::size_t hops : {std::size_t{4}, std::size_t{8}}) {
            *clue++ = outside ? 0.0F : std::clamp(flashes_[ago(0)][bin] - flashes_[ago(hops)][bin], -2.0F, 3.0F);
        }
    }
}

/// What explains nothing, now or lately, and does not rise, is not heard.
bool NoteEvidence::worth_considering(std::size_t pitch) const noexcept {
    if (shares_[ago(0)][pitch] > kLowestLog || shares_[ago(4)][pitch] > kLowestLog) return true;
    for (std::size_t hops = 0; hops < kRecent; ++hops) {
        if (rises_[ago(hops)][pitch] > kLeastRise) return true;
    }
    return false;
}

void NoteEvidence::update(std::span<const float, kPitchBins> spectrum, const NoteActivations& activations,
                          std::span<const float, kFlashBins> flash, float power) noexcept {
    ++hop_;
    count_ = 0;
    measure_rises(flash);
    levels_[ago(0)] = std::log10(power + 1e-9F);
    loudest_ = std::max(loudest_ - 0.002F, levels_[ago(0)]);
    shares_[ago(0)].fill(kLowestLog);
    spectra_[ago(0)].fill(0.0F);
    const float total = activations.total();
    if (!(total > 0.0F)) return;
    const auto all = activations.of_pitches();
    const auto mix = activations.mix();
    float missed = 0.0F;
    for (std::size_t k = 0; k < kPitchBins; ++k) missed += std::abs(spectrum[k] - mix[k]);
    misfit_ = missed / total;
    top_ = std::max(*std::ranges::max_element(spectrum), 1e-9F);
    for (std::size_t k = 1; k + 1 < kPitchBins; ++k) {
        spectra_[ago(0)][k] = std::max({spectrum[k - 1], spectrum[k], spectrum[k + 1]});
    }
    const auto tried = activations.tried();
    for (const std::size_t p : tried) {
        if (all[p] > kTiny * total) shares_[ago(0)][p] = std::log(all[p] / total);
    }
    for (const std::size_t p : tried) {
        if (worth_considering(p)) considered_[count_++] = p;
    }
    for (std::size_t i = 0; i < count_; ++i) gather(considered_[i], spectrum, activations, clues_[i]);
}

}  // namespace attacca::analysis
