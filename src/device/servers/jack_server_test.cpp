// Streams against a JACK server of the test's own, with the dummy driver.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <thread>
#include <utility>

#include "attacca/device/device.h"
#include "device/recording_callback.h"
#include "device/servers/cycle_watch.h"
#include "device/servers/sound_servers.h"

namespace attacca::device {
namespace {

using ::testing::HasSubstr;

class JackServerTest : public ::testing::Test {
protected:
    void SetUp() override {
        if (!is_installed("jackd")) GTEST_SKIP() << "jackd is not installed";
        runtime_ = std::make_unique<PrivateRuntime>();
        server_ = std::make_unique<JackServer>(*runtime_, 256);
    }

    void TearDown() override {
        server_.reset();
        runtime_.reset();
    }

    std::unique_ptr<Stream> open(const StreamSpec& spec, AudioCallback& callback) {
        auto opened = open_stream(spec, callback, events_.listener());
        EXPECT_TRUE(opened) << opened.error().detail;
        return opened ? std::move(*opened) : nullptr;
    }

    EventLog events_;
    std::unique_ptr<PrivateRuntime> runtime_;
    std::unique_ptr<JackServer> server_;
};

TEST_F(JackServerTest, IsTheDefaultWhereThereIsNoPipewire) {
    RecordingCallback callback;
    const auto stream = open({.sample_rate = 44100.0, .block_frames = 1024}, callback);
    EXPECT_EQ(stream->device().id, "jack:system");
    EXPECT_EQ(stream->device().output_channels, 2u);
    EXPECT_EQ(stream->spec().sample_rate, 48000.0) << "JACK has one rate for all";
    EXPECT_EQ(stream->spec().block_frames, 256u);
}

TEST_F(JackServerTest, PlaysAndCapturesInTheServersPeriods) {
    for (const std::size_t channels : {1u, 2u, 5u}) {
        RecordingCallback callback;
        const auto stream = open({.device = "jack", .direction = Direction::duplex, .channels = channels}, callback);
        ASSERT_TRUE(stream->start());
        ASSERT_TRUE(callback.wait_for_calls(10));
        EXPECT_GE(stream->latency_frames(), 256u);
        stream->stop();
        const auto calls = callback.calls();
        EXPECT_EQ(callback.channels(), channels);
        EXPECT_EQ(callback.input_frames(), calls * 256);
        EXPECT_EQ(callback.output_frames(), calls * 256);
        EXPECT_EQ(callback.input_peak(), 0.0f);
        EXPECT_EQ(stream->callbacks(), calls);
    }
}

TEST_F(JackServerTest, CapturesAloneAndPlaysAlone) {
    for (const Direction direction : {Direction::input, Direction::output}) {
        RecordingCallback callback;
        const auto stream = open({.device = "jack", .direction = direction}, callback);
        ASSERT_TRUE(stream->start());
        ASSERT_TRUE(callback.wait_for_calls(5));
        stream->stop();
        const auto frames = callback.calls() * 256;
        EXPECT_EQ(callback.input_frames(), direction == Direction::input ? frames : 0);
        EXPECT_EQ(callback.output_frames(), direction == Direction::output ? frames : 0);
    }
}

TEST_F(JackServerTest, StartsAgainAfterItStopped) {
    RecordingCallback callback;
    const auto stream = open({.device = "jack"}, callback);
    for (int round = 0; round < 3; ++round) {
        const auto before = callback.calls();
        ASSERT_TRUE(stream->start());
        ASSERT_TRUE(callback.wait_for_calls(before + 5));
        stream->stop();
        const auto after = callback.calls();
        (void)list_devices();
        EXPECT_EQ(callback.calls(), after);
    }
    EXPECT_EQ(events_.count(StreamEvent::lost), 0u);
}

TEST_F(JackServerTest, TellsWhenEachCycleBegan) {
    CycleWatch watch;
    const auto stream = open({.device = "jack", .direction = Direction::input, .channels = 1}, watch);
    watch.watch(*stream);
    ASSERT_TRUE(stream->start());
    EXPECT_TRUE(eventually([&] { return watch.full(); }));
    stream->stop();
    expect_cycles_in_order(watch.cycles());
}

TEST_F(JackServerTest, FollowsAChangeOfThePeriod) {
    RecordingCallback callback;
    const auto stream = open({.device = "jack:system"}, callback);
    ASSERT_TRUE(stream->start());
    ASSERT_TRUE(callback.wait_for_calls(4));
    EXPECT_EQ(callback.longest_block(), 256u);
    server_->set_period(1024);
    EXPECT_TRUE(eventually([&] { return callback.longest_block() == 1024; }));
    EXPECT_EQ(events_.count(StreamEvent::lost), 0u);
}

TEST_F(JackServerTest, ReportsTheDeathOfTheServer) {
    RecordingCallback callback;
    const auto stream = open({.device = "jack"}, callback);
    ASSERT_TRUE(stream->start());
    ASSERT_TRUE(callback.wait_for_calls(4));
    server_->kill();
    ASSERT_TRUE(events_.wait_for(StreamEvent::lost));
    EXPECT_THAT(events_.last_detail(), HasSubstr("JACK"));
    const auto again = stream->start();
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, ErrorCode::device_lost);
}

TEST_F(JackServerTest, LetsAListenerFinishWhenTheStreamGoesMeanwhile) {
    std::atomic<bool> told{false}, finished{false};
    RecordingCallback callback;
    auto opened = open_stream({.device = "jack"}, callback, [&](StreamEvent event, const std::string&) noexcept {
        if (event != StreamEvent::lost) return;
        told = true;
        std::this_thread::sleep_for(std::chrono::milliseconds(100));  // A slow one.
        finished = true;
    });
    ASSERT_TRUE(opened) << opened.error().detail;
    ASSERT_TRUE((*opened)->start());
    ASSERT_TRUE(callback.wait_for_calls(4));
    server_->kill();
    ASSERT_TRUE(eventually([&] { return told.load(); }));
    opened->reset();
    EXPECT_TRUE(finished);
}

TEST_F(JackServerTest, NamesTheDevicesThereAreWhenOneIsUnknown) {
    RecordingCallback callback;
    const auto opened = open_stream({.device = "jack:studio"}, callback, {});
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, ErrorCode::not_found);
    EXPECT_THAT(opened.error().detail, HasSubstr("\"jack:system\""));
}

}  // namespace
}  // namespace attacca::device
