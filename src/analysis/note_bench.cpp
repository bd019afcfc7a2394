// What hearing notes costs: the whole recognizer on a chord that is struck again and again.
#include <cmath>
#include <memory>
#include <numbers>
#include <vector>

#include "attacca/analysis/note_recognizer.h"
#include "bench/bench.h"

namespace attacca::analysis {
namespace {

constexpr double kRate = 48000.0;
constexpr std::size_t kBlock = 480;

std::vector<float> struck_chords() {
    std::vector<float> samples(4 * 48000);
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const double time = static_cast<double>(i % 24000) / kRate;
        double sum = 0.0;
        for (const double hz : {130.8, 196.0, 261.6, 329.6}) {
            for (int h = 1; h <= 8; ++h) sum += 0.05 / h * std::sin(2.0 * std::numbers::pi * hz * h * time);
        }
        samples[i] = static_cast<float>(sum * std::exp(-3.0 * time));
    }
    return samples;
}

std::function<void()> notes_stream() {
    struct Work {
        NoteRecognizer recognizer = *NoteRecognizer::create({.sample_rate = kRate});
        std::vector<float> samples = struck_chords();
        std::size_t next = 0;
    };
    auto work = std::make_shared<Work>();
    return [work] {
        const auto events =
            work->recognizer.process({std::span<const float>(work->samples).subspan(work->next, kBlock), 1});
        work->next = (work->next + kBlock) % work->samples.size();
        bench::keep(events);
    };
}

const bool kAdded =
    bench::add({.name = "notes.stream", .frames = kBlock, .sample_rate = kRate, .prepare = notes_stream, .rivals = {}});

}  // namespace
}  // namespace attacca::analysis
