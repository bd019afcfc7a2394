#include "analysis/note_listener.h"

#include <numeric>
#include <utility>

namespace attacca::analysis {

Result<NoteListener> NoteListener::create(double sample_rate) {
    NoteDecimator decimator(sample_rate);
    auto spectrum = NoteSpectrum::create(sample_rate / static_cast<double>(decimator.factor()), 440.0);
    if (!spectrum) return fail(spectrum.error());
    return NoteListener(std::move(decimator), std::move(*spectrum));
}

NoteListener::NoteListener(NoteDecimator decimator, NoteSpectrum spectrum)
    : decimator_(std::move(decimator)),
      spectrum_(std::move(spectrum)),
      dictionary_(spectrum_),
      activations_(std::make_unique<NoteActivations>(dictionary_)),
      evidence_(std::make_unique<NoteEvidence>()) {}

void NoteListener::reset() noexcept {
    decimator_.reset();
    spectrum_.reset();
    activations_->reset();
    evidence_->reset();
}

void NoteListener::take_apart() noexcept {
    const auto powers = spectrum_.powers();
    whiten(powers, whitened_);
    activations_->update(whitened_);
    evidence_->update(whitened_, *activations_, spectrum_.flash(), std::accumulate(powers.begin(), powers.end(), 0.0F));
}

}  // namespace attacca::analysis
