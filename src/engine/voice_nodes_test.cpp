#include "attacca/engine/voice_nodes.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <vector>

#include "attacca/engine/plan.h"
#include "attacca/rt/realtime_scope.h"

namespace attacca::engine {
namespace {

Plan voice_plan() {
    Plan plan;
    plan.add<HighPassNode>(dsp::HighPass::create({.cutoff_hz = 80.0}).value());
    plan.add<NoiseGateNode>(dsp::NoiseGate::create({}).value());
    plan.add<AutomaticGainNode>(dsp::AutomaticGain::create({}).value());
    plan.add<PreEmphasisNode>(dsp::PreEmphasis::create({.sample_rate = 48000.0, .channels = 2}).value());
    plan.add<VoiceChainNode>(
        dsp::VoiceChain::create({.high_pass_hz = 80, .gate_db = -50, .level_db = -20, .pre_emphasis = 0.9}, 48000.0, 2)
            .value());
    return plan;
}

// A second of it; speech enough that every gain moves.
std::vector<float> bursts(int second) {
    std::vector<float> samples(2 * 48000);
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const double t = second + static_cast<double>(i / 2) / 48000.0;
        const double swell = std::max(0.0, std::sin(2.0 * std::numbers::pi * 4.0 * t));
        samples[i] = static_cast<float>(0.05 * swell * std::sin(2.0 * std::numbers::pi * 300.0 * t));
    }
    return samples;
}

TEST(VoiceNodes, AddTheirLatencies) {
    const std::size_t gate = dsp::NoiseGate::create({}).value().latency_frames();
    const std::size_t gain = dsp::AutomaticGain::create({}).value().latency_frames();
    EXPECT_EQ(voice_plan().latency_frames(), 2 * (gate + gain));
}

TEST(VoiceNodes, NeitherAllocateNorLockNorCallTheSystem) {
    if (!rt::realtime_trap_built()) GTEST_SKIP() << "the trap is not built in";
    Plan plan = voice_plan();
    rt::set_realtime_trap(rt::RealtimeTrapAction::count_only);
    const auto before = rt::realtime_violations();
    for (int second = 0; second < 4; ++second) {
        auto samples = bursts(second);
        const rt::RealtimeScope scope;
        for (std::size_t done = 0; done < samples.size(); done += 960) {
            plan.process(AudioBlock(std::span(samples).subspan(done, 960), 2));
        }
        if (second == 2) plan.reset();
    }
    rt::set_realtime_trap(rt::RealtimeTrapAction::abort_program);
    EXPECT_EQ(rt::realtime_violations().total(), before.total());
}

TEST(VoiceNodes, AreAsNewAfterReset) {
    Plan plan = voice_plan();
    auto first = bursts(0), second = bursts(0);
    plan.process(AudioBlock(first, 2));
    plan.reset();
    plan.process(AudioBlock(second, 2));
    EXPECT_EQ(first, second);
}

}  // namespace
}  // namespace attacca::engine
