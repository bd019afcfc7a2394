#include "analysis/voice_gate.h"

#include <gtest/gtest.h>

#include <vector>

namespace attacca::analysis {
namespace {

struct Change {
    std::uint64_t at;     // The frame that made it certain.
    std::uint64_t since;  // The frame that it is said of.
    bool speech;
    bool operator==(const Change&) const = default;
};

std::vector<Change> changes(const std::vector<float>& probabilities, const VoiceGateSpec& spec = {}) {
    VoiceGate gate(spec);
    std::vector<Change> found;
    for (std::uint64_t frame = 0; frame < probabilities.size(); ++frame) {
        if (const auto since = gate.take(frame, probabilities[frame])) found.push_back({frame, *since, gate.speech()});
    }
    return found;
}

std::vector<float> joined(std::initializer_list<std::pair<std::size_t, float>> runs) {
    std::vector<float> all;
    for (const auto& [frames, probability] : runs) all.insert(all.end(), frames, probability);
    return all;
}

TEST(VoiceGate, TellsOfSpeechAndSilenceWhereTheyBeganOnceTheyAreCertain) {
    const auto found = changes(joined({{20, 0.01F}, {50, 0.99F}, {60, 0.01F}}));
    EXPECT_EQ(found, (std::vector<Change>{{23, 20, true}, {99, 70, false}}));
}

TEST(VoiceGate, PassesOverWhatIsShorterThanAttackAndRelease) {
    EXPECT_TRUE(changes(joined({{20, 0.01F}, {3, 0.99F}, {20, 0.01F}})).empty());
    const auto found = changes(joined({{50, 0.99F}, {29, 0.01F}, {50, 0.99F}}));
    EXPECT_EQ(found.size(), 1U) << "a pause inside a sentence";
}

TEST(VoiceGate, WaitsLongerForWhatIsLessCertain) {
    const auto sure = changes(joined({{100, 0.9F}}));
    const auto likely = changes(joined({{100, 0.75F}}));
    ASSERT_EQ(sure.size(), 1U);
    ASSERT_EQ(likely.size(), 1U);
    EXPECT_EQ(sure[0].at, 3U);
    EXPECT_EQ(likely[0].at, 7U) << "three to one weighs half of nine to one";
    EXPECT_TRUE(changes(joined({{1000, 0.5F}})).empty());
}

TEST(VoiceGate, TakesThePriorAndTheCertaintyThatItIsGiven) {
    VoiceGate gate({.attack_frames = 3.0, .certain_odds = 3.0, .prior_odds = 3.0});
    std::size_t frames = 0;
    while (!gate.speech() && frames < 10) (void)gate.take(frames++, 0.5F);
    EXPECT_EQ(frames, 3U) << "evens, with a prior of three to one, are certain";
    EXPECT_EQ(VoiceGate({.prior_odds = 3.0}).take(0, 0.25F), std::nullopt);
}

TEST(VoiceGate, LooksBackASecondAtMost) {
    const auto found = changes(joined({{3000, 0.501F}, {10, 0.99F}}));
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].at - found[0].since, 100U);
}

TEST(VoiceGate, IsNotLockedByCertaintyOfEitherKind) {
    const auto found = changes(joined({{5, 1.0F}, {100, 0.0F}}));
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[1].at, 34U) << "after the release, however certain the speech was";
}

TEST(VoiceGate, ForgetsAllWhenReset) {
    VoiceGate gate({});
    for (std::uint64_t frame = 0; frame < 3; ++frame) EXPECT_FALSE(gate.take(frame, 1.0F));
    gate.reset();
    EXPECT_FALSE(gate.take(3, 1.0F));
    EXPECT_FALSE(gate.speech());
}

}  // namespace
}  // namespace attacca::analysis
