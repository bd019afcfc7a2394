// The pitch tracker keeps the callback's rule: the trap is linked here, which the room of analysis cannot name.
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "attacca/analysis/pitch_tracker.h"
#include "attacca/rt/realtime_scope.h"

namespace attacca {
namespace {

TEST(RealtimePitch, NeitherAllocatesNorCallsTheSystem) {
    auto tracker =
        *analysis::PitchTracker::create({.sample_rate = 8000.0, .channels = 2, .longest_block_frames = 40000});
    std::vector<float> samples(2 * 40000);
    // Notes of a quarter of a second, in turns: where one takes over, more is done.
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const float turn = i / 4000 % 2 == 0 ? 0.1F : 0.17F;
        samples[i] = 0.3F * std::sin(turn * static_cast<float>(i / 2));
    }
    std::size_t frames = 0;
    {
        const rt::RealtimeScope rule;
        frames += tracker.process({samples, 2}).size();
        frames += tracker.process({std::span(samples).first(2 * 100), 2}).size();
        frames += tracker.finish().size();
        tracker.reset();
    }
    EXPECT_EQ(frames, 502U);
    EXPECT_EQ(rt::realtime_violations().total(), 0U);
}

}  // namespace
}  // namespace attacca
