#include "attacca/dsp/voice_chain.h"

namespace attacca::dsp {
namespace {

/// Failure: as the processor's own.
template <class Processor, class Spec>
[[nodiscard]] Status make(std::optional<Processor>& processor, const Spec& spec) {
    auto made = Processor::create(spec);
    if (!made) return fail(made.error());
    processor.emplace(*std::move(made));
    return {};
}

}  // namespace

Result<VoiceChain> VoiceChain::create(const VoiceSettings& settings, double sample_rate, std::size_t channels) {
    VoiceChain chain;
    Status made;
    if (settings.high_pass_hz) {
        made = make(chain.high_pass_, HighPassSpec{.sample_rate = sample_rate,
                                                   .channels = channels,
                                                   .cutoff_hz = *settings.high_pass_hz,
                                                   .order = HighPassOrder::fourth});
    }
    if (made && settings.gate_db) {
        made = make(chain.gate_,
                    NoiseGateSpec{.sample_rate = sample_rate, .channels = channels, .threshold_db = *settings.gate_db});
    }
    if (made && settings.level_db) {
        made =
            make(chain.gain_,
                 AutomaticGainSpec{.sample_rate = sample_rate, .channels = channels, .target_db = *settings.level_db});
    }
    if (made && settings.pre_emphasis) {
        made = make(
            chain.pre_emphasis_,
            PreEmphasisSpec{.sample_rate = sample_rate, .channels = channels, .coefficient = *settings.pre_emphasis});
    }
    if (!made) return fail(made.error());
    return chain;
}

void VoiceChain::clean(AudioBlock block) noexcept {
    if (high_pass_) high_pass_->process(block);
    if (gate_) gate_->process(block);
}

void VoiceChain::level(AudioBlock block) noexcept {
    if (gain_) gain_->process(block);
    if (pre_emphasis_) pre_emphasis_->process(block);
}

void VoiceChain::process(AudioBlock block) noexcept {
    clean(block);
    level(block);
}

void VoiceChain::reset() noexcept {
    if (high_pass_) high_pass_->reset();
    if (gate_) gate_->reset();
    if (gain_) gain_->reset();
    if (pre_emphasis_) pre_emphasis_->reset();
}

std::size_t VoiceChain::clean_latency_frames() const noexcept { return gate_ ? gate_->latency_frames() : 0; }

std::size_t VoiceChain::level_latency_frames() const noexcept { return gain_ ? gain_->latency_frames() : 0; }

}  // namespace attacca::dsp
