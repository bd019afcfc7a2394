#include "attacca/player/recorder.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <functional>
#include <span>
#include <vector>

#include "media/signal_test.h"

namespace attacca::player {
namespace {

using namespace std::chrono_literals;
using media::test::Folder;

RecorderSpec on_null_device(const std::string& output) {
    return {.output = output, .device = "null", .block_frames = 256};
}

RecorderStatus wait_until(Recorder& recorder, const std::function<bool(const RecorderStatus&)>& reached) {
    RecorderStatus status;
    for (const auto limit = std::chrono::steady_clock::now() + 20s; std::chrono::steady_clock::now() < limit;) {
        status = recorder.status();
        if (reached(status)) return status;
        recorder.wait(5ms);
    }
    ADD_FAILURE() << "waited in vain, at " << status.recorded_s << " s";
    return status;
}

std::uint64_t frames_of(const std::string& path) {
    const auto decoder = media::Decoder::open(path);
    return decoder ? (*decoder)->info().frames.value_or(0) : 0;
}

TEST(Recorder, WritesExactlyWhatWasAskedFor) {
    const Folder folder;
    auto spec = on_null_device(folder.file("take.wav"));
    spec.duration_s = 0.25;
    spec.sample_rate = 44100.0;
    spec.channels = 1;
    auto recorder = Recorder::start(spec);
    ASSERT_TRUE(recorder) << recorder.error().detail;
    const auto status = wait_until(**recorder, [](const auto& s) { return s.state == RecordState::finished; });
    EXPECT_EQ(frames_of(spec.output), 11'025U);
    EXPECT_NEAR(status.recorded_s, 0.25, 1e-9);
    EXPECT_EQ(status.lost_frames, 0U);
    EXPECT_TRUE((*recorder)->stop());
}

TEST(Recorder, WhatWasCapturedIsPlayableWhileItGoesOn) {
    const Folder folder;
    auto recorder = Recorder::start(on_null_device(folder.file("take.wav")));
    ASSERT_TRUE(recorder);
    const auto status = wait_until(**recorder, [](const auto& s) { return s.recorded_s > 1.1; });
    EXPECT_GE(static_cast<double>(frames_of(folder.file("take.wav"))), (status.recorded_s - 1.0) * 48000.0);
    EXPECT_GT(status.bytes, 44U);
}

TEST(Recorder, LeavesOutThePause) {
    const Folder folder;
    auto recorder = Recorder::start(on_null_device(folder.file("take.wav")));
    ASSERT_TRUE(recorder);
    wait_until(**recorder, [](const auto& s) { return s.recorded_s > 0.1; });
    (*recorder)->pause();
    double before = -1.0;
    const auto paused = wait_until(**recorder, [&before](const RecorderStatus& s) {
        const bool still = s.recorded_s == before && s.state == RecordState::paused;
        before = s.recorded_s;
        return still;
    });
    (*recorder)->resume();
    wait_until(**recorder, [&](const auto& s) { return s.recorded_s > paused.recorded_s + 0.1; });
    ASSERT_TRUE((*recorder)->stop());
    EXPECT_NEAR(static_cast<double>(frames_of(folder.file("take.wav"))), (*recorder)->status().recorded_s * 48000.0,
                1.0);
}

TEST(Recorder, BeginsANewFileForEachTake) {
    const Folder folder;
    auto recorder = Recorder::start(on_null_device(folder.file("take.wav")));
    ASSERT_TRUE(recorder);
    wait_until(**recorder, [](const auto& s) { return s.recorded_s > 0.1; });
    (*recorder)->next_take();
    wait_until(**recorder, [](const auto& s) { return s.take == 2 && s.recorded_s > 0.1; });
    ASSERT_TRUE((*recorder)->stop());
    EXPECT_GT(frames_of(folder.file("take.wav")), 4800U);
    EXPECT_GT(frames_of(folder.file("take-2.wav")), 4800U);
    EXPECT_EQ((*recorder)->status().state, RecordState::finished);
}

TEST(Recorder, KeepsWhatIsWrittenWhenTheDiskIsFull) {
    const Folder folder;
    rlimit before{};
    ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
    rlimit small = before;
    small.rlim_cur = 100'000;
    const auto ignored = std::signal(SIGXFSZ, SIG_IGN);
    ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
    auto recorder = Recorder::start(on_null_device(folder.file("take.wav")));
    ASSERT_TRUE(recorder);
    const auto status = wait_until(**recorder, [](const auto& s) { return s.state == RecordState::failed; });
    setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, ignored);
    ASSERT_TRUE(status.failure);
    EXPECT_NE(status.failure->detail.find("take.wav"), std::string::npos) << status.failure->detail;
    EXPECT_NE(status.failure->detail.find("keeps the 0."), std::string::npos) << status.failure->detail;
    EXPECT_FALSE((*recorder)->stop());
    EXPECT_GT(frames_of(folder.file("take.wav")), 10'000U);
}

TEST(Recorder, ArmedShowsLevelsAndWritesNothingUntilAskedTo) {
    const Folder folder;
    auto recorder = Recorder::start({.device = "null", .block_frames = 256, .begin = RecordBegin::armed});
    ASSERT_TRUE(recorder) << recorder.error().detail;
    const auto armed = wait_until(**recorder, [](const auto& s) { return s.levels.channel_count == 2; });
    EXPECT_EQ(armed.state, RecordState::armed);
    EXPECT_EQ(armed.take, 0U);
    EXPECT_TRUE(std::filesystem::is_empty(folder.file(".")));
    (*recorder)->record(folder.file("one.wav"));
    wait_until(**recorder, [](const auto& s) { return s.take == 1 && s.recorded_s > 0.1; });
    (*recorder)->record(folder.file("two.flac"));
    wait_until(**recorder, [](const auto& s) { return s.take == 2 && s.recorded_s > 0.1; });
    (*recorder)->end_take();
    const auto ended = wait_until(**recorder, [](const auto& s) { return s.state == RecordState::armed; });
    ASSERT_EQ(ended.takes.size(), 2U);
    EXPECT_EQ(ended.takes[0].output, folder.file("one.wav"));
    EXPECT_NEAR(ended.takes[0].recorded_s * 48000.0, static_cast<double>(frames_of(folder.file("one.wav"))), 0.5);
    EXPECT_GT(frames_of(folder.file("two.flac")), 4800U);
    EXPECT_TRUE((*recorder)->stop());
    EXPECT_EQ((*recorder)->status().state, RecordState::finished);
}

TEST(Recorder, ArmedFailsInWordsWhenTheTakeCannotBeOpened) {
    const Folder folder;
    auto recorder = Recorder::start({.device = "null", .begin = RecordBegin::armed});
    ASSERT_TRUE(recorder);
    (*recorder)->record(folder.file("absent/take.wav"));
    const auto status = wait_until(**recorder, [](const auto& s) { return s.state == RecordState::failed; });
    ASSERT_TRUE(status.failure);
    EXPECT_NE(status.failure->detail.find("absent/take.wav"), std::string::npos);
}

TEST(Recorder, IsHeardWhileItMonitorsAndGoesOnAfterIt) {
    const Folder folder;
    auto recorder = Recorder::start({.device = "null", .block_frames = 256, .begin = RecordBegin::armed});
    ASSERT_TRUE(recorder);
    ASSERT_TRUE((*recorder)->monitor({.device = "null", .gain_db = -6.0}));
    (*recorder)->set_monitor_gain_db(-20.0);
    (*recorder)->record(folder.file("take.wav"));
    wait_until(**recorder, [](const auto& s) { return s.recorded_s > 0.1; });
    (*recorder)->stop_monitoring();
    const double before = (*recorder)->status().recorded_s;
    wait_until(**recorder, [&](const auto& s) { return s.recorded_s > before + 0.1; });
    const auto failed = (*recorder)->monitor({.device = "no such device"});
    ASSERT_FALSE(failed);
    EXPECT_NE(failed.error().detail.find("no such device"), std::string::npos);
    EXPECT_TRUE((*recorder)->stop());
}

TEST(Recorder, ShowsWhatItCapturesBeforeAnythingIsWritten) {
    auto recorder = Recorder::start({.device = "null", .block_frames = 256, .begin = RecordBegin::armed});
    ASSERT_TRUE(recorder) << recorder.error().detail;
    std::vector<float> samples(2 * 256, 1.0F);
    std::size_t frames = 0;
    wait_until(**recorder, [&](const auto&) { return (frames = (*recorder)->take_sound({samples, 2})) > 0; });
    EXPECT_TRUE(std::ranges::all_of(std::span(samples).first(2 * frames), [](float s) { return s == 0.0F; }));
    EXPECT_EQ((*recorder)->take_sound({samples, 1}), 0U) << "of one channel";
}

TEST(Recorder, RefusesAFileItCannotWrite) {
    const Folder folder;
    const auto recorder = Recorder::start(on_null_device(folder.file("absent/take.wav")));
    ASSERT_FALSE(recorder);
    EXPECT_NE(recorder.error().detail.find("absent/take.wav"), std::string::npos);
}

}  // namespace
}  // namespace attacca::player
