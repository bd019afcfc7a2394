#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include "attacca/device/device.h"
#include "device/recording_callback.h"

namespace attacca::device {
namespace {

using std::chrono::steady_clock;

std::unique_ptr<Stream> open_null(const StreamSpec& spec, AudioCallback& callback) {
    auto opened = open_stream(spec, callback, {});
    EXPECT_TRUE(opened) << opened.error().detail;
    return std::move(*opened);
}

/// Spends three blocks' time in one of its calls, without a system call.
class OnceLateCallback final : public AudioCallback {
public:
    explicit OnceLateCallback(std::chrono::nanoseconds delay) : delay_(delay) {}
    void process(ConstAudioBlock input, AudioBlock output) noexcept override {
        if (recording.calls() == 5) {
            const auto until = steady_clock::now() + delay_;
            while (steady_clock::now() < until) {
            }
        }
        recording.process(input, output);
    }
    RecordingCallback recording;

private:
    std::chrono::nanoseconds delay_;
};

TEST(NullDevice, CallsBackWithTheBlocksItWasAskedFor) {
    for (const std::size_t channels : {1u, 2u, 7u}) {
        for (const std::size_t block : {1u, 64u, 253u}) {
            RecordingCallback callback;
            const auto stream = open_null({.device = "null", .channels = channels, .block_frames = block}, callback);
            ASSERT_TRUE(stream->start());
            ASSERT_TRUE(callback.wait_for_calls(3));
            stream->stop();
            EXPECT_EQ(callback.output_frames(), callback.calls() * block);
            EXPECT_EQ(callback.input_frames(), 0u);
            EXPECT_EQ(callback.channels(), channels);
            EXPECT_EQ(stream->max_block_frames(), block);
            EXPECT_EQ(stream->callbacks(), callback.calls());
            EXPECT_EQ(stream->durations().count, callback.calls());
            EXPECT_EQ(stream->intervals().count, callback.calls() - 1);
        }
    }
}

TEST(NullDevice, GivesSilenceToAnInput) {
    for (const Direction direction : {Direction::input, Direction::duplex}) {
        RecordingCallback callback;
        const auto stream = open_null({.device = "null", .direction = direction, .block_frames = 48}, callback);
        ASSERT_TRUE(stream->start());
        ASSERT_TRUE(callback.wait_for_calls(4));
        stream->stop();
        EXPECT_EQ(callback.input_frames(), callback.calls() * 48);
        EXPECT_EQ(callback.output_frames(), direction == Direction::duplex ? callback.calls() * 48 : 0);
        EXPECT_EQ(callback.input_peak(), 0.0f);
    }
}

TEST(NullDevice, NeverRunsAheadOfItsSampleRate) {
    RecordingCallback callback;
    const auto stream = open_null({.device = "null", .sample_rate = 44100.0, .block_frames = 147}, callback);
    const auto started = steady_clock::now();
    ASSERT_TRUE(stream->start());
    ASSERT_TRUE(callback.wait_for_calls(61));
    const auto elapsed = steady_clock::now() - started;
    stream->stop();
    EXPECT_GE(elapsed, std::chrono::microseconds(60 * 3333));
}

TEST(NullDevice, CountsAnXrunWhenACallbackIsMoreThanABlockLate) {
    OnceLateCallback callback(std::chrono::milliseconds(15));
    const auto stream = open_null({.device = "null", .block_frames = 240}, callback);
    ASSERT_TRUE(stream->start());
    ASSERT_TRUE(callback.recording.wait_for_calls(8));
    stream->stop();
    EXPECT_GE(stream->xruns(), 1u);
    EXPECT_GE(stream->durations().max, std::chrono::milliseconds(15));
}

TEST(NullDevice, StopsInTheMiddleOfALongBlockAndStartsAgain) {
    RecordingCallback callback;
    const auto stream = open_null({.device = "null", .sample_rate = 1000.0, .block_frames = 65536}, callback);
    for (std::size_t round = 1; round <= 3; ++round) {
        ASSERT_TRUE(stream->start());
        ASSERT_TRUE(callback.wait_for_calls(round));
        stream->stop();  // Waiting for the block to end would take a minute.
        EXPECT_EQ(callback.calls(), round);
    }
    EXPECT_EQ(stream->intervals().count, 0u) << "the time between stop and start is no interval";
}

TEST(NullDevice, SaysHowItsThreadIsScheduled) {
    RecordingCallback callback;
    const auto stream = open_null({.device = "null", .block_frames = 48}, callback);
    EXPECT_EQ(stream->scheduling(), "not known before the first callback");
    ASSERT_TRUE(stream->start());
    ASSERT_TRUE(callback.wait_for_calls(1));
    EXPECT_EQ(stream->scheduling().substr(0, 6), "SCHED_");
    stream->stop();
}

TEST(NullDevice, StoppingTwiceOrBeforeStartingDoesNothing) {
    RecordingCallback callback;
    const auto stream = open_null({.device = "null"}, callback);
    stream->stop();
    ASSERT_TRUE(stream->start());
    ASSERT_TRUE(stream->start());
    stream->stop();
    stream->stop();
    const auto calls = callback.calls();
    EXPECT_EQ(stream->callbacks(), calls);
}

TEST(NullDevice, IsOnlyOne) {
    RecordingCallback callback;
    const auto opened = open_stream({.device = "null:second"}, callback, {});
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, ErrorCode::not_found);
    EXPECT_NE(opened.error().detail.find("second"), std::string::npos);
}

TEST(NullDevice, SaysWhatItGave) {
    RecordingCallback callback;
    const auto stream = open_null({.device = "null",
                                   .direction = Direction::duplex,
                                   .sample_rate = 22050.0,
                                   .channels = 3,
                                   .block_frames = 100,
                                   .client_name = "test"},
                                  callback);
    EXPECT_EQ(stream->spec().device, "null");
    EXPECT_EQ(stream->spec().direction, Direction::duplex);
    EXPECT_EQ(stream->spec().sample_rate, 22050.0);
    EXPECT_EQ(stream->spec().channels, 3u);
    EXPECT_EQ(stream->spec().block_frames, 100u);
    EXPECT_EQ(stream->latency_frames(), 100u);
    EXPECT_EQ(stream->device().backend, "null");
    EXPECT_EQ(stream->callbacks(), 0u);
    EXPECT_EQ(stream->xruns(), 0u);
}

TEST(NullDevice, RunsSeveralStreamsBesideEachOther) {
    RecordingCallback first_callback;
    RecordingCallback second_callback;
    const auto first = open_null({.device = "null", .block_frames = 64}, first_callback);
    const auto second = open_null({.device = "null", .sample_rate = 96000.0, .block_frames = 48}, second_callback);
    ASSERT_TRUE(first->start());
    ASSERT_TRUE(second->start());
    ASSERT_TRUE(first_callback.wait_for_calls(10));
    first->stop();
    const auto stopped_at = first_callback.calls();
    ASSERT_TRUE(second_callback.wait_for_calls(second_callback.calls() + 10));
    EXPECT_EQ(first_callback.calls(), stopped_at);
    EXPECT_EQ(second_callback.longest_block(), 48u);
}

TEST(NullDevice, StopsWhenItIsDestroyedWhileRunning) {
    RecordingCallback callback;
    auto stream = open_null({.device = "null", .block_frames = 64}, callback);
    ASSERT_TRUE(stream->start());
    ASSERT_TRUE(callback.wait_for_calls(3));
    stream.reset();
    const auto calls = callback.calls();
    RecordingCallback clock_callback;
    const auto clock = open_null({.device = "null", .block_frames = 64}, clock_callback);
    ASSERT_TRUE(clock->start());
    ASSERT_TRUE(clock_callback.wait_for_calls(5));
    EXPECT_EQ(callback.calls(), calls);
}

}  // namespace
}  // namespace attacca::device
