// Features may be computed inside the callback: the trap is linked here, which the rooms below cannot name.
#include <gtest/gtest.h>

#include <vector>

#include "attacca/dsp/log_mel.h"
#include "attacca/rt/realtime_scope.h"

namespace attacca {
namespace {

TEST(RealtimeFeatures, LogMelNeitherAllocatesNorCallsTheSystem) {
    for (const auto preset : {dsp::LogMelPreset::lipsync, dsp::LogMelPreset::whisper}) {
        auto mel = *dsp::LogMel::create({.preset = preset});
        const std::vector<float> samples(5000, 0.1F);
        std::vector<float> frames(mel.bins() *
                                  (mel.frames_after(samples.size()) + mel.frames_at_finish(samples.size())));
        std::size_t written = 0;
        {
            const rt::RealtimeScope rule;
            for (std::size_t done = 0; done < samples.size(); done += 50) {
                const auto rest = std::span(frames).subspan(written * mel.bins());
                written += mel.process(std::span(samples).subspan(done, 50), rest);
            }
            written += mel.finish(std::span(frames).subspan(written * mel.bins()));
            mel.close_window(frames);
            mel.reset();
        }
        EXPECT_EQ(written * mel.bins(), frames.size());
        EXPECT_EQ(rt::realtime_violations().total(), 0U);
    }
}

}  // namespace
}  // namespace attacca
