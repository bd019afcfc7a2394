#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "attacca/device/device.h"
#include "device/recording_callback.h"

namespace attacca::device {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

TEST(OpenStream, NamesWhatItWasAskedForAndWhatThereIs) {
    RecordingCallback callback;
    const auto opened = open_stream({.device = "no such thing"}, callback, {});
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, ErrorCode::not_found);
    EXPECT_THAT(opened.error().detail, AllOf(HasSubstr("no such thing"), HasSubstr("\"null\"")));
}

TEST(OpenStream, NamesTheNearestDeviceThereIs) {
    RecordingCallback callback;
    const auto opened = open_stream({.device = "nul"}, callback, {});
    ASSERT_TRUE(opened) << "part of a name is a name";
    const auto misspelled = open_stream({.device = "nulk"}, callback, {});
    ASSERT_FALSE(misspelled);
    EXPECT_THAT(misspelled.error().detail, HasSubstr("did you mean \"null\"?"));
}

TEST(ListDevices, DoNotCrashWhenSeveralThreadsAskAtOnce) {
    std::vector<std::jthread> threads;
    std::atomic<int> answered{0};
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&answered] {
            for (int k = 0; k < 5; ++k) {
                if (!list_devices().empty() && !list_backends().empty()) ++answered;
            }
        });
    }
    threads.clear();
    EXPECT_EQ(answered, 20);
}

TEST(OpenStream, FindsADeviceByPartOfItsName) {
    RecordingCallback callback;
    const auto opened = open_stream({.device = "SILENT, in real"}, callback, {});
    ASSERT_TRUE(opened) << opened.error().detail;
    EXPECT_EQ((*opened)->device().id, "null");
    EXPECT_EQ((*opened)->spec().device, "null");
}

TEST(OpenStream, RefusesWhatNoDeviceCanDo) {
    RecordingCallback callback;
    for (const StreamSpec& spec :
         {StreamSpec{.device = "null", .sample_rate = 0.0}, StreamSpec{.device = "null", .channels = 0},
          StreamSpec{.device = "null", .channels = 65}, StreamSpec{.device = "null", .block_frames = 0},
          StreamSpec{.device = "null", .block_frames = 65537}}) {
        const auto opened = open_stream(spec, callback, {});
        ASSERT_FALSE(opened);
        EXPECT_EQ(opened.error().code, ErrorCode::invalid_argument);
    }
}

TEST(ListDevices, EndsWithTheNullDevice) {
    const auto devices = list_devices();
    ASSERT_FALSE(devices.empty());
    EXPECT_EQ(devices.back().id, "null");
}

TEST(ListBackends, SaysOfEachWhetherItAnswersAndWhyNot) {
    const auto states = list_backends();
    ASSERT_FALSE(states.empty());
    for (const auto& state : states) EXPECT_FALSE(state.detail.empty()) << state.name;
    EXPECT_EQ(states.back().name, "null");
    EXPECT_TRUE(states.back().answers);
}

}  // namespace
}  // namespace attacca::device
