// SignalSettings as an engine plan: equalizer, gain, limiter.
#pragma once

#include <cstddef>
#include <memory>

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

/// Every node, as each may be set while it plays, and a tap behind them.
[[nodiscard]] SignalPlan live_plan(const SignalSettings& settings, double sample_rate, std::size_t channels);

/// Only the nodes that change something; with nothing to do the plan is empty.
[[nodiscard]] SignalPlan offline_plan(const SignalSettings& settings, double sample_rate, std::size_t channels);

/// Whether these settings leave samples as they are.
[[nodiscard]] bool changes_nothing(const SignalSettings& settings) noexcept;

}  // namespace attacca::player
