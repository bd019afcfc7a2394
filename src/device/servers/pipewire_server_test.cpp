// Streams against a PipeWire daemon of the test's own.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "attacca/device/device.h"
#include "device/recording_callback.h"
#include "device/servers/cycle_watch.h"
#include "device/servers/sound_servers.h"

namespace attacca::device {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class PipewireServerTest : public ::testing::Test {
protected:
    void SetUp() override {
        for (const char* program : {"pipewire", "wireplumber", "pw-cli", "dbus-daemon"}) {
            if (!is_installed(program)) GTEST_SKIP() << program << " is not installed";
        }
        runtime_ = std::make_unique<PrivateRuntime>();
        server_ = std::make_unique<PipewireServer>(*runtime_);
        server_->add_sink("one");
        ASSERT_TRUE(eventually([] { return default_output() == "pipewire:one"; }));
    }

    void TearDown() override {
        server_.reset();
        runtime_.reset();
    }

    static std::string default_output() {
        for (const auto& device : list_devices()) {
            if (device.default_output) return device.id;
        }
        return {};
    }

    std::unique_ptr<Stream> open(const StreamSpec& spec, AudioCallback& callback) {
        auto opened = open_stream(spec, callback, events_.listener());
        EXPECT_TRUE(opened) << opened.error().detail;
        return opened ? std::move(*opened) : nullptr;
    }

    EventLog events_;
    std::unique_ptr<PrivateRuntime> runtime_;
    std::unique_ptr<PipewireServer> server_;
};

TEST_F(PipewireServerTest, TellsWhenEachCycleBegan) {
    CycleWatch watch;
    const auto stream = open({.device = "pipewire:one.monitor", .direction = Direction::input, .channels = 1}, watch);
    watch.watch(*stream);
    ASSERT_TRUE(stream->start());
    EXPECT_TRUE(eventually([&] { return watch.full(); }));
    stream->stop();
    expect_cycles_in_order(watch.cycles());
}

TEST_F(PipewireServerTest, ListsSinksAndTheirMonitors) {
    const auto devices = list_devices();
    const auto sink = std::ranges::find(devices, "pipewire:one", &DeviceInfo::id);
    ASSERT_NE(sink, devices.end());
    EXPECT_EQ(sink->name, "Sink-one");
    EXPECT_EQ(sink->output_channels, 2u);
    EXPECT_EQ(sink->input_channels, 0u);
    EXPECT_EQ(sink->sample_rate, 48000.0);
    EXPECT_TRUE(sink->default_output);
    const auto monitor = std::ranges::find(devices, "pipewire:one.monitor", &DeviceInfo::id);
    ASSERT_NE(monitor, devices.end());
    EXPECT_EQ(monitor->input_channels, 2u);
    EXPECT_EQ(monitor->output_channels, 0u);
    EXPECT_EQ(devices.back().id, "null");
    EXPECT_FALSE(devices.back().default_output);
}

TEST_F(PipewireServerTest, PlaysWhatAMonitorHears) {
    RecordingCallback player;
    RecordingCallback listener;
    const auto playing = open({.block_frames = 128}, player);
    const auto listening = open({.device = "monitor of sink-one", .direction = Direction::input}, listener);
    ASSERT_TRUE(playing && listening);
    EXPECT_EQ(playing->spec().block_frames, 128u);
    EXPECT_EQ(listening->device().id, "pipewire:one.monitor");
    ASSERT_TRUE(playing->start());
    ASSERT_TRUE(listening->start());
    EXPECT_TRUE(eventually([&] { return listener.input_peak() > 0.0f; }));
    EXPECT_FLOAT_EQ(listener.input_peak(), 0.25f);
    EXPECT_LE(player.longest_block(), 128u);
    EXPECT_THAT(playing->scheduling(), StartsWith("SCHED_"));
    EXPECT_EQ(playing->callbacks(), playing->durations().count);
}

TEST_F(PipewireServerTest, CallsNoLongerOnceStoppedAndAgainOnceStarted) {
    RecordingCallback callback;
    const auto stream = open({.block_frames = 64}, callback);
    for (int round = 0; round < 3; ++round) {
        const auto before = callback.calls();
        ASSERT_TRUE(stream->start());
        ASSERT_TRUE(callback.wait_for_calls(before + 20));
        stream->stop();
        const auto after = callback.calls();
        (void)list_devices();  // Round trips to the daemon, in which blocks would come.
        EXPECT_EQ(callback.calls(), after);
    }
}

/// Takes several blocks' time in one of its calls, without a system call.
class OnceLateCallback final : public AudioCallback {
public:
    void process(ConstAudioBlock input, AudioBlock output) noexcept override {
        if (recording.calls() == 50) {
            const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(30);
            while (std::chrono::steady_clock::now() < until) {
            }
        }
        recording.process(input, output);
    }
    RecordingCallback recording;
};

TEST_F(PipewireServerTest, CountsAnXrunWhenACallbackIsLate) {
    OnceLateCallback callback;
    const auto stream = open({.block_frames = 256}, callback);
    ASSERT_TRUE(stream->start());
    ASSERT_TRUE(callback.recording.wait_for_calls(50));
    const auto before = stream->xruns();
    ASSERT_TRUE(callback.recording.wait_for_calls(60));
    EXPECT_GE(stream->xruns(), before + 1);
}

TEST_F(PipewireServerTest, HearsItsOwnOutputInDuplex) {
    RecordingCallback callback;
    const auto stream = open({.direction = Direction::duplex, .block_frames = 256}, callback);
    ASSERT_TRUE(stream->start());
    EXPECT_TRUE(eventually([&] { return callback.input_peak() > 0.0f; }));
    stream->stop();
    EXPECT_FLOAT_EQ(callback.input_peak(), 0.25f);
    EXPECT_EQ(callback.input_frames(), callback.output_frames());
}

TEST_F(PipewireServerTest, TakesEveryRateAndChannelCount) {
    for (const double rate : {8000.0, 44100.0, 96000.0, 192000.0}) {
        for (const std::size_t channels : {1u, 2u, 6u, 8u, 11u}) {
            RecordingCallback callback;
            const auto stream = open({.sample_rate = rate, .channels = channels, .block_frames = 512}, callback);
            ASSERT_TRUE(stream->start());
            EXPECT_TRUE(callback.wait_for_calls(2)) << rate << " Hz, " << channels << " channels";
            EXPECT_EQ(callback.channels(), channels);
            EXPECT_EQ(stream->spec().sample_rate, rate);
            EXPECT_LE(callback.longest_block(), stream->max_block_frames());
        }
    }
}

TEST_F(PipewireServerTest, ReportsItsDeviceLostAndStaysSilent) {
    server_->add_sink("two");
    RecordingCallback callback;
    const auto stream = open({.device = "pipewire:two", .block_frames = 128}, callback);
    ASSERT_TRUE(stream->start());
    ASSERT_TRUE(callback.wait_for_calls(10));
    server_->remove_sink("two");
    ASSERT_TRUE(events_.wait_for(StreamEvent::lost));
    EXPECT_THAT(events_.last_detail(), HasSubstr("pipewire:two"));
    const auto calls = callback.calls();
    EXPECT_FALSE(is_listed("pipewire:two"));
    EXPECT_EQ(callback.calls(), calls);
    const auto again = stream->start();
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, ErrorCode::device_lost);
    EXPECT_EQ(events_.count(StreamEvent::lost), 1u);
}

