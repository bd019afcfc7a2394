#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "attacca/base/aligned_buffer.h"
#include "attacca/dsp/fft.h"

namespace attacca::dsp {
namespace {

TEST(RealFft, IsSharedBetweenThreads) {
    const auto fft = RealFft::create(1024);
    ASSERT_TRUE(fft);
    std::vector<std::vector<float>> powers(4, std::vector<float>(fft->bins()));
    std::vector<std::thread> threads;
    for (std::size_t t = 0; t < powers.size(); ++t) {
        threads.emplace_back([&, t] {
            AlignedBuffer<float> work(fft->work_size());
            std::vector<float> impulse(1024);
            impulse[10 * t] = static_cast<float>(t + 1);
            for (int turn = 0; turn < 50; ++turn) fft->power(impulse, powers[t], work.span());
        });
    }
    for (auto& thread : threads) thread.join();
    for (std::size_t t = 0; t < powers.size(); ++t) {
        const auto wanted = static_cast<float>((t + 1) * (t + 1));
        for (const float power : powers[t]) ASSERT_NEAR(power, wanted, 1e-4F) << t;
    }
}

}  // namespace
}  // namespace attacca::dsp
