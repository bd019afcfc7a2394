#include "take_file.h"

#include <gtest/gtest.h>

#include <QFile>
#include <QTemporaryDir>

namespace attacca::studio {
namespace {

void touch(const QString& path) {
    QFile file(path);
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
}

TEST(TakeFile, TakesTheFirstNumberThatNoFileHas) {
    const QTemporaryDir folder;
    const QString wav = QStringLiteral("wav");
    EXPECT_EQ(next_take_path(folder.path(), wav), folder.filePath(QStringLiteral("Take 1.wav")));
    touch(folder.filePath(QStringLiteral("Take 1.wav")));
    touch(folder.filePath(QStringLiteral("Take 2.flac")));
    touch(folder.filePath(QStringLiteral("Take 4.wav")));
    EXPECT_EQ(next_take_path(folder.path(), wav), folder.filePath(QStringLiteral("Take 3.wav")));
}

TEST(TakeFile, KnowsWhatAFileHolds) {
    EXPECT_TRUE(holds(QStringLiteral("wav"), media::SampleFormat::f32));
    EXPECT_FALSE(holds(QStringLiteral("flac"), media::SampleFormat::f32));
    EXPECT_TRUE(holds(QStringLiteral("flac"), media::SampleFormat::i24));
    EXPECT_TRUE(lossless(QStringLiteral("flac")));
    EXPECT_FALSE(lossless(QStringLiteral("opus")));
}

TEST(TakeFile, SaysSizesForPeople) {
    EXPECT_EQ(size_text(0), QStringLiteral("0 bytes"));
    EXPECT_EQ(size_text(12'345'678), QStringLiteral("12.3 MB"));
}

}  // namespace
}  // namespace attacca::studio
