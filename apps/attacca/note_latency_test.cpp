#include "note_latency.h"

#include <gtest/gtest.h>

#include <chrono>
#include <nlohmann/json.hpp>

namespace attacca::app {
namespace {

/// Of silence, in which notes are taken to begin.
class NoteLatencyTest : public ::testing::Test {
protected:
    void SetUp() override {
        auto opened = player::LiveInput::open({.device = "null", .block_frames = 480});
        ASSERT_TRUE(opened);
        input_ = std::move(*opened);
        const auto deadline = player::CaptureClock::now() + std::chrono::seconds(20);
        while (frames_ < 4800 && player::CaptureClock::now() < deadline) frames_ += input_->read().size();
        ASSERT_GE(frames_, 4800U);
    }

    /// That began so many frames before the last.
    [[nodiscard]] analysis::FoundNote note(std::uint64_t age_frames) const {
        return {.onset_s = 0.0, .detected_s = 0.025, .note = {.onset = frames_ - age_frames, .midi_pitch = 69}};
    }

    std::unique_ptr<player::LiveInput> input_;
    std::uint64_t frames_ = 0;
};

TEST_F(NoteLatencyTest, IsCountedFromTheCaptureOfTheOnset) {
    NoteLatency latency;
    latency.told(*input_, note(4800));
    const auto stats = nlohmann::json::parse(latency.json(*input_));
    EXPECT_EQ(stats["onset_to_told"]["count"], 1);
    EXPECT_GE(stats["onset_to_told"]["min_ms"].get<double>(), 90.0);
    EXPECT_NEAR(stats["onset_to_certainty"]["p50_ms"].get<double>(), 25.0, 1e-6);
}

TEST_F(NoteLatencyTest, OfABlockIsCountedFromItsLastFrame) {
    NoteLatency latency;
    const auto captured = input_->captured_at(frames_ - 1);
    const auto before = player::CaptureClock::now();
    latency.recognized(*input_, frames_);
    const auto after = player::CaptureClock::now();
    const auto stats = nlohmann::json::parse(latency.json(*input_));
    const auto ms = [](auto time) { return std::chrono::duration<double, std::milli>(time).count(); };
    EXPECT_GE(stats["block_to_recognized"]["max_ms"].get<double>(), ms(before - captured) - 1e-3);
    EXPECT_LE(stats["block_to_recognized"]["max_ms"].get<double>(), ms(after - captured) + 1e-3);
}

TEST_F(NoteLatencyTest, IsTextForPeopleWithTheDeviceAndWhatWasLost) {
    NoteLatency latency;
    EXPECT_NE(latency.text(*input_).find("onset to told       nothing recorded\n"), std::string::npos);
    latency.told(*input_, note(10));
    const auto text = latency.text(*input_);
    for (const char* words : {"(null), 48000 Hz, 1 channel, blocks of 480 frames", "frames lost 0",
                              "notes               1\n", "onset to told       p50 ", "p95 ", "#\n"}) {
        EXPECT_NE(text.find(words), std::string::npos) << words << "\n" << text;
    }
}

}  // namespace
}  // namespace attacca::app
