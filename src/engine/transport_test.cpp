#include "attacca/engine/transport.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace attacca::engine {
namespace {

constexpr std::size_t kFadeFrames = 48;

TransportSpec small_spec() {
    return {.sample_rate = 48000.0, .channels = 1, .ring_frames = 4096, .prebuffer_frames = 256, .fade_ms = 1.0};
}

std::vector<float> constant(std::size_t frames, float value = 1.0F) { return std::vector<float>(frames, value); }

void write(Transport& transport, const std::vector<float>& frames) {
    ASSERT_EQ(transport.write(ConstAudioBlock(frames, 1)), frames.size());
}

std::vector<float> pull(Transport& transport, std::size_t frames) {
    std::vector<float> block(frames, -9.0F);
    transport.process(AudioBlock(block, 1));
    return block;
}

float largest_step(const std::vector<float>& samples, float before) {
    float largest = 0.0F;
    for (const float sample : samples) {
        largest = std::max(largest, std::abs(sample - before));
        before = sample;
    }
    return largest;
}

TEST(Transport, IsSilentUntilPlayed) {
    Transport transport(small_spec());
    write(transport, constant(512));
    EXPECT_EQ(pull(transport, 64), constant(64, 0.0F));
    EXPECT_TRUE(transport.silent());
    EXPECT_EQ(transport.consumed(), 0U);
}

TEST(Transport, WaitsForThePrebufferWithoutCallingItAnUnderrun) {
    Transport transport(small_spec());
    transport.play();
    write(transport, constant(255));
    EXPECT_EQ(pull(transport, 64), constant(64, 0.0F));
    write(transport, constant(1));
    EXPECT_EQ(pull(transport, 64).back(), 1.0F);
    EXPECT_EQ(transport.underruns(), 0U);
}

TEST(Transport, PlaysAShortFileThatNeverFillsThePrebuffer) {
    Transport transport(small_spec());
    transport.play();
    write(transport, constant(100));
    transport.set_end();
    const auto block = pull(transport, 128);
    EXPECT_EQ(block[99], 1.0F);
    EXPECT_EQ(block[100], 0.0F);
    EXPECT_TRUE(transport.ended());
    EXPECT_EQ(transport.underruns(), 0U);
}

TEST(Transport, HandsFramesOnInOrderAndUnchangedOnceFadedIn) {
    Transport transport(small_spec());
    std::vector<float> counted(1000);
    std::iota(counted.begin(), counted.end(), 1.0F);
    write(transport, counted);
    transport.play();
    std::vector<float> heard;
    for (const std::size_t frames : {1U, 7U, 64U, 253U}) {
        const auto block = pull(transport, frames);
        heard.insert(heard.end(), block.begin(), block.end());
    }
    for (std::size_t i = kFadeFrames; i < heard.size(); ++i) ASSERT_EQ(heard[i], counted[i]) << i;
    EXPECT_EQ(transport.consumed(), heard.size());
}

TEST(Transport, FadesPauseAndResumeWithoutAStep) {
    Transport transport(small_spec());
    write(transport, constant(4096));
    transport.play();
    auto block = pull(transport, 128);
    EXPECT_LE(largest_step(block, 0.0F), 1.01F / kFadeFrames);
    transport.pause();
    EXPECT_FALSE(transport.silent());
    block = pull(transport, 128);
    EXPECT_LE(largest_step(block, 1.0F), 1.01F / kFadeFrames);
    EXPECT_EQ(block.back(), 0.0F);
    EXPECT_TRUE(transport.silent());
    const auto paused_at = transport.consumed();
    pull(transport, 128);
    EXPECT_EQ(transport.consumed(), paused_at);
    transport.play();
    EXPECT_LE(largest_step(pull(transport, 128), 0.0F), 1.01F / kFadeFrames);
    EXPECT_EQ(transport.consumed(), paused_at + 128);
}

TEST(Transport, FadesAcrossBlocksShorterThanTheFade) {
    Transport transport(small_spec());
    write(transport, constant(4096));
    transport.play();
    pull(transport, 128);
    transport.pause();
    float before = 1.0F;
    for (int i = 0; i < 20; ++i) {
        const auto block = pull(transport, 5);
        EXPECT_LE(largest_step(block, before), 1.01F / kFadeFrames);
        before = block.back();
    }
    EXPECT_EQ(before, 0.0F);
}

TEST(Transport, SkipsToWhatIsWrittenNextWithoutAStep) {
    Transport transport(small_spec());
    write(transport, constant(2000, 1.0F));
    transport.play();
    pull(transport, 128);
    transport.skip_to_newest();
    write(transport, constant(2000, -1.0F));
    std::vector<float> heard;
    for (int i = 0; i < 8; ++i) {
        const auto block = pull(transport, 64);
        heard.insert(heard.end(), block.begin(), block.end());
    }
    EXPECT_LE(largest_step(heard, 1.0F), 1.01F / kFadeFrames);
    EXPECT_EQ(heard.back(), -1.0F);
    EXPECT_GE(transport.consumed(), 2000U);
    EXPECT_EQ(transport.underruns(), 0U);
}

TEST(Transport, SkipsWhilePausedAndTakesItUpOnPlay) {
    Transport transport(small_spec());
    write(transport, constant(1000, 1.0F));
    transport.skip_to_newest();
    write(transport, constant(1000, 0.5F));
    pull(transport, 64);
    EXPECT_EQ(transport.consumed(), 1000U);
    transport.play();
    EXPECT_EQ(pull(transport, 128).back(), 0.5F);
}

TEST(Transport, CountsAnUnderrunFadesItAndFillsAgain) {
    Transport transport(small_spec());
    write(transport, constant(300));
    transport.play();
    const auto block = pull(transport, 400);
    EXPECT_LE(largest_step(block, 0.0F), 1.01F / kFadeFrames);
    EXPECT_EQ(transport.underruns(), 1U);
    EXPECT_EQ(transport.missed_frames(), 100U);
    write(transport, constant(100));
    EXPECT_EQ(pull(transport, 64), constant(64, 0.0F));
    write(transport, constant(200));
    EXPECT_LE(largest_step(pull(transport, 64), 0.0F), 1.01F / kFadeFrames);
    EXPECT_EQ(transport.underruns(), 1U);
}

TEST(Transport, GoesOnAfterAnEndThatWasTakenBack) {
    Transport transport(small_spec());
    write(transport, constant(300));
    transport.set_end();
    transport.play();
    pull(transport, 400);
    EXPECT_TRUE(transport.ended());
    transport.clear_end();
    EXPECT_FALSE(transport.ended());
    write(transport, constant(300));
    pull(transport, 100);
    EXPECT_EQ(pull(transport, 100).back(), 1.0F);
}

TEST(Transport, AnEmptyBlockChangesNothing) {
    Transport transport(small_spec());
    write(transport, constant(512));
    transport.play();
    transport.process(AudioBlock());
    EXPECT_EQ(transport.consumed(), 0U);
}

}  // namespace
}  // namespace attacca::engine
