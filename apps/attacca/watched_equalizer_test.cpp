#include "watched_equalizer.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace attacca::app {
namespace {

class WatchedEqualizerTest : public ::testing::Test {
protected:
    void SetUp() override {
        path_ = std::filesystem::temp_directory_path() / ("attacca-watched-" + std::to_string(::getpid()) + ".txt");
        write("Preamp: -1 dB\n");
    }
    void TearDown() override { std::filesystem::remove(path_); }

    void write(const std::string& text) { std::ofstream(path_) << text; }

    std::filesystem::path path_;
};

TEST_F(WatchedEqualizerTest, GivesEachChangeOnce) {
    WatchedEqualizer watched(path_.string());
    EXPECT_FALSE(watched.take_change());
    write("Preamp: -12.5 dB\n");
    const auto change = watched.take_change();
    ASSERT_TRUE(change && *change);
    EXPECT_EQ((*change)->preamp_db, -12.5);
    EXPECT_FALSE(watched.take_change());
}

TEST_F(WatchedEqualizerTest, SaysWhatIsWrongWithAChangeAndGoesOn) {
    WatchedEqualizer watched(path_.string());
    write("Filter 1: ON XX Fc 100 Hz\n");
    const auto broken = watched.take_change();
    ASSERT_TRUE(broken);
    ASSERT_FALSE(*broken);
    EXPECT_NE(broken->error().detail.find(path_.string()), std::string::npos);
    write("Preamp: -2 dB\n# mended\n");
    const auto mended = watched.take_change();
    ASSERT_TRUE(mended && *mended);
}

TEST_F(WatchedEqualizerTest, AFileBetweenTwoStatesOrAPresetIsNoChange) {
    WatchedEqualizer watched(path_.string());
    write("");
    EXPECT_FALSE(watched.take_change());
    std::filesystem::remove(path_);
    EXPECT_FALSE(watched.take_change());
    WatchedEqualizer preset("rock");
    EXPECT_FALSE(preset.take_change());
}

}  // namespace
}  // namespace attacca::app
