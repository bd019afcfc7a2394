#include "device/callback_meter.h"

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <memory>
#include <thread>

#include "attacca/rt/realtime_scope.h"
#include "device/recording_callback.h"

namespace attacca::device {
namespace {

/// Does in the callback what a test gives it.
template <class Action>
class ActingCallback final : public AudioCallback {
public:
    explicit ActingCallback(Action action) : action_(action) {}
    void process(ConstAudioBlock, AudioBlock) noexcept override { action_(); }

private:
    Action action_;
};

void spin(std::chrono::nanoseconds time) {
    const auto until = std::chrono::steady_clock::now() + time;
    while (std::chrono::steady_clock::now() < until) {
    }
}

TEST(CallbackMeter, HandsTheBlocksOnAndCountsThem) {
    RecordingCallback callback;
    CallbackMeter meter(callback);
    std::array<float, 16> input{};
    std::array<float, 32> output{};
    input[5] = -0.5f;
    meter.run(ConstAudioBlock(input, 2), AudioBlock(output, 2));
    meter.run({}, AudioBlock(output, 2));
    EXPECT_EQ(callback.input_frames(), 8u);
    EXPECT_EQ(callback.output_frames(), 32u);
    EXPECT_EQ(callback.input_peak(), 0.5f);
    EXPECT_EQ(output.back(), 0.25f);
    EXPECT_EQ(meter.callbacks(), 2u);
    EXPECT_EQ(meter.durations().count, 2u);
    EXPECT_EQ(meter.intervals().count, 1u);
}

TEST(CallbackMeter, MeasuresTheTimeInsideAndFromStartToStart) {
    ActingCallback callback([] { spin(std::chrono::milliseconds(2)); });
    CallbackMeter meter(callback);
    meter.run({}, {});
    spin(std::chrono::milliseconds(3));
    meter.run({}, {});
    EXPECT_GE(meter.durations().min, std::chrono::milliseconds(2));
    EXPECT_GE(meter.intervals().min, std::chrono::milliseconds(5));
}

TEST(CallbackMeter, TellsWhenTheCycleBegan) {
    using Clock = CallbackMeter::Clock;
    CallbackMeter* running = nullptr;
    Clock::time_point seen;
    ActingCallback callback([&] { seen = running->block_time(); });
    CallbackMeter meter(callback);
    running = &meter;
    const auto before = Clock::now();
    meter.run({}, {}, before - std::chrono::milliseconds(4));
    EXPECT_EQ(seen, before - std::chrono::milliseconds(4));
    meter.run({}, {});
    EXPECT_GE(seen, before);
    for (const auto strange : {before + std::chrono::hours(1), before - std::chrono::hours(1)}) {
        meter.run({}, {}, strange);
        EXPECT_GE(seen, before) << "another clock than ours";
        EXPECT_LE(seen, Clock::now());
    }
}

TEST(CallbackMeter, TakesThePauseBetweenTwoThreadsForNoInterval) {
    RecordingCallback callback;
    CallbackMeter meter(callback);
    for (int thread = 0; thread < 3; ++thread) {
        meter.expect_new_thread();
        std::thread([&] {
            meter.run({}, {});
            meter.run({}, {});
        }).join();
    }
    EXPECT_EQ(meter.callbacks(), 6u);
    EXPECT_EQ(meter.intervals().count, 3u);
}

TEST(CallbackMeter, OpensARealtimeScopeAroundTheCallback) {
    if (!rt::realtime_trap_built()) GTEST_SKIP() << "the trap is not built in";
    rt::set_realtime_trap(rt::RealtimeTrapAction::count_only);
    std::unique_ptr<int> made;
    ActingCallback callback([&] { made = std::make_unique<int>(1); });
    CallbackMeter meter(callback);
    const auto before = rt::realtime_violations().allocations;
    std::thread([&] { meter.run({}, {}); }).join();
    EXPECT_GE(rt::realtime_violations().allocations, before + 1);
    rt::set_realtime_trap(rt::RealtimeTrapAction::abort_program);
}

TEST(CallbackMeter, TurnsDenormalsOffInTheCallbackOnly) {
    volatile float smallest = 1e-30f;
    volatile float inside = 1.0f;
    ActingCallback callback([&] { inside = smallest * 1e-10f; });
    CallbackMeter meter(callback);
    std::thread([&] {
        meter.run({}, {});
        EXPECT_EQ(inside, 0.0f);
        EXPECT_GT(smallest * 1e-10f, 0.0f);
    }).join();
}

TEST(CallbackMeter, SaysOfAThreadThatEndedThatItHasEnded) {
    RecordingCallback callback;
    CallbackMeter meter(callback);
    EXPECT_EQ(meter.scheduling(), "not known before the first callback");
    std::thread([&] {
        meter.run({}, {});
        EXPECT_EQ(meter.scheduling().substr(0, 6), "SCHED_");
    }).join();
    // The kernel may know a thread for a moment longer than who joined it.
    while (meter.scheduling().starts_with("SCHED_")) std::this_thread::yield();
    EXPECT_EQ(meter.scheduling(), "the callback's thread has ended");
}

TEST(CallbackMeter, CountsXrunsFromAnyThread) {
    RecordingCallback callback;
    CallbackMeter meter(callback);
    const auto count = [&] {
        for (int index = 0; index < 1000; ++index) meter.count_xrun();
    };
    std::thread other(count);
    count();
    other.join();
    EXPECT_EQ(meter.xruns(), 2000u);
}

}  // namespace
}  // namespace attacca::device
