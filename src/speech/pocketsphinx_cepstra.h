// Sound as PocketSphinx's search reads it: cepstra every ten milliseconds, less the mean of who speaks.
#pragma once
#ifdef ATTACCA_HAS_POCKETSPHINX

#include <functional>
#include <span>
#include <vector>

#include "speech/cepstral_mean.h"
#include "speech/pocketsphinx_library.h"

namespace attacca::speech {

/// The library's own mean stays for eight seconds as it was when the utterance began, so that the first words of a
/// voice or a microphone are misheard. Here the start of an utterance is held back until its mean is known, and the
/// mean follows from then on.
class PocketSphinxCepstra {
public:
    /// A frame, which may be written to.
    using Sink = std::function<void(std::span<float> frame)>;

    struct Spec {
        std::size_t held_frames = 30;   ///< How much of an utterance is held back until its mean is known.
        double assumed_frames = 100.0;  ///< How much the model's own mean weighs before anybody was heard.
    };

    /// Requires a configuration that ps_init has completed.
    PocketSphinxCepstra(const PocketSphinxLibrary& library, cmd_ln_t* configuration, const Spec& spec);
    ~PocketSphinxCepstra();
    PocketSphinxCepstra(const PocketSphinxCepstra&) = delete;
    PocketSphinxCepstra& operator=(const PocketSphinxCepstra&) = delete;

    [[nodiscard]] bool works() const noexcept { return front_ != nullptr; }

    void begin();
    void take(std::span<const float> samples, const Sink& sink);

    /// The utterance is over: lets go of what was held back.
    void end(const Sink& sink);

    /// Nobody spoke in the last utterance: the mean is as it was before.
    void forget_last() { mean_ = mean_before_; }

    /// The mean is the model's own again.
    void forget() { mean_ = mean_before_ = mean_of_model_; }

private:
    void hear(std::span<const float> frame, const Sink& sink);
    void release(const Sink& sink);
    void send(std::span<const float> frame, const Sink& sink);

    const PocketSphinxLibrary& library_;
    fe_t* front_;
    std::size_t size_;  ///< Of a frame.
    std::size_t held_frames_;
    CepstralMean mean_of_model_;
    CepstralMean mean_;
    CepstralMean mean_before_;
    std::vector<float> held_;
    std::vector<float> sent_;
    bool holding_ = true;
};

}  // namespace attacca::speech

#endif
