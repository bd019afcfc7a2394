#include "analysis/note_activations.h"

#include <algorithm>
#include <functional>
#include <numeric>

namespace attacca::analysis {
namespace {

constexpr int kStepsOnAll = 2;
constexpr int kStepsOnFew = 4;
constexpr float kKept = 0.3F;     ///< Of a row's last weight.
constexpr float kPruned = 4e-3F;  ///< Of the spectrum's sum: weaker rows are given up.
constexpr float kWarm = 5e-3F;    ///< Of it: a pitch that strong stays a candidate.
constexpr float kFloor = 1e-6F;
constexpr std::size_t kHarmonics = 8;
constexpr std::size_t kCandidates = 32;

/// Of each harmonic, from the fundamental's on.
constexpr std::array<int, kHarmonics> kHarmonicBins = {0, 36, 57, 72, 84, 93, 101, 108};

}  // namespace

NoteActivations::NoteActivations(const NoteDictionary& dictionary) : rows_(dictionary.rows()) {
    chosen_.reserve(kRows);
}

void NoteActivations::reset() noexcept {
    weights_.fill(0.0F);
    of_pitches_.fill(0.0F);
    mix_.fill(0.0F);
    noise_ = total_ = 0.0F;
    tried_count_ = 0;
}

/// The rows of the pitches whose harmonics are strongest, of those that sounded a hop ago, and of noise.
void NoteActivations::choose(std::span<const float, kPitchBins> spectrum) noexcept {
    PitchSpectrum tops;
    for (std::size_t k = 1; k + 1 < kPitchBins; ++k)
        tops[k] = std::max({spectrum[k - 1], spectrum[k], spectrum[k + 1]});
    std::array<float, kPitches> strengths{};
    for (std::size_t h = 0; h < kHarmonics; ++h) {
        const auto first = static_cast<std::size_t>(pitch_bin(kLowestMidi) + kHarmonicBins[h]);
        const std::size_t inside = std::min(kPitches, (kPitchBins - 1 - first) / kBinsPerSemitone);
        const float weight = 1.0F / static_cast<float>(h + 2);
        for (std::size_t p = 0; p < inside; ++p) strengths[p] += weight * tops[first + p * kBinsPerSemitone];
    }
    auto sorted = strengths;
    std::ranges::nth_element(sorted, sorted.begin() + kCandidates, std::greater<>());
    const float least = std::max(sorted[kCandidates], 1e-9F);
    chosen_.clear();
    tried_count_ = 0;
    for (std::size_t p = 0; p < kPitches; ++p) {
        if (strengths[p] <= least && of_pitches_[p] < kWarm * total_) continue;
        tried_[tried_count_++] = p;
        for (std::size_t shape = 0; shape < kShapes; ++shape) {
            chosen_.push_back(static_cast<std::uint32_t>(p * kShapes + shape));
        }
    }
    for (std::size_t r = kPitches * kShapes; r < kRows; ++r) chosen_.push_back(static_cast<std::uint32_t>(r));
}

void NoteActivations::step(std::span<const float, kPitchBins> spectrum) noexcept {
    kernels::mix_rows(rows_, chosen_, chosen_weights_.data(), mix_.data());
    kernels::divide_spectra(spectrum.data(), mix_.data(), kPitchBins, kFloor * total_, ratios_.data());
    kernels::correlate_rows(rows_, chosen_, ratios_.data(), products_.data());
    for (std::size_t i = 0; i < chosen_.size(); ++i) chosen_weights_[i] *= products_[i];
}

void NoteActivations::update(std::span<const float, kPitchBins> spectrum) noexcept {
    const float before = std::accumulate(weights_.begin(), weights_.end(), 0.0F);
    total_ = std::accumulate(spectrum.begin(), spectrum.end(), 0.0F);
    if (!(total_ > 0.0F)) {
        reset();
        return;
    }
    const float kept = before > 0.0F ? kKept * total_ / before : 0.0F;
    const float fresh = (1.0F - (before > 0.0F ? kKept : 0.0F)) * total_;
    choose(spectrum);
    for (std::size_t i = 0; i < chosen_.size(); ++i) {
        chosen_weights_[i] = kept * weights_[chosen_[i]] + fresh / static_cast<float>(chosen_.size());
    }
    for (int i = 0; i < kStepsOnAll; ++i) step(spectrum);
    std::size_t few = 0;
    for (std::size_t i = 0; i < chosen_.size(); ++i) {
        if (chosen_weights_[i] < kPruned * total_) continue;
        chosen_[few] = chosen_[i];
        chosen_weights_[few++] = chosen_weights_[i];
    }
    chosen_.resize(few);
    for (int i = 0; i < kStepsOnFew; ++i) step(spectrum);
    kernels::mix_rows(rows_, chosen_, chosen_weights_.data(), mix_.data());

    weights_.fill(0.0F);
    of_pitches_.fill(0.0F);
    noise_ = 0.0F;
    for (std::size_t i = 0; i < few; ++i) {
        weights_[chosen_[i]] = chosen_weights_[i];
        const std::size_t pitch = chosen_[i] / kShapes;
        (pitch < kPitches ? of_pitches_[pitch] : noise_) += chosen_weights_[i];
    }
}

std::pair<std::size_t, std::size_t> NoteActivations::part_of(std::size_t pitch,
                                                             std::span<float, kPitchBins> part) const noexcept {
    std::array<std::uint32_t, kShapes> rows;
    std::iota(rows.begin(), rows.end(), static_cast<std::uint32_t>(pitch * kShapes));
    kernels::mix_rows(rows_, rows, weights_.data() + pitch * kShapes, part.data());
    const auto* first = rows_.first + pitch * kShapes;
    const auto* last = rows_.last + pitch * kShapes;
    return {*std::min_element(first, first + kShapes), *std::max_element(last, last + kShapes)};
}

}  // namespace attacca::analysis
