#include <ebur128.h>
#include <gtest/gtest.h>

#include <cmath>
#include <span>
#include <vector>

#include "attacca/dsp/limiter.h"
#include "dsp/loud_signals_test.h"

namespace attacca::dsp {
namespace {

double ebu_true_peak(std::span<const float> signal, double sample_rate) {
    ebur128_state* meter = ebur128_init(1, static_cast<unsigned long>(sample_rate), EBUR128_MODE_TRUE_PEAK);
    ebur128_add_frames_float(meter, signal.data(), signal.size());
    double peak = 0.0;
    ebur128_true_peak(meter, 0, &peak);
    ebur128_destroy(&meter);
    return peak;
}

TEST(LimiterByEbuR128, KeepsTheTruePeakBelowItsCeiling) {
    for (const double sample_rate : {44100.0, 48000.0, 96000.0, 192000.0}) {
        for (const Signal& signal : loud_signals(sample_rate)) {
            Limiter limiter({.sample_rate = sample_rate, .channels = 1});
            auto samples = rendered(signal, sample_rate, 5000);
            samples.resize(samples.size() + 2 * limiter.latency_frames());
            limiter.process({samples, 1});
            EXPECT_LT(20.0 * std::log10(ebu_true_peak(samples, sample_rate)), -1.0)
                << signal.name << " " << sample_rate;
        }
    }
}

}  // namespace
}  // namespace attacca::dsp
