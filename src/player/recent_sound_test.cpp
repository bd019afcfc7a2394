#include "player/recent_sound.h"

#include <gmock/gmock.h>

#include <vector>

namespace attacca::player {
namespace {

using ::testing::ElementsAre;

// Frames numbered from `first` on, in two channels.
std::vector<float> frames(std::size_t count, float first) {
    std::vector<float> samples(count * 2);
    for (std::size_t i = 0; i < count; ++i) samples[2 * i] = samples[2 * i + 1] = first + static_cast<float>(i);
    return samples;
}

std::vector<float> taken(RecentSound& sound, std::size_t most_frames) {
    std::vector<float> samples(most_frames * 2, -1.0F);
    const std::size_t count = sound.take(AudioBlock(samples, 2));
    std::vector<float> left;
    for (std::size_t i = 0; i < count; ++i) left.push_back(samples[2 * i]);
    return left;
}

TEST(RecentSound, GivesEachFrameOnceInItsOrder) {
    RecentSound sound(8, 2);
    sound.append(ConstAudioBlock(frames(3, 1), 2));
    EXPECT_THAT(taken(sound, 8), ElementsAre(1, 2, 3));
    EXPECT_THAT(taken(sound, 8), ElementsAre());
    sound.append(ConstAudioBlock(frames(7, 4), 2));  // Round the end of its storage.
    EXPECT_THAT(taken(sound, 8), ElementsAre(4, 5, 6, 7, 8, 9, 10));
}

TEST(RecentSound, KeepsTheNewestWhereThereIsNoRoom) {
    RecentSound sound(4, 2);
    sound.append(ConstAudioBlock(frames(11, 1), 2));
    EXPECT_THAT(taken(sound, 9), ElementsAre(8, 9, 10, 11));
    sound.append(ConstAudioBlock(frames(4, 12), 2));
    EXPECT_THAT(taken(sound, 2), ElementsAre(14, 15));
    EXPECT_THAT(taken(sound, 2), ElementsAre());
}

TEST(RecentSound, GivesNothingToABlockOfOtherChannels) {
    RecentSound sound(4, 2);
    sound.append(ConstAudioBlock(frames(2, 1), 2));
    std::vector<float> mono(4);
    EXPECT_EQ(sound.take(AudioBlock(mono, 1)), 0U);
    EXPECT_THAT(taken(sound, 4), ElementsAre(1, 2));
}

}  // namespace
}  // namespace attacca::player
