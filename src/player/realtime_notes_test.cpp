// The recognizer of notes keeps the callback's rule: the trap is linked here, which the room of analysis cannot name.
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <vector>

#include "attacca/analysis/note_recognizer.h"
#include "attacca/rt/realtime_scope.h"

namespace attacca {
namespace {

TEST(RealtimeNotes, NeitherAllocateNorCallTheSystem) {
    auto recognizer = *analysis::NoteRecognizer::create(
        {.sample_rate = 48000.0, .channels = 2, .tuning = analysis::Tuning::automatic, .longest_block_frames = 16384});
    std::vector<float> samples(2 * 16384 * 4);
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const double turns = 432.0 * static_cast<double>(i / 2) / 48000.0;
        for (int h = 1; h <= 5; ++h) {
            samples[i] += static_cast<float>(0.1 / h * std::sin(2.0 * std::numbers::pi * h * turns));
        }
    }
    std::size_t events = 0;
    {
        const rt::RealtimeScope rule;
        for (std::size_t block = 0; block < 4; ++block) {
            events +=
                recognizer.process({std::span<const float>(samples).subspan(block * 2 * 16384, 2 * 16384), 2}).size();
        }
        events += recognizer.finish().size();
        recognizer.reset();
    }
    EXPECT_GE(events, 2U);
    EXPECT_EQ(rt::realtime_violations().total(), 0U);
}

}  // namespace
}  // namespace attacca
