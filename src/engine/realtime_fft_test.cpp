// A transform may run inside the callback: the trap is linked here, which the rooms below cannot name.
#include <gtest/gtest.h>

#include <vector>

#include "attacca/base/aligned_buffer.h"
#include "attacca/dsp/fft.h"
#include "attacca/rt/realtime_scope.h"

namespace attacca {
namespace {

TEST(RealtimeFft, NeitherAllocatesNorCallsTheSystem) {
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
