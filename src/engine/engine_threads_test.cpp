#include <gtest/gtest.h>

#include <atomic>
#include <random>
#include <thread>
#include <vector>

#include "attacca/engine/engine.h"
#include "attacca/engine/generator_node.h"
#include "attacca/engine/nodes.h"
#include "attacca/rt/realtime_scope.h"

namespace attacca::engine {
namespace {

EngineSpec stereo_spec() {
    return {.transport =
                {.sample_rate = 48000.0, .channels = 2, .ring_frames = 16384, .prebuffer_frames = 64, .fade_ms = 1.0},
            .max_block_frames = 256};
}

// The whole plan of a player, changed from another thread as often as it can, inside the trap.
TEST(Engine, NeitherAllocatesNorLocksNorCallsTheSystemWhileEverythingIsChanged) {
    if (!rt::realtime_trap_built()) GTEST_SKIP() << "the trap is not built in";
    rt::set_realtime_trap(rt::RealtimeTrapAction::count_only);
    const auto before = rt::realtime_violations();

    auto plan = std::make_unique<Plan>();
    auto& generator = plan->add<GeneratorNode>(GeneratorNode::Spec{.sample_rate = 48000.0, .channels = 2});
    auto& equalizer = plan->add<EqualizerNode>(dsp::EqualizerSpec{.sample_rate = 48000.0, .channels = 2});
    auto& gain = plan->add<GainNode>(GainNode::Spec{.sample_rate = 48000.0});
    auto& limiter =
        plan->add<LimiterNode>(dsp::LimiterSpec{.sample_rate = 48000.0, .channels = 2}, dsp::Limiter::Mode::on);
    auto& tap = plan->add<TapNode>(4096, 2);
    Engine engine(stereo_spec(), std::move(plan));
    engine.transport().play();

    std::atomic<bool> done{false};
    std::thread audio([&] {
        std::vector<float> block(512 * 2);
        for (int i = 0; i < 400; ++i) engine.process(AudioBlock(block, 2));
        done = true;
    });
    std::minstd_rand random(7);
    std::uniform_real_distribution<float> noise(-1.5F, 1.5F);
    std::vector<float> samples(1024 * 2);
    std::vector<float> tapped(4096 * 2);
    while (!done) {
        for (float& sample : samples) sample = noise(random);
        (void)engine.transport().write(ConstAudioBlock(samples, 2));
        const auto kind = random() % 2 == 0 ? dsp::SignalKind::pink : dsp::SignalKind::log_sweep;
        (void)generator.play({.kind = kind, .frequency_hz = 100.0 + static_cast<double>(random() % 1000), .duration_s = 0.1});
        if (random() % 8 == 0) generator.stop();
        equalizer.set({.preamp_db = -3.0,
                       .bands = {{.center_hz = 100.0 + static_cast<double>(random() % 5000), .gain_db = 6.0}}});
        equalizer.set_bypass(random() % 8 == 0 ? dsp::Equalizer::Bypass::on : dsp::Equalizer::Bypass::off);
        gain.set_gain_db(-static_cast<double>(random() % 20));
        limiter.set_mode(random() % 2 == 0 ? dsp::Limiter::Mode::on : dsp::Limiter::Mode::off);
        if (random() % 16 == 0) engine.transport().skip_to_newest();
        (void)tap.frames().read(tapped);
        random() % 32 == 0 ? engine.transport().pause() : engine.transport().play();
    }
    audio.join();
    rt::set_realtime_trap(rt::RealtimeTrapAction::abort_program);
    EXPECT_EQ(rt::realtime_violations().total(), before.total());
}

}  // namespace
}  // namespace attacca::engine
