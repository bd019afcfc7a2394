// SignalSettings as an engine plan: voice, equalizer, gain, limiter.
#pragma once

#include <cstddef>
#include <memory>

#include "attacca/base/result.h"
#include "attacca/engine/nodes.h"
#include "attacca/engine/plan.h"
#include "attacca/player/signal_settings.h"

namespace attacca::player {

/// The plan, and its nodes for as long as it lives; null where a node is not needed.
struct SignalPlan {
    std::unique_ptr<engine::Plan> plan;
    engine::EqualizerNode* equalizer = nullptr;
    engine::GainNode* gain = nullptr;
    engine::LimiterNode* limiter = nullptr;
    engine::TapNode* tap = nullptr;
};

/// Every node that may be set while it plays, and a tap behind them.
/// Failure: a setting of the voice that is out of its range.
[[nodiscard]] Result<SignalPlan> live_plan(const SignalSettings& settings, double sample_rate, std::size_t channels);

/// Only the nodes that change something; with nothing to do the plan is empty.
/// Failure: as live_plan.
[[nodiscard]] Result<SignalPlan> offline_plan(const SignalSettings& settings, double sample_rate, std::size_t channels);

/// Whether these settings leave samples as they are.
[[nodiscard]] bool changes_nothing(const SignalSettings& settings) noexcept;

}  // namespace attacca::player
