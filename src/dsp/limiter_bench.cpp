// The limiter where it has nothing to do, and where it works all the time.
#include "attacca/dsp/limiter.h"

#include <memory>
#include <random>
#include <vector>

#include "attacca/dsp/resampler.h"
#include "bench/bench.h"

namespace attacca::dsp {
namespace {

constexpr std::size_t kFrames = 256;

std::vector<float> music(std::size_t count, float level) {
    std::minstd_rand random(1);
    std::normal_distribution<float> normal(0.0F, 0.1F * level);
    std::vector<float> samples(count);
    float left = 0.0F;
    float right = 0.0F;
    for (std::size_t i = 0; i + 1 < count; i += 2) {  // Falls 6 dB an octave, as music does.
        samples[i] = left = 0.95F * left + normal(random);
        samples[i + 1] = right = 0.95F * right + normal(random);
    }
    return samples;
}

bench::Prepare limiting(float level) {
    return [level]() -> std::function<void()> {
        struct Work {
            Limiter limiter{{.sample_rate = 48000.0, .channels = 2}};
            std::vector<float> music, block;
            std::size_t place = 0;
        };
        auto work = std::make_shared<Work>();
        work->music = music(2 * kFrames * 64, level);
        work->block.resize(2 * kFrames);
        return [work] {
            std::copy_n(work->music.begin() + static_cast<std::ptrdiff_t>(work->place), 2 * kFrames,
                        work->block.begin());
            work->place = (work->place + 2 * kFrames) % work->music.size();
            work->limiter.process({work->block, 2});
            bench::keep(work->block[0]);
        };
    };
}

std::function<void()> resampling() {
    struct Work {
        Resampler resampler;
        std::vector<float> in, out;
    };
    auto work = std::make_shared<Work>(Work{*Resampler::create({.input_rate = 44100.0, .output_rate = 48000.0}),
                                            music(2 * 1024, 1.0F), std::vector<float>(4 * 1024)});
    return [work] {
        const auto progress = work->resampler.process(work->in, work->out);
        bench::keep(progress);
    };
}

const bool kAdded =
    bench::add({.name = "limiter.2/256", .frames = kFrames, .sample_rate = 48000.0, .prepare = limiting(0.5F),
                .rivals = {}}) &&
    bench::add({.name = "limiter.2.limiting/256", .frames = kFrames, .sample_rate = 48000.0, .prepare = limiting(4.0F),
                .rivals = {}}) &&
    bench::add({.name = "resample.44100_48000/1024", .frames = 1024, .sample_rate = 44100.0, .prepare = resampling,
                .rivals = {}});

}  // namespace
}  // namespace attacca::dsp
