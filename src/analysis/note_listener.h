// From samples to the clues of every pitch, hop by hop: all of the recognizer that does not decide.
#pragma once

#include <algorithm>
#include <memory>
#include <span>

#include "analysis/note_activations.h"
#include "analysis/note_decimator.h"
#include "analysis/note_dictionary.h"
#include "analysis/note_evidence.h"
#include "analysis/note_spectrum.h"
#include "attacca/base/result.h"

namespace attacca::analysis {

/// Real time  `hear`, `set_a4` and `reset`: no allocation.
class NoteListener {
public:
    [[nodiscard]] static Result<NoteListener> create(double sample_rate);

    /// Calls `on_hop` after each hop that these samples complete.
    template <class OnHop>
    void hear(std::span<const float> samples, OnHop on_hop) noexcept {
        while (!samples.empty()) {
            const auto some = samples.first(std::min(samples.size(), HalfRate::kLongest));
            samples = samples.subspan(some.size());
            auto slow = decimator_.process(some);
            while (!slow.empty()) {
                slow = slow.subspan(spectrum_.take(slow));
                if (!spectrum_.hop_complete()) continue;
                take_apart();
                on_hop();
            }
        }
    }

    void set_a4(double a4_hz) noexcept { spectrum_.set_a4(a4_hz); }
    void reset() noexcept;

    [[nodiscard]] std::size_t hop_frames() const noexcept { return spectrum_.hop() * decimator_.factor(); }
    [[nodiscard]] std::span<const float, kPitchBins> powers() const noexcept { return spectrum_.powers(); }
    [[nodiscard]] const NoteActivations& activations() const noexcept { return *activations_; }
    [[nodiscard]] const NoteEvidence& evidence() const noexcept { return *evidence_; }

private:
    NoteListener(NoteDecimator decimator, NoteSpectrum spectrum);
    void take_apart() noexcept;

    NoteDecimator decimator_;
    NoteSpectrum spectrum_;  ///< Still at 440 Hz when the dictionary is made from it.
    NoteDictionary dictionary_;
    std::unique_ptr<NoteActivations> activations_;  ///< These two are too large for some stacks.
    std::unique_ptr<NoteEvidence> evidence_;
    alignas(64) PitchSpectrum whitened_{};
};

}  // namespace attacca::analysis
