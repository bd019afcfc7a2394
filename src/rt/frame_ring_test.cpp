#include "attacca/rt/frame_ring.h"

#include <gtest/gtest.h>

#include <numeric>
#include <vector>

#include "attacca/rt/realtime_scope.h"

namespace attacca::rt {
namespace {

std::vector<float> counting(std::size_t first, std::size_t samples) {
    std::vector<float> values(samples);
    std::iota(values.begin(), values.end(), static_cast<float>(first));
    return values;
}

TEST(FrameRing, RoundsItsCapacityUpToAPowerOfTwo) {
    EXPECT_EQ(FrameRing(1, 1).capacity(), 1u);
    EXPECT_EQ(FrameRing(253, 11).capacity(), 256u);
    EXPECT_EQ(FrameRing(256, 2).capacity(), 256u);
    EXPECT_EQ(FrameRing(253, 11).channels(), 11u);
}

TEST(FrameRing, StartsEmptyAndAnEmptySpanMovesNothing) {
    FrameRing ring(8, 2);
    EXPECT_EQ(ring.readable(), 0u);
    EXPECT_EQ(ring.writable(), 8u);
    EXPECT_EQ(ring.write({}), 0u);
    EXPECT_EQ(ring.read({}), 0u);
    EXPECT_EQ(ring.discard(3), 0u);
}

TEST(FrameRing, TakesTheLeadingFramesThatFitAndReportsHowMany) {
    FrameRing ring(4, 2);
    const auto frames = counting(0, 12);
    EXPECT_EQ(ring.write(frames), 4u);
    EXPECT_EQ(ring.writable(), 0u);
    EXPECT_EQ(ring.write(frames), 0u);
    std::vector<float> out(8);
    EXPECT_EQ(ring.read(out), 4u);
    EXPECT_EQ(out, counting(0, 8));
}

TEST(FrameRing, LeavesTheRestOfAReadersSpanUntouched) {
    FrameRing ring(8, 1);
    ASSERT_EQ(ring.write(counting(1, 3)), 3u);
    std::vector<float> out(5, -7.0f);
    EXPECT_EQ(ring.read(out), 3u);
    EXPECT_EQ(out, (std::vector<float>{1, 2, 3, -7, -7}));
}

TEST(FrameRing, KeepsOrderAcrossTheWrapAtAwkwardSizes) {
    for (const std::size_t channels : {1u, 2u, 3u, 11u, 64u}) {
        FrameRing ring(64, channels);
        std::size_t next_in = 0;
        std::size_t next_out = 0;
        for (std::size_t turn = 0; turn < 300; ++turn) {
            next_in += ring.write(counting(next_in * channels, (turn % 41) * channels));
            std::vector<float> out((turn % 37 + 5) * channels);
            const std::size_t moved = ring.read(out);
            out.resize(moved * channels);
            ASSERT_EQ(out, counting(next_out * channels, moved * channels)) << channels << " channels, turn " << turn;
            next_out += moved;
            ASSERT_EQ(ring.readable(), next_in - next_out);
        }
        EXPECT_GT(next_out, 64u * 10);
    }
}

TEST(FrameRing, DiscardsTheOldestFrames) {
    FrameRing ring(8, 1);
    ASSERT_EQ(ring.write(counting(0, 6)), 6u);
    EXPECT_EQ(ring.discard(4), 4u);
    std::vector<float> out(2);
    EXPECT_EQ(ring.read(out), 2u);
    EXPECT_EQ(out, counting(4, 2));
    EXPECT_EQ(ring.discard(1), 0u);
    EXPECT_EQ(ring.writable(), 8u);
}

TEST(FrameRing, KeepsTheRule) {
    FrameRing ring(512, 2);
    std::vector<float> block(256);
    const RealtimeScope rule;
    EXPECT_EQ(ring.write(block), 128u);
    EXPECT_EQ(ring.readable(), 128u);
    EXPECT_EQ(ring.read(block), 128u);
}

}  // namespace
}  // namespace attacca::rt
