#include "record_session.h"

#include <gtest/gtest.h>

namespace attacca::app {
namespace {

TEST(TakePath, NumbersTakesBeforeTheExtension) {
    EXPECT_EQ(take_path("take.wav", 1), "take.wav");
    EXPECT_EQ(take_path("take.wav", 2), "take-2.wav");
    EXPECT_EQ(take_path("/tmp/a.b/take", 3), "/tmp/a.b/take-3");
}

TEST(RecordLine, ShowsTakeTimeSizeAndWhatWasLost) {
    player::RecorderStatus status;
    status.take = 3;
    status.output = "take-3.wav";
    status.recorded_s = 75.5;
    status.bytes = 5 * 1024 * 1024;
    status.levels.channel_count = 2;
    auto line = record_line(status, 120, Charset::ascii);
    EXPECT_TRUE(line.starts_with("*  take 3 take-3.wav")) << line;
    EXPECT_NE(line.find("1:15"), std::string::npos);
    EXPECT_NE(line.find("5.0 MiB"), std::string::npos);
    EXPECT_EQ(line.find("lost"), std::string::npos);
    status.lost_frames = 64;
    status.state = player::RecordState::paused;
    line = record_line(status, 120, Charset::ascii);
    EXPECT_TRUE(line.starts_with("|| take 3")) << line;
    EXPECT_NE(line.find("lost 64 frames"), std::string::npos);
}

}  // namespace
}  // namespace attacca::app
