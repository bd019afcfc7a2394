#include "analysis/note_activations.h"

#include <algorithm>
#include <numeric>

namespace attacca::analysis {
namespace {

constexpr int kStepsOnAll = 3;
constexpr int kStepsOnFew = 12;
constexpr float kKept = 0.3F;     ///< Of a row's last weight.
constexpr float kPruned = 2e-3F;  ///< Of the spectrum's sum: weaker rows are given up.
constexpr float kFloor = 1e-6F;

}  // namespace

NoteActivations::NoteActivations(const NoteDictionary& dictionary) : rows_(dictionary.rows()) {
    chosen_.reserve(kRows);
}

void NoteActivations::reset() noexcept {
    weights_.fill(0.0F);
    of_pitches_.fill(0.0F);
    mix_.fill(0.0F);
    noise_ = total_ = 0.0F;
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
    const float fresh = (1.0F - (before > 0.0F ? kKept : 0.0F)) * total_ / static_cast<float>(kRows);
    chosen_.resize(kRows);
    std::iota(chosen_.begin(), chosen_.end(), 0U);
    for (std::size_t r = 0; r < kRows; ++r) chosen_weights_[r] = kept * weights_[r] + fresh;
    for (int i = 0; i < kStepsOnAll; ++i) step(spectrum);
    std::size_t few = 0;
    for (std::size_t r = 0; r < kRows; ++r) {
        if (chosen_weights_[r] < kPruned * total_) continue;
        chosen_[few] = chosen_[r];
        chosen_weights_[few++] = chosen_weights_[r];
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

void NoteActivations::part_of(std::size_t pitch, std::span<float, kPitchBins> part) const noexcept {
    std::array<std::uint32_t, kShapes> rows;
    std::iota(rows.begin(), rows.end(), static_cast<std::uint32_t>(pitch * kShapes));
    kernels::mix_rows(rows_, rows, weights_.data() + pitch * kShapes, part.data());
}

}  // namespace attacca::analysis
