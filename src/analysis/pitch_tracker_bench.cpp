// What following a pitch costs, for each frame of the input, beside aubio's.
#include <cmath>
#include <memory>
#include <vector>

#include "attacca/analysis/pitch_tracker.h"
#include "bench/bench.h"

#ifdef ATTACCA_HAS_AUBIO
#include <aubio/aubio.h>
#endif

namespace attacca::analysis {
namespace {

constexpr double kRate = 48000.0;
constexpr std::size_t kHop = 480;
constexpr std::size_t kHops = 20;

/// Ten notes a second with vibrato and a little noise; each rings on below the next.
std::vector<float> voice() {
    constexpr double kNotes_hz[] = {220.0, 277.2};
    std::vector<float> samples(kHop * kHops);
    double turns[] = {0.0, 0.0}, level[] = {0.0, 0.0};
    unsigned random = 1;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const std::size_t sounding = 2 * i / samples.size();
        double value = 0.0;
        for (std::size_t note = 0; note < 2; ++note) {
            turns[note] += kNotes_hz[note] * (1.0 + 0.01 * std::sin(7e-4 * static_cast<double>(i))) / kRate;
            level[note] += ((note == sounding ? 1.0 : 0.0) - level[note]) / (0.02 * kRate);
            for (int h = 1; h <= 12; ++h) value += level[note] * std::sin(6.283185307179586 * turns[note] * h) / h;
        }
        random = random * 1664525U + 1013904223U;
        samples[i] = static_cast<float>(0.2 * value + 1e-11 * random);
    }
    return samples;
}

std::function<void()> track() {
    struct Work {
        PitchTracker tracker = *PitchTracker::create({.sample_rate = kRate});
        std::vector<float> samples = voice();
    };
    auto work = std::make_shared<Work>();
    return [work] { bench::keep(work->tracker.process({work->samples, 1})); };
}

#ifdef ATTACCA_HAS_AUBIO
/// One window of 2,048, no path.
std::function<void()> aubio_yinfft() {
    struct Work {
        aubio_pitch_t* pitch = new_aubio_pitch("yinfft", 2048, kHop, static_cast<unsigned>(kRate));
        fvec_t* in = new_fvec(kHop);
        fvec_t* out = new_fvec(1);
        std::vector<float> samples = voice();
        ~Work() {
            del_aubio_pitch(pitch);
            del_fvec(in);
            del_fvec(out);
        }
    };
    auto work = std::make_shared<Work>();
    return [work] {
        for (std::size_t hop = 0; hop < kHops; ++hop) {
            for (std::size_t i = 0; i < kHop; ++i) work->in->data[i] = work->samples[hop * kHop + i];
            aubio_pitch_do(work->pitch, work->in, work->out);
        }
        bench::keep(work->out->data[0]);
    };
}
#endif

bool add_rows() {
    bench::Row row{.name = "pitch.track", .frames = kHop * kHops, .sample_rate = kRate, .prepare = track, .rivals = {}};
#ifdef ATTACCA_HAS_AUBIO
    row.rivals.push_back({"aubio", aubio_yinfft});
#endif
    return bench::add(std::move(row));
}

const bool kAdded = add_rows();

}  // namespace
}  // namespace attacca::analysis
