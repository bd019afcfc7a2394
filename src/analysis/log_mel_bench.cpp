// Log-mel features of ten seconds of sound, in one call: samples to final values. What bounds them:
// docs/decisions/log-mel-runs-one-frame-to-a-lane.md.
#include "attacca/analysis/log_mel.h"

#include <cmath>
#include <memory>
#include <random>
#include <vector>

#include "bench/bench.h"

#ifdef ATTACCA_HAS_AUBIO
#include <aubio/aubio.h>
#endif

namespace attacca::analysis {
namespace {

constexpr std::size_t kSamples = 160000;

std::vector<float> noise() {
    std::minstd_rand random(1);
    std::normal_distribution<float> normal(0.0F, 0.1F);
    std::vector<float> samples(kSamples);
    for (float& sample : samples) sample = normal(random);
    return samples;
}

bench::Prepare ours(LogMelSpec spec) {
    return [spec]() -> std::function<void()> {
        struct Work {
            LogMel mel;
            std::vector<float> samples = noise();
            std::vector<float> frames{};
        };
        auto work = std::make_shared<Work>(Work{*LogMel::create(spec)});
        const std::size_t frames = work->mel.frames_after(kSamples) + work->mel.frames_at_finish(kSamples);
        work->frames.resize(frames * work->mel.bins());
        return [work] {
            const std::size_t written = work->mel.process(work->samples, work->frames);
            work->mel.finish(std::span(work->frames).subspan(written * work->mel.bins()));
            work->mel.close_window(work->frames);
            bench::keep(work->frames[0]);
        };
    };
}

#ifdef ATTACCA_HAS_AUBIO
struct AubioSpec {
    unsigned window, hop, bins;
    float lowest_hz, highest_hz, emphasis, power;
};

/// The same windows, hops, filters, exponent and logarithm. Its phase vocoder measures phases as well: there is no
/// other way through aubio.
struct Aubio {
    explicit Aubio(const AubioSpec& its_spec)
        : spec(its_spec),
          vocoder(new_aubio_pvoc(spec.window, spec.hop)),
          bank(new_aubio_filterbank(spec.bins, spec.window)),
          hop(new_fvec(spec.hop)),
          spectrum(new_cvec(spec.window)),
          levels(new_fvec(spec.bins)),
          frames(kSamples / spec.hop * spec.bins) {
        aubio_filterbank_set_power(bank, spec.power);
        aubio_filterbank_set_mel_coeffs(bank, static_cast<float>(kLogMelRate), spec.lowest_hz, spec.highest_hz);
    }
    Aubio(const Aubio&) = delete;
    Aubio& operator=(const Aubio&) = delete;
    ~Aubio() {
        del_fvec(levels);
        del_cvec(spectrum);
        del_fvec(hop);
        del_aubio_filterbank(bank);
        del_aubio_pvoc(vocoder);
    }

    void run() {
        float before = 0.0F;
        for (std::size_t i = 0; i + spec.hop <= kSamples; i += spec.hop) {
            for (std::size_t n = 0; n < spec.hop; ++n) {
                hop->data[n] = samples[i + n] - spec.emphasis * before;
                before = samples[i + n];
            }
            aubio_pvoc_do(vocoder, hop, spectrum);
            aubio_filterbank_do(bank, spectrum, levels);
            fvec_log10(levels);
            std::copy_n(levels->data, spec.bins,
                        frames.begin() + static_cast<std::ptrdiff_t>(i / spec.hop * spec.bins));
        }
    }

    AubioSpec spec;
    aubio_pvoc_t* vocoder;
    aubio_filterbank_t* bank;
    fvec_t* hop;
    cvec_t* spectrum;
    fvec_t* levels;
    std::vector<float> samples = noise();
    std::vector<float> frames;
};

std::vector<bench::Rival> rivals(const AubioSpec& spec) {
    return {{"aubio", [spec]() -> std::function<void()> {
                 auto aubio = std::make_shared<Aubio>(spec);
                 return [aubio] {
                     aubio->run();
                     bench::keep(aubio->frames[0]);
                 };
             }}};
}
const auto kLipsyncRivals = rivals({800, 200, 80, 55.0F, 7600.0F, 0.97F, 1.0F});
const auto kWhisperRivals = rivals({400, 160, 80, 0.0F, 8000.0F, 0.0F, 2.0F});
const auto kWhisper128Rivals = rivals({400, 160, 128, 0.0F, 8000.0F, 0.0F, 2.0F});
#else
const std::vector<bench::Rival> kLipsyncRivals, kWhisperRivals, kWhisper128Rivals;
#endif

const bool kAdded = bench::add({.name = "mel.lipsync",
                                .frames = kSamples,
                                .sample_rate = kLogMelRate,
                                .prepare = ours({.preset = LogMelPreset::lipsync}),
                                .rivals = kLipsyncRivals}) &&
                    bench::add({.name = "mel.whisper",
                                .frames = kSamples,
                                .sample_rate = kLogMelRate,
                                .prepare = ours({.preset = LogMelPreset::whisper}),
                                .rivals = kWhisperRivals}) &&
                    bench::add({.name = "mel.whisper.128",
                                .frames = kSamples,
                                .sample_rate = kLogMelRate,
                                .prepare = ours({.preset = LogMelPreset::whisper, .bins = 128}),
                                .rivals = kWhisper128Rivals});

}  // namespace
}  // namespace attacca::analysis
