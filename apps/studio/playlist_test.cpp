#include "playlist.h"

#include <gmock/gmock.h>

#include <QAbstractItemModelTester>
#include <QMimeData>
#include <QSignalSpy>
#include <QUrl>

namespace attacca::studio {
namespace {

using ::testing::ElementsAre;

class PlaylistRows : public ::testing::Test {
protected:
    PlaylistRows() {
        list_.set({{.source = "/a.wav"}, {.source = "/b.wav"}, {.source = "/c.wav"}, {.source = "/d.wav"}});
    }

    [[nodiscard]] std::string order() const {
        std::string names;
        for (const auto& row : list_.rows()) names += row.track ? row.track->source[1] : '!';
        return names;
    }

    Playlist list_;
    QAbstractItemModelTester tester_{&list_, QAbstractItemModelTester::FailureReportingMode::Fatal};
};

TEST_F(PlaylistRows, MovesRowsTogetherUpAndDown) {
    list_.move({0, 2}, 4);
    EXPECT_EQ(order(), "bdac");
    list_.move({2, 3}, 0);
    EXPECT_EQ(order(), "acbd");
    list_.move({0, 3}, 2);
    EXPECT_EQ(order(), "cadb");
    list_.move({1}, 1);
    list_.move({1}, 2);
    EXPECT_EQ(order(), "cadb");
}

TEST_F(PlaylistRows, WhatCannotBeListedIsARowThatSaysWhy) {
    list_.add({.tracks = {{.source = "/e.wav"}}, .problems = {{ErrorCode::not_found, "/x: no such file"}}}, 1);
    EXPECT_EQ(order(), "ae!bcd");
    EXPECT_EQ(list_.tracks().size(), 5U);
    EXPECT_EQ(list_.track_at(3), 2U);
    EXPECT_FALSE(list_.track_at(2));
    EXPECT_EQ(list_.row_of(2), 3);
    EXPECT_EQ(list_.row_of(9), -1);
    EXPECT_EQ(list_.index(2).data(), QStringLiteral("/x: no such file"));
}

TEST_F(PlaylistRows, RemovesRowsInAnyOrder) {
    QSignalSpy changed(&list_, &Playlist::tracks_changed);
    list_.remove({3, 0, 3, 17});
    EXPECT_EQ(order(), "bc");
    EXPECT_EQ(changed.count(), 1);
}

TEST_F(PlaylistRows, ProblemsStandBesideTheirTracks) {
    list_.tell_problem(QStringLiteral("/b.wav: is not an audio file"));
    EXPECT_EQ(list_.index(1).data(Playlist::problem_role), QStringLiteral("is not an audio file"));
    EXPECT_EQ(list_.index(0).data(Playlist::problem_role), QString());
    EXPECT_EQ(list_.index(1).data(Qt::AccessibleTextRole), QStringLiteral("b, problem: is not an audio file"));
}

TEST_F(PlaylistRows, FactsNameTheTrackAndItsLength) {
    EXPECT_EQ(list_.take_unasked().size(), 4U);
    EXPECT_TRUE(list_.take_unasked().empty());
    list_.tell_facts("/a.wav",
                     {.title = QStringLiteral("Song"), .artist = QStringLiteral("Band"), .duration_s = 187.4});
    list_.set_current(0);
    EXPECT_EQ(list_.index(0).data(), QStringLiteral("Song"));
    EXPECT_EQ(list_.index(0).data(Qt::AccessibleTextRole), QStringLiteral("Song, Band, 3:07, current"));
}

TEST_F(PlaylistRows, DraggedRowsMoveAndDroppedFilesAreHandedOn) {
    const std::unique_ptr<QMimeData> rows(list_.mimeData({list_.index(0), list_.index(1)}));
    EXPECT_FALSE(list_.dropMimeData(rows.get(), Qt::CopyAction, 3, 0, {}));
    EXPECT_EQ(order(), "cabd");
    QSignalSpy dropped(&list_, &Playlist::sources_dropped);
    QMimeData files;
    files.setUrls({QUrl::fromLocalFile(QStringLiteral("/music/x y.flac"))});
    EXPECT_TRUE(list_.dropMimeData(&files, Qt::CopyAction, -1, -1, list_.index(2)));
    ASSERT_EQ(dropped.count(), 1);
    EXPECT_EQ(dropped[0][0].toStringList(), QStringList{QStringLiteral("/music/x y.flac")});
    EXPECT_EQ(dropped[0][1].toInt(), 2);
}

TEST(TimeText, CountsHoursOnlyWhereThereAreSome) {
    EXPECT_EQ(time_text(0.0), QStringLiteral("0:00"));
    EXPECT_EQ(time_text(187.9), QStringLiteral("3:07"));
    EXPECT_EQ(time_text(3723.0), QStringLiteral("1:02:03"));
    EXPECT_EQ(time_text(-4.0), QStringLiteral("0:00"));
}

}  // namespace
}  // namespace attacca::studio
