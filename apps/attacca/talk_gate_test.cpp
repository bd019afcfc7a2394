#include "talk_gate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>
#include <random>

namespace attacca::app {
namespace {

/// A microphone that hears 0, 1, 2, ... at ten frames a second: a second before, half a second after.
class Gate {
public:
    explicit Gate(std::size_t channels = 1)
        : channels_(channels),
          gate(
              {.sample_rate = 10.0, .channels = channels, .longest_before_s = 1.0, .after_s = 0.5},
              [this](ConstAudioBlock block) -> Status {
                  heard.insert(heard.end(), block.samples().begin(), block.samples().end());
                  return {};
              },
              [this]() -> Status {
                  ++finished;
                  return {};
              }) {}

    void hear(std::size_t frames) {
        std::vector<float> block(frames * channels_);
        std::iota(block.begin(), block.end(), next_);
        next_ += static_cast<float>(block.size());
        EXPECT_TRUE(gate.take({block, channels_}));
    }

    std::vector<float> heard;
    int finished = 0;

private:
    std::size_t channels_;
    float next_ = 0.0F;

public:
    TalkGate gate;
};

std::vector<float> numbers(int first, int count) {
    std::vector<float> all(static_cast<std::size_t>(count));
    std::iota(all.begin(), all.end(), static_cast<float>(first));
    return all;
}

TEST(TalkGate, HearsALittleBeforeAndAfter) {
    Gate talk;
    talk.hear(25);
    ASSERT_TRUE(talk.gate.start(1.0));
    talk.hear(10);
    talk.gate.stop();
    EXPECT_TRUE(talk.gate.open());
    talk.hear(20);
    EXPECT_FALSE(talk.gate.open());
    EXPECT_EQ(talk.finished, 1);
    EXPECT_EQ(talk.heard, numbers(15, 25)) << "10 before, 10 meant, 5 after";
}

TEST(TalkGate, HearsTheSameHoweverTheStreamIsDivided) {
    std::mt19937 random(3);
    for (int round = 0; round < 50; ++round) {
        Gate talk(2);
        const auto hear = [&](std::size_t frames) {
            while (frames > 0) {
                const std::size_t some = std::min<std::size_t>(frames, 1 + random() % 7);
                talk.hear(some);
                frames -= some;
            }
        };
        hear(33);
        ASSERT_TRUE(talk.gate.start(1.0));
        hear(8);
        talk.gate.stop();
        hear(30);
        EXPECT_EQ(talk.heard, numbers(46, 46)) << "of two channels";
        ASSERT_TRUE(talk.gate.start(1.0));
        EXPECT_EQ(talk.heard.size(), 66U);
        EXPECT_EQ(talk.heard.back(), 141.0F) << "the newest that was kept";
    }
}

TEST(TalkGate, HearsAsMuchBeforeAsIsMeant) {
    for (const int frames : {0, 1, 4, 9, 10, 11}) {
        Gate talk;
        talk.hear(27);  // The ring has gone round.
        ASSERT_TRUE(talk.gate.start(frames / 10.0));
        talk.hear(3);
        const int kept = std::min(frames, 10);
        EXPECT_EQ(talk.heard, numbers(27 - kept, kept + 3)) << frames;
    }
}

TEST(TalkGate, HearsNothingTwice) {
    Gate talk;
    talk.hear(3);
    ASSERT_TRUE(talk.gate.start(1.0));
    talk.gate.stop();
    talk.hear(7);
    ASSERT_TRUE(talk.gate.start(1.0));
    talk.hear(1);
    EXPECT_EQ(talk.heard, numbers(0, 11));
}

TEST(TalkGate, GoesOnWhereItIsStartedAgainBeforeItsEnd) {
    Gate talk;
    ASSERT_TRUE(talk.gate.start(1.0));
    talk.hear(2);
    talk.gate.stop();
    talk.hear(2);
    ASSERT_TRUE(talk.gate.start(1.0));
    talk.hear(20);
    EXPECT_EQ(talk.finished, 0);
    EXPECT_EQ(talk.heard, numbers(0, 24));
}

TEST(TalkGate, ForgetsWhatWasNotMeant) {
    Gate talk;
    ASSERT_TRUE(talk.gate.start(1.0));
    talk.hear(4);
    talk.gate.cancel();
    talk.hear(4);
    EXPECT_EQ(talk.finished, 0);
    EXPECT_EQ(talk.heard, numbers(0, 4));
    EXPECT_FALSE(talk.gate.open());
}

TEST(TalkGate, EndsWithItsMicrophone) {
    Gate talk;
    ASSERT_TRUE(talk.gate.start(1.0));
    talk.hear(4);
    ASSERT_TRUE(talk.gate.end());
    ASSERT_TRUE(talk.gate.end());
    EXPECT_EQ(talk.finished, 1);
}

}  // namespace
}  // namespace attacca::app
