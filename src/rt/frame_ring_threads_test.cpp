#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <thread>
#include <vector>

#include "attacca/rt/frame_ring.h"

namespace attacca::rt {
namespace {

std::vector<float> counting(std::size_t first, std::size_t samples) {
    std::vector<float> values(samples);
    std::iota(values.begin(), values.end(), static_cast<float>(first));
    return values;
}

TEST(FrameRing, CarriesEveryFrameOnceBetweenTwoThreads) {
    constexpr std::size_t kFrames = 200'000;
    FrameRing ring(512, 2);
    std::thread writer([&ring] {
        std::vector<float> block;
        for (std::size_t sent = 0; sent < kFrames;) {
            const std::size_t frames = std::min<std::size_t>(1 + sent % 97, kFrames - sent);
            block = counting(sent * 2, frames * 2);
            const std::size_t moved = ring.write(block);
            if (moved == 0) std::this_thread::yield();
            sent += moved;
        }
    });
    std::vector<float> block(128 * 2);
    std::size_t wrong = 0;
    for (std::size_t got = 0; got < kFrames;) {
        const std::size_t moved = ring.read(block);
        if (moved == 0) std::this_thread::yield();
        for (std::size_t i = 0; i < moved * 2; ++i) wrong += block[i] != static_cast<float>(got * 2 + i);
        got += moved;
    }
    writer.join();
    EXPECT_EQ(wrong, 0u);
    EXPECT_EQ(ring.readable(), 0u);
}

}  // namespace
}  // namespace attacca::rt
