// The whole callback: transport, eight bands, gain, limiter, tap.
#include "attacca/engine/engine.h"

#include <memory>
#include <random>
#include <vector>

#include "attacca/engine/nodes.h"
#include "bench/bench.h"

namespace attacca::engine {
namespace {

constexpr double kRate = 48000.0;

dsp::EqualizerSettings eight_bands() {
    dsp::EqualizerSettings settings{.preamp_db = -3.0};
    for (int band = 0; band < 8; ++band) {
        settings.bands.push_back({.center_hz = 60.0 * (1 << band), .gain_db = band % 2 == 0 ? 3.0 : -3.0});
    }
    return settings;
}

bench::Prepare callback(std::size_t frames, dsp::Limiter::Mode limiter) {
    return [frames, limiter]() -> std::function<void()> {
        auto plan = std::make_unique<Plan>();
        plan->add<EqualizerNode>(dsp::EqualizerSpec{.sample_rate = kRate, .channels = 2}).set(eight_bands());
        plan->add<GainNode>(GainNode::Spec{.sample_rate = kRate, .gain_db = -1.0});
        plan->add<LimiterNode>(dsp::LimiterSpec{.sample_rate = kRate, .channels = 2}, limiter);
        TapNode& tap = plan->add<TapNode>(8192, std::size_t{2});
        auto engine = std::make_shared<Engine>(
            EngineSpec{.transport = {.sample_rate = kRate, .channels = 2, .prebuffer_frames = 0}}, std::move(plan));
        engine->transport().play();

        std::minstd_rand random(1);
        std::uniform_real_distribution<float> noise(-0.25F, 0.25F);
        auto music = std::make_shared<std::vector<float>>(frames * 2);
        for (float& sample : *music) sample = noise(random);
        auto block = std::make_shared<std::vector<float>>(frames * 2);
        return [engine, music, block, &tap] {
            (void)engine->transport().write(ConstAudioBlock(std::span<const float>(*music), 2));
            engine->process(AudioBlock(*block, 2));
            (void)tap.frames().discard(music->size());
            bench::keep(block->front());
        };
    };
}

bench::Row row(const char* name, std::size_t frames, dsp::Limiter::Mode limiter) {
    return {.name = name,
            .frames = static_cast<double>(frames),
            .sample_rate = kRate,
            .prepare = callback(frames, limiter),
            .work = bench::Work::callback};
}

const bool kAdded = bench::add(row("pipeline.callback.8x2/64", 64, dsp::Limiter::Mode::off)) &&
                    bench::add(row("pipeline.callback.8x2/256", 256, dsp::Limiter::Mode::off)) &&
                    bench::add(row("pipeline.callback.8x2.limiter/256", 256, dsp::Limiter::Mode::on));

}  // namespace
}  // namespace attacca::engine