TEST_F(PipewireServerTest, GoesOnAtTheNewDefaultWhenTheDefaultVanishes) {
    server_->add_sink("two");
    RecordingCallback callback;
    const auto stream = open({.block_frames = 128}, callback);
    const std::string first = stream->device().id;
    const std::string second = first == "pipewire:one" ? "pipewire:two" : "pipewire:one";
    ASSERT_TRUE(stream->start());
    ASSERT_TRUE(callback.wait_for_calls(10));
    server_->remove_sink(first.substr(std::string("pipewire:").size()));
    ASSERT_TRUE(events_.wait_for(StreamEvent::default_changed));
    EXPECT_EQ(events_.last_detail(), second);
    EXPECT_TRUE(callback.wait_for_calls(callback.calls() + 20)) << "it plays on the other one";
    EXPECT_EQ(events_.count(StreamEvent::lost), 0u);
}

TEST_F(PipewireServerTest, ReportsTheLossOfTheLastDevice) {
    RecordingCallback callback;
    const auto stream = open({}, callback);
    ASSERT_TRUE(stream->start());
    ASSERT_TRUE(callback.wait_for_calls(2));
    server_->remove_sink("one");
    EXPECT_TRUE(events_.wait_for(StreamEvent::lost));
    auto next = open_stream({}, callback, {});
    ASSERT_TRUE(next) << next.error().detail;
    EXPECT_EQ((*next)->device().id, "null") << "no other device answers";
}

TEST_F(PipewireServerTest, ReportsTheDeathOfTheDaemon) {
    RecordingCallback callback;
    const auto stream = open({.block_frames = 128}, callback);
    ASSERT_TRUE(stream->start());
    ASSERT_TRUE(callback.wait_for_calls(10));
    server_->kill();
    ASSERT_TRUE(events_.wait_for(StreamEvent::lost));
    EXPECT_THAT(events_.last_detail(), HasSubstr("daemon"));
    EXPECT_FALSE(stream->start());
}

TEST_F(PipewireServerTest, NamesTheDevicesThereAreWhenOneIsUnknown) {
    RecordingCallback callback;
    const auto opened = open_stream({.device = "pipewire:onf"}, callback, {});
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, ErrorCode::not_found);
    EXPECT_THAT(opened.error().detail, AllOf(HasSubstr("\"onf\""), HasSubstr("\"pipewire:one\"")));
}

TEST_F(PipewireServerTest, ReportsADeadPulseServer) {
    if (!is_installed("pipewire-pulse")) GTEST_SKIP() << "pipewire-pulse is not installed";
    server_->add_pulse();
    ASSERT_TRUE(eventually([] { return is_listed("pulse:Sink-one"); }));
    RecordingCallback callback;
    const auto stream = open({.device = "pulse", .block_frames = 256}, callback);
    ASSERT_TRUE(stream->start());
    ASSERT_TRUE(callback.wait_for_calls(10));
    EXPECT_EQ(callback.longest_block(), 256u);
    server_->kill_pulse();
    EXPECT_TRUE(events_.wait_for(StreamEvent::lost));
    EXPECT_THAT(events_.last_detail(), HasSubstr("pulse:Sink-one"));
}

TEST(NoServerTest, EveryBackendSaysWhyItDoesNotAnswer) {
    const PrivateRuntime runtime;
    for (const auto& state : list_backends()) {
        if (state.name == "pipewire") {
            EXPECT_FALSE(state.answers);
            EXPECT_THAT(state.detail, HasSubstr("pipewire-0"));
        }
        if (state.name == "jack") {
            EXPECT_FALSE(state.answers);
            EXPECT_THAT(state.detail, HasSubstr("jackd"));
        }
    }
    RecordingCallback callback;
    for (const char* device : {"pipewire", "jack"}) {
        const auto opened = open_stream({.device = device}, callback, {});
        ASSERT_FALSE(opened);
        EXPECT_EQ(opened.error().code, ErrorCode::no_device);
    }
}

}  // namespace
}  // namespace attacca::device
