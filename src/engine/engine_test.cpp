#include "attacca/engine/engine.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

#include "attacca/base/decibels.h"
#include "attacca/engine/nodes.h"

namespace attacca::engine {
namespace {

// Multiplies by a constant; says when it dies.
class Scale final : public Node {
public:
    explicit Scale(float factor, int* deaths = nullptr) : factor_(factor), deaths_(deaths) {}
    ~Scale() override {
        if (deaths_) ++*deaths_;
    }
    void process(AudioBlock block) noexcept override {
        for (float& sample : block.samples()) sample *= factor_;
    }
    void reset() noexcept override {}
    std::size_t latency_frames() const noexcept override { return 3; }

private:
    float factor_;
    int* deaths_;
};

std::unique_ptr<Plan> scaled(float factor, int* deaths = nullptr) {
    auto plan = std::make_unique<Plan>();
    plan->add<Scale>(factor, deaths);
    return plan;
}

EngineSpec stereo_spec() {
    return {.transport =
                {.sample_rate = 48000.0, .channels = 2, .ring_frames = 16384, .prebuffer_frames = 64, .fade_ms = 1.0},
            .max_block_frames = 256};
}

void feed(Engine& engine, std::size_t frames, float value = 1.0F) {
    const std::vector<float> samples(frames * 2, value);
    ASSERT_EQ(engine.transport().write(ConstAudioBlock(samples, 2)), frames);
}

std::vector<float> pull(Engine& engine, std::size_t frames) {
    std::vector<float> block(frames * 2, -9.0F);
    engine.process(AudioBlock(block, 2));
    return block;
}

TEST(Plan, RunsItsNodesInOrderAndAddsTheirLatencies) {
    Plan plan;
    EXPECT_TRUE(plan.empty());
    plan.add<Scale>(2.0F);
    plan.add<Scale>(-1.0F);
    std::vector<float> block{1.0F, 0.5F};
    plan.process(AudioBlock(block, 2));
    EXPECT_EQ(block, (std::vector<float>{-2.0F, -1.0F}));
    EXPECT_EQ(plan.latency_frames(), 6U);
}

TEST(Engine, RunsTransportThroughPlanInBlocksOfAnySize) {
    Engine engine(stereo_spec(), scaled(0.5F));
    feed(engine, 4000);
    engine.transport().play();
    pull(engine, 100);
    for (const std::size_t frames : {1U, 7U, 253U, 1000U}) {
        for (const float sample : pull(engine, frames)) ASSERT_EQ(sample, 0.5F);
    }
}

TEST(Engine, SaysWhenTheFirstSoundLeft) {
    Engine engine(stereo_spec(), scaled(1.0F));
    pull(engine, 64);
    EXPECT_EQ(engine.first_sound().time_since_epoch().count(), 0);
    const auto before = std::chrono::steady_clock::now();
    feed(engine, 500);
    engine.transport().play();
    pull(engine, 64);
    EXPECT_GE(engine.first_sound(), before);
    EXPECT_LE(engine.first_sound(), std::chrono::steady_clock::now());
}

TEST(Engine, CrossfadesToAnotherPlanAndReturnsTheOldOne) {
    int deaths = 0;
    Engine engine(stereo_spec(), scaled(1.0F, &deaths));
    feed(engine, 8000);
    engine.transport().play();
    pull(engine, 256);
    auto plan = scaled(-1.0F);
    ASSERT_TRUE(engine.set_plan(plan));
    const auto block = pull(engine, 1024);
    float before = 1.0F;
    for (std::size_t i = 0; i < block.size(); i += 2) {
        ASSERT_LE(std::abs(block[i] - before), 2.02F / 480.0F) << i;
        before = block[i];
    }
    EXPECT_EQ(before, -1.0F);
    EXPECT_EQ(deaths, 0) << "a plan must not be destroyed by the audio thread";
    EXPECT_EQ(engine.collect_retired(), 1U);
    EXPECT_EQ(deaths, 1);
}

TEST(Engine, RefusesMoreSwapsThanItCanReturn) {
    Engine engine(stereo_spec(), scaled(1.0F));
    for (int i = 0; i < 4; ++i) {
        auto plan = scaled(1.0F);
        ASSERT_TRUE(engine.set_plan(plan));
    }
    auto refused = scaled(1.0F);
    EXPECT_FALSE(engine.set_plan(refused));
    EXPECT_NE(refused, nullptr);
}

TEST(GainNode, MovesWithoutAStepAndRestsBitExactAtZero) {
    GainNode node({.sample_rate = 48000.0, .transition_ms = 10.0});
    std::vector<float> block(64, 0.1F);
    node.process(AudioBlock(block, 2));
    EXPECT_EQ(block, std::vector<float>(64, 0.1F));
    node.set_gain_db(-20.0);
    float before = 1.0F;
    for (int i = 0; i < 40; ++i) {
        block.assign(32, 1.0F);
        node.process(AudioBlock(block, 2));
        for (std::size_t k = 0; k < block.size(); k += 2) {
            ASSERT_LE(std::abs(block[k] - before), 1.0F / 480.0F);
            before = block[k];
        }
    }
    EXPECT_FLOAT_EQ(before, 0.1F);
    node.set_gain_db(-std::numeric_limits<double>::infinity());
    block.assign(2000, 1.0F);
    node.process(AudioBlock(block, 2));
    EXPECT_EQ(block.back(), 0.0F);
}

TEST(TapNode, CopiesWhatPassesAndCountsWhatItDrops) {
    TapNode tap(64, 2);
    std::vector<float> block(200, 0.25F);
    tap.process(AudioBlock(block, 2));
    EXPECT_EQ(tap.dropped_frames(), 100U - 64U);
    std::vector<float> seen(200);
    EXPECT_EQ(tap.frames().read(seen), 64U);
    EXPECT_EQ(seen[127], 0.25F);
}

}  // namespace
}  // namespace attacca::engine
