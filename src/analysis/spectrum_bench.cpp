// What the screens cost: one hop of the spectrum, and a block through the meters.
#include <cmath>
#include <memory>
#include <random>
#include <vector>

#include "attacca/analysis/level_meter.h"
#include "attacca/analysis/spectrum_analyzer.h"
#include "bench/bench.h"

namespace attacca::analysis {
namespace {

std::vector<float> noise(std::size_t count) {
    std::minstd_rand random(1);
    std::normal_distribution<float> normal(0.0F, 0.1F);
    std::vector<float> samples(count);
    for (float& sample : samples) sample = normal(random);
    return samples;
}

std::function<void()> spectrum_hop() {
    struct Work {
        SpectrumAnalyzer analyzer;
        std::vector<float> hop;
    };
    auto work = std::make_shared<Work>(
        Work{*SpectrumAnalyzer::create({.channels = 1, .fft_length = 2048, .hop_frames = 512, .bars = 64}), noise(512)});
    work->analyzer.process({noise(2048), 1});
    return [work] { bench::keep(work->analyzer.process({work->hop, 1})); };
}

std::function<void()> meter_block() {
    struct Work {
        LevelMeter meter{{.sample_rate = 48000.0, .channels = 2}};
        std::vector<float> block = noise(2 * 256);
    };
    auto work = std::make_shared<Work>();
    return [work] {
        work->meter.process({work->block, 2});
        bench::keep(work->meter);
    };
}

/// Peak and RMS alone, sample by sample, without a true peak.
std::function<void()> plain_block() {
    struct Work {
        std::vector<float> block = noise(2 * 256);
        float peaks[2] = {};
        double squares[2] = {};
    };
    auto work = std::make_shared<Work>();
    return [work] {
        for (std::size_t i = 0; i < work->block.size(); ++i) {
            const float x = work->block[i];
            work->peaks[i % 2] = std::max(work->peaks[i % 2] * 0.9999F, std::abs(x));
            work->squares[i % 2] += 1e-4 * (static_cast<double>(x) * x - work->squares[i % 2]);
        }
        bench::keep(*work);
    };
}

const bool kAdded =
    bench::add({.name = "spectrum.2048.64bars", .frames = 512, .sample_rate = 48000.0, .prepare = spectrum_hop,
                .rivals = {}}) &&
    bench::add({.name = "meter.2/256", .frames = 256, .sample_rate = 48000.0, .prepare = meter_block,
                .rivals = {{"plain", plain_block}}});

}  // namespace
}  // namespace attacca::analysis
