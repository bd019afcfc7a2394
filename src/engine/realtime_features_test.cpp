// Features may be computed inside the callback: the trap is linked here, which the rooms below cannot name.
#include <gtest/gtest.h>

#include <vector>

#include "attacca/base/aligned_buffer.h"
#include "attacca/dsp/fft.h"
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

TEST(RealtimeFeatures, FourierTransformsNeitherAllocateNorCallTheSystem) {
    for (const std::size_t length : {6, 400, 2048, 48000}) {
        const auto real = *dsp::RealFft::create(length);
        const auto complex = *dsp::ComplexFft::create(length);
        AlignedBuffer<float> work(complex.work_size());
        AlignedBuffer<float> signal(length), window(length), powers(real.bins());
        AlignedBuffer<std::complex<float>> bins(length);
        const auto real_bins = bins.span().first(real.bins());
        signal[1] = window[1] = 1.0F;
        {
            const rt::RealtimeScope rule;
            real.power(signal.span(), powers.span(), work.span());
            real.windowed_power(signal.span(), window.span(), powers.span(), work.span());
            real.forward(signal.span(), real_bins, work.span());
            real.inverse(real_bins, signal.span(), work.span());
            complex.forward(bins.span(), bins.span(), work.span());
            complex.inverse(bins.span(), bins.span(), work.span());
        }
        EXPECT_NEAR(signal[1], 1.0F, 1e-6F);
        EXPECT_EQ(rt::realtime_violations().total(), 0U);
    }
}

}  // namespace
}  // namespace attacca
