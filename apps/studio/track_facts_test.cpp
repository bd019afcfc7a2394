#include "track_facts.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <QTemporaryDir>
#include <QTest>

namespace attacca::studio {
namespace {

TEST(TrackFactsReading, TellsOfFilesAndLeavesPipesToWhoPlaysThem) {
    const QTemporaryDir folder;
    const std::string pipe = folder.filePath(QStringLiteral("pipe")).toStdString();
    ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
    Playlist list;
    const TrackFactsReader reader(list);
    list.set({{.source = pipe}, {.source = ATTACCA_ASSETS "/speech.flac"}});
    // They are read one after the other, and a pipe that nobody writes to would be waited for.
    EXPECT_TRUE(QTest::qWaitFor([&] { return list.rows()[1].facts.duration_s.has_value(); }));
    EXPECT_TRUE(list.rows()[0].facts.problem.isEmpty()) << list.rows()[0].facts.problem.toStdString();
}

}  // namespace
}  // namespace attacca::studio
