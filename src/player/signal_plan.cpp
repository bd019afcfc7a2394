#include "player/signal_plan.h"

#include "attacca/engine/voice_nodes.h"

namespace attacca::player {
namespace {

// Long enough for a screen that looks five times a second.
constexpr double kTapSeconds = 0.3;

bool equalizes(const SignalSettings& settings) noexcept {
    return !settings.equalizer.bands.empty() || settings.equalizer.preamp_db != 0.0;
}

dsp::Limiter::Mode limiter_mode(const SignalSettings& settings) noexcept {
    return settings.limiter == Switch::on ? dsp::Limiter::Mode::on : dsp::Limiter::Mode::off;
}

enum class Nodes { all, needed };

Result<SignalPlan> make_plan(const SignalSettings& settings, double sample_rate, std::size_t channels, Nodes nodes) {
    SignalPlan made{.plan = std::make_unique<engine::Plan>()};
    const bool all = nodes == Nodes::all;
    if (settings.voice != dsp::VoiceSettings{}) {
        auto chain = dsp::VoiceChain::create(settings.voice, sample_rate, channels);
        if (!chain) return fail(chain.error());
        made.plan->add<engine::VoiceChainNode>(*std::move(chain));
    }
    if (all || equalizes(settings)) {
        made.equalizer = &made.plan->add<engine::EqualizerNode>(
            dsp::EqualizerSpec{.sample_rate = sample_rate, .channels = channels});
        made.equalizer->set(settings.equalizer);
    }
    if (all || settings.gain_db != 0.0) {
        made.gain = &made.plan->add<engine::GainNode>(
            engine::GainNode::Spec{.sample_rate = sample_rate, .gain_db = settings.gain_db});
    }
    if (all || settings.limiter == Switch::on) {
        made.limiter = &made.plan->add<engine::LimiterNode>(
            dsp::LimiterSpec{.sample_rate = sample_rate, .channels = channels}, limiter_mode(settings));
    }
    return made;
}

}  // namespace

Result<SignalPlan> live_plan(const SignalSettings& settings, double sample_rate, std::size_t channels) {
    auto made = make_plan(settings, sample_rate, channels, Nodes::all);
    if (made)
        made->tap = &made->plan->add<engine::TapNode>(static_cast<std::size_t>(sample_rate * kTapSeconds), channels);
    return made;
}

Result<SignalPlan> offline_plan(const SignalSettings& settings, double sample_rate, std::size_t channels) {
    return make_plan(settings, sample_rate, channels, Nodes::needed);
}

bool changes_nothing(const SignalSettings& settings) noexcept {
    return settings.voice == dsp::VoiceSettings{} && !equalizes(settings) && settings.gain_db == 0.0 &&
           settings.limiter == Switch::off;
}

}  // namespace attacca::player
