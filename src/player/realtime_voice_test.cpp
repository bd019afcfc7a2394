// The voice detector keeps the callback's rule: the trap is linked here, which the room of analysis cannot name.
#include <gtest/gtest.h>

#include <vector>

#include "attacca/analysis/voice_detector.h"
#include "attacca/rt/realtime_scope.h"
#include "speech/formant_voice.h"

namespace attacca {
namespace {

TEST(RealtimeVoice, NeitherAllocatesNorCallsTheSystem) {
    auto detector = *analysis::VoiceDetector::create({.sample_rate = 48000.0, .longest_block_frames = 48000});
    const auto samples = tests::spoken(1.0, 48000.0);
    std::size_t frames = 0, events = 0;
    {
        const rt::RealtimeScope rule;
        frames += detector.process({samples, 1}).size();
        events += detector.events().size();
        frames += detector.finish().size();
        events += detector.events().size();
        detector.reset();
    }
    EXPECT_EQ(frames, 100U);
    EXPECT_EQ(events, 2U);
    EXPECT_EQ(rt::realtime_violations().total(), 0U);
}

}  // namespace
}  // namespace attacca
