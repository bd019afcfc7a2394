// Spectrum and log-mel keep the callback's rule: the trap is linked here, which the room of analysis cannot name.
#include <gtest/gtest.h>

#include <vector>

#include "attacca/analysis/log_mel.h"
#include "attacca/analysis/spectrum_analyzer.h"
#include "attacca/rt/realtime_scope.h"

namespace attacca {
namespace {

TEST(RealtimeAnalysis, SpectrumNeitherAllocatesNorCallsTheSystem) {
    auto analyzer = *analysis::SpectrumAnalyzer::create({.channels = 2, .hop_frames = 441});
    const std::vector<float> samples(2 * 10000, 0.1F);
    std::vector<float> bars(64), peaks(64), bins(analyzer.bins());
    std::size_t hops = 0;
    {
        const rt::RealtimeScope rule;
        hops = analyzer.process({samples, 2});
        analyzer.bars_db(bars);
        analyzer.peaks_db(peaks);
        analyzer.bins_db(bins);
        analyzer.reset();
    }
    EXPECT_EQ(hops, 1U + (10000 - 2048) / 441);
    EXPECT_EQ(rt::realtime_violations().total(), 0U);
}

TEST(RealtimeAnalysis, LogMelNeitherAllocatesNorCallsTheSystem) {
    for (const auto preset : {analysis::LogMelPreset::lipsync, analysis::LogMelPreset::whisper}) {
        auto mel = *analysis::LogMel::create({.preset = preset});
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
