// What the screens cost: one hop of the spectrum, and a block through the meters.
#include <algorithm>
#include <cmath>
#include <complex>
#include <memory>
#include <random>
#include <vector>

#include "attacca/analysis/level_meter.h"
#include "attacca/analysis/spectrum_analyzer.h"
#include "attacca/base/aligned_buffer.h"
#include "bench/bench.h"

#ifdef ATTACCA_HAS_FFTW3F
#include <fftw3.h>
#endif

namespace attacca::analysis {
namespace {

std::vector<float> noise(std::size_t count) {
    std::minstd_rand random(1);
    std::normal_distribution<float> normal(0.0F, 0.1F);
    std::vector<float> samples(count);
    for (float& sample : samples) sample = normal(random);
    return samples;
}

/// A hop and all that a screen asks for after it.
std::function<void()> spectrum_hop() {
    struct Work {
        SpectrumAnalyzer analyzer;
        std::vector<float> hop, levels, peaks;
    };
    auto work = std::make_shared<Work>(
        Work{*SpectrumAnalyzer::create({.channels = 1, .fft_length = 2048, .hop_frames = 512, .bars = 64}), noise(512),
             std::vector<float>(64), std::vector<float>(64)});
    work->analyzer.process({noise(2048), 1});
    return [work] {
        work->analyzer.process({work->hop, 1});
        work->analyzer.bars_db(work->levels);
        work->analyzer.peaks_db(work->peaks);
        bench::keep(work->levels[0]);
        bench::keep(work->peaks[0]);
    };
}

#ifdef ATTACCA_HAS_FFTW3F
/// The transform alone: no window, no bars, no levels.
std::function<void()> fftw_transform() {
    struct Work {
        AlignedBuffer<float> in{2048};
        AlignedBuffer<std::complex<float>> out{1025};
        fftwf_plan plan =
            fftwf_plan_dft_r2c_1d(2048, in.data(), reinterpret_cast<fftwf_complex*>(out.data()), FFTW_PATIENT);
        ~Work() { fftwf_destroy_plan(plan); }
    };
    auto work = std::make_shared<Work>();
    const auto samples = noise(2048);
    std::copy(samples.begin(), samples.end(), work->in.data());  // Planning overwrote it.
    return [work] {
        fftwf_execute(work->plan);
        bench::keep(work->out[1]);
    };
}
#endif

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

bool add_spectrum_row() {
    bench::Row row{
        .name = "spectrum.2048.64bars", .frames = 512, .sample_rate = 48000.0, .prepare = spectrum_hop, .rivals = {}};
#ifdef ATTACCA_HAS_FFTW3F
    row.rivals.push_back({"fftw3f", fftw_transform});
#endif
    return bench::add(std::move(row));
}

const bool kAdded = add_spectrum_row() && bench::add({.name = "meter.2/256",
                                                      .frames = 256,
                                                      .sample_rate = 48000.0,
                                                      .prepare = meter_block,
                                                      .rivals = {}});

}  // namespace
}  // namespace attacca::analysis
