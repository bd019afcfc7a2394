#include "attacca/engine/generator_node.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>
#include <vector>

namespace attacca::engine {
namespace {

using dsp::SignalKind;

constexpr double kRate = 48000.0;

// What the node makes of silence, in one channel.
std::vector<float> run(GeneratorNode& node, std::size_t frames, std::size_t block_frames = 253) {
    std::vector<float> all;
    while (all.size() < frames) {
        std::vector<float> block(2 * std::min(block_frames, frames - all.size()));
        node.process(AudioBlock(block, 2));
        for (std::size_t i = 0; i < block.size(); i += 2) {
            EXPECT_EQ(block[i], block[i + 1]);
            all.push_back(block[i]);
        }
    }
    return all;
}

float largest(const std::vector<float>& samples) {
    float found = 0.0F;
    for (const float sample : samples) found = std::max(found, std::abs(sample));
    return found;
}

float largest_step(const std::vector<float>& samples) {
    float found = 0.0F;
    for (std::size_t i = 1; i < samples.size(); ++i) found = std::max(found, std::abs(samples[i] - samples[i - 1]));
    return found;
}

// Between the samples of a full-scale sine.
float step_of(double frequency_hz) { return static_cast<float>(2.0 * std::numbers::pi * frequency_hz / kRate); }

TEST(GeneratorNode, SilentItLeavesSamplesUntouched) {
    GeneratorNode node({.sample_rate = kRate, .channels = 2});
    EXPECT_TRUE(node.silent());
    std::vector<float> block{0.25F, -0.0F, 1e-30F, 3.0F};
    const auto before = block;
    node.process(AudioBlock(block, 2));
    EXPECT_EQ(block, before);
    EXPECT_TRUE(node.silent());
}

TEST(GeneratorNode, FadesInAddsAndFadesOutToNothing) {
    GeneratorNode node({.sample_rate = kRate, .channels = 2});
    ASSERT_TRUE(node.play({.frequency_hz = 100.0, .level_db = -6.0206}));
    EXPECT_FALSE(node.silent());
    auto heard = run(node, 48000);
    EXPECT_NEAR(largest(heard), 0.5F, 1e-3F);
    EXPECT_LT(largest({heard.begin(), heard.begin() + 48}), 0.05F) << "faded in";
    node.stop();
    const auto tail = run(node, 4800);
    heard.insert(heard.end(), tail.begin(), tail.end());
    EXPECT_LT(largest_step(heard), 0.5F * step_of(100.0) * 1.2F) << "no click";
    EXPECT_EQ(largest({tail.begin() + 960, tail.end()}), 0.0F);
    EXPECT_TRUE(node.silent());
    std::vector<float> music(512, 0.25F);
    ASSERT_TRUE(node.play({.kind = SignalKind::square, .frequency_hz = 100.0, .level_db = -6.0206}));
    (void)run(node, 2000);
    node.process(AudioBlock(music, 2));
    EXPECT_NEAR(largest(music), 0.75F, 0.02F);
}

TEST(GeneratorNode, FrequencyAndLevelMoveWithoutAStep) {
    GeneratorNode node({.sample_rate = kRate, .channels = 2});
    std::vector<float> heard;
    for (int i = 0; i < 100; ++i) {
        ASSERT_TRUE(node.play({.frequency_hz = 200.0 + 3.0 * i, .level_db = i % 2 == 0 ? -6.0 : -12.0}));
        const auto part = run(node, 480 + static_cast<std::size_t>(i));
        heard.insert(heard.end(), part.begin(), part.end());
    }
    EXPECT_LT(largest_step(heard), 0.502F * step_of(500.0) * 1.05F);
    // Nor does it ever fade while it is tuned.
    for (std::size_t at = 4800; at + 480 < heard.size(); at += 480) {
        EXPECT_GT(largest({heard.begin() + static_cast<std::ptrdiff_t>(at),
                           heard.begin() + static_cast<std::ptrdiff_t>(at + 480)}),
                  0.24F);
    }
}

TEST(GeneratorNode, CrossfadesFromOneKindToAnother) {
    GeneratorNode node({.sample_rate = kRate, .channels = 2});
    ASSERT_TRUE(node.play({.frequency_hz = 100.0, .level_db = 0.0}));
    auto heard = run(node, 9600);
    ASSERT_TRUE(node.play({.kind = SignalKind::multitone, .level_db = 0.0, .tones_hz = {150.0, 250.0}}));
    const auto rest = run(node, 9600);
    heard.insert(heard.end(), rest.begin(), rest.end());
    EXPECT_LT(largest_step(heard), step_of(250.0) * 1.1F);
}

TEST(GeneratorNode, ManyChangesBeforeABlockComeDownToTheLast) {
    GeneratorNode node({.sample_rate = kRate, .channels = 2});
    for (int i = 0; i < 50; ++i) {
        ASSERT_TRUE(node.play({.kind = SignalKind::square, .frequency_hz = 100.0, .level_db = -20.0}));
        ASSERT_TRUE(node.play({.frequency_hz = 1000.0, .level_db = -6.0206}));
    }
    const auto heard = run(node, 48000);
    const auto crossings = std::count_if(heard.begin() + 1, heard.end(), [previous = heard[0]](float sample) mutable {
        return std::exchange(previous, sample) < 0.0F && sample >= 0.0F;
    });
    EXPECT_NEAR(static_cast<double>(crossings), 1000.0, 2.0);
    EXPECT_NEAR(largest(heard), 0.5F, 1e-3F);
}

TEST(GeneratorNode, ASweepBeginsAgain) {
    GeneratorNode node({.sample_rate = kRate, .channels = 2});
    ASSERT_TRUE(node.play(
        {.kind = SignalKind::log_sweep, .frequency_hz = 50.0, .end_hz = 5000.0, .level_db = 0.0, .duration_s = 0.5}));
    const auto heard = run(node, 48000);
    for (int i = 4800; i < 9600; ++i)
        EXPECT_NEAR(heard[static_cast<std::size_t>(i)], heard[static_cast<std::size_t>(i + 24000)], 1e-5F);
}

TEST(GeneratorNode, RefusesASignalThatCannotBeAndGoesOn) {
    GeneratorNode node({.sample_rate = kRate, .channels = 2});
    ASSERT_TRUE(node.play({.level_db = 0.0}));
    (void)run(node, 4800);
    EXPECT_FALSE(node.play({.frequency_hz = 30000.0}));
    EXPECT_GT(largest(run(node, 4800)), 0.99F);
}

}  // namespace
}  // namespace attacca::engine
