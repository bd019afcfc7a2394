#include "attacca/analysis/voice_profile.h"

#include <gtest/gtest.h>

#include "attacca/analysis/note_name.h"
#include "attacca/analysis/note_recognizer.h"

namespace attacca::analysis {
namespace {

TEST(VoiceProfile, RangesAreThoseOfTheVoices) {
    const char* ranges[][3] = {{"soprano", "C4", "C6"}, {"mezzo", "A3", "A5"},    {"alto", "F3", "F5"},
                               {"tenor", "C3", "C5"},   {"baritone", "A2", "A4"}, {"bass", "C2", "C4"}};
    EXPECT_EQ(voice_profiles().size(), std::size(ranges));
    for (const auto& [name, lowest, highest] : ranges) {
        const auto profile = find_voice_profile(name);
        ASSERT_TRUE(profile) << name;
        EXPECT_EQ(note_name(profile->lowest_midi), lowest);
        EXPECT_EQ(note_name(profile->highest_midi), highest);
    }
    EXPECT_FALSE(find_voice_profile("countertenor"));
}

TEST(VoiceProfile, TakesFivePercentBeyondItsEnds) {
    const auto tenor = *find_voice_profile("tenor");
    const auto takes = [&](double hz) {
        const double pitch = midi_pitch_of(hz);
        const int nearest = static_cast<int>(pitch + 0.5);
        return tenor.takes({.midi_pitch = nearest, .cents = static_cast<float>(100.0 * (pitch - nearest))});
    };
    EXPECT_TRUE(takes(300.0));
    EXPECT_TRUE(takes(tempered_hz(48) / 1.049));
    EXPECT_FALSE(takes(tempered_hz(48) / 1.051));
    EXPECT_TRUE(takes(tempered_hz(72) * 1.049));
    EXPECT_FALSE(takes(tempered_hz(72) * 1.051));
}

}  // namespace
}  // namespace attacca::analysis
