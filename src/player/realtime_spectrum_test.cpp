// The spectrum keeps the callback's rule: the trap is linked here, which the room of analysis cannot name.
#include <gtest/gtest.h>

#include <vector>

#include "attacca/analysis/spectrum_analyzer.h"
#include "attacca/rt/realtime_scope.h"

namespace attacca {
namespace {

TEST(RealtimeSpectrum, NeitherAllocatesNorCallsTheSystem) {
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

}  // namespace
}  // namespace attacca
