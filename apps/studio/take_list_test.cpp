#include "take_list.h"

#include <gmock/gmock.h>

#include <QSignalSpy>
#include <vector>

namespace attacca::studio {
namespace {

using player::RecordedTake;

RecordedTake take(const char* path) { return {.output = path, .recorded_s = 83.4, .bytes = 12'345'678}; }

TEST(TakeList, GrowsByTheTakesThatCameSinceAndKeepsThoseOfTheRecorderBefore) {
    TakeList list;
    const auto* rows = list.findChild<QTreeWidget*>();
    std::vector takes{take("/music/Take 1.wav")};
    list.follow(takes);
    list.follow(takes);
    ASSERT_EQ(rows->topLevelItemCount(), 1);
    EXPECT_EQ(rows->topLevelItem(0)->text(0), QStringLiteral("Take 1.wav"));
    EXPECT_EQ(rows->topLevelItem(0)->text(1), QStringLiteral("1:23.4"));
    EXPECT_EQ(rows->topLevelItem(0)->text(2), QStringLiteral("12.3 MB"));
    takes.push_back(take("/music/Take 2.wav"));
    list.follow(takes);
    EXPECT_EQ(rows->topLevelItemCount(), 2);
    list.begin_anew();
    list.follow(std::vector{take("/music/Take 3.wav")});
    EXPECT_EQ(rows->topLevelItemCount(), 3);
}

TEST(TakeList, PlaysTheTakeThatIsCurrentOnceThereIsOne) {
    TakeList list;
    const QSignalSpy wanted(&list, &TakeList::play_wanted);
    auto* play = list.findChild<QPushButton*>();
    EXPECT_FALSE(play->isEnabled());
    list.follow(std::vector{take("/music/Take 1.wav"), take("/music/Take 2.wav")});
    ASSERT_TRUE(play->isEnabled());
    play->click();
    ASSERT_EQ(wanted.count(), 1);
    EXPECT_EQ(wanted.front().front().toString(), QStringLiteral("/music/Take 2.wav"));
}

}  // namespace
}  // namespace attacca::studio
