#include "attacca/player/device_check.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <thread>
#include <vector>

namespace attacca::player {
namespace {

using std::chrono::milliseconds;

std::vector<float> noise(std::size_t frames, float amplitude) {
    std::vector<float> samples(frames);
    std::uint32_t random = 7;
    for (auto& sample : samples) {
        random = random * 1664525U + 1013904223U;
        sample = amplitude * static_cast<float>(static_cast<std::int32_t>(random)) * 0x1p-31F;
    }
    return samples;
}

void mix_probe(std::vector<float>& samples, std::size_t offset, float gain) {
    const auto probe = maximum_length_sequence();
    for (std::size_t i = 0; i < probe.size(); ++i) samples[offset + i] += gain * probe[i];
}

TEST(MaximumLengthSequence, CorrelatesWithItselfAtOneShiftOnly) {
    const auto sequence = maximum_length_sequence();
    ASSERT_EQ(sequence.size(), 4095U);
    for (const std::size_t shift : {1U, 2U, 63U, 1000U, 4094U}) {
        float sum = 0.0F;
        for (std::size_t i = 0; i < sequence.size(); ++i) sum += sequence[i] * sequence[(i + shift) % sequence.size()];
        EXPECT_EQ(sum, -1.0F) << shift;
    }
}

TEST(FindProbe, FindsTheFrameInNoiseAndUpsideDown) {
    for (const float gain : {0.1F, -0.1F}) {
        auto recorded = noise(9000, 0.1F);
        mix_probe(recorded, 1234, gain);
        const auto match = find_probe(recorded, maximum_length_sequence());
        ASSERT_TRUE(match);
        EXPECT_EQ(match->offset_frames, 1234U);
        EXPECT_GT(match->similarity, 0.7);
    }
}

TEST(FindProbe, FindsNothingInSilenceNoiseOrTooLittle) {
    const auto probe = maximum_length_sequence();
    EXPECT_FALSE(find_probe(std::vector<float>(8000), probe));
    EXPECT_FALSE(find_probe(noise(8000, 0.5F), probe));
    EXPECT_FALSE(find_probe(std::vector<float>(100, 0.5F), probe));
    EXPECT_FALSE(find_probe({}, probe));
}

TEST(MeasurePace, CountsTheCallbacksOfTheNullDevice) {
    const auto report = measure_pace({.device = "null", .block_frames = 480, .duration = milliseconds(300)}, {});
    ASSERT_TRUE(report) << report.error().detail;
    EXPECT_EQ(report->device.id, "null");
    EXPECT_EQ(report->given.block_frames, 480U);
    EXPECT_FALSE(report->lost);
    EXPECT_GE(report->callbacks, 10U);  // 30 at its own pace; a machine under load may delay some.
    EXPECT_LE(report->callbacks, 40U);
    EXPECT_NEAR(static_cast<double>(report->intervals.count), static_cast<double>(report->callbacks), 1.0);
    EXPECT_GT(report->load(), 0.0);
    EXPECT_FALSE(report->scheduling.empty());
}

TEST(MeasurePace, NamesADeviceThatIsNotThere) {
    const auto report = measure_pace({.device = "no such device", .duration = milliseconds(10)}, {});
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().code, ErrorCode::not_found);
    EXPECT_NE(report.error().detail.find("no such device"), std::string::npos);
}

TEST(MeasurePace, StopsWhenAsked) {
    std::stop_source source;
    source.request_stop();
    const auto report = measure_pace({.device = "null", .duration = std::chrono::minutes(10)}, source.get_token());
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().code, ErrorCode::cancelled);
}

TEST(PaceReport, IsStableOnlyWithCallbacksAndWithoutXruns) {
    PaceReport report;
    EXPECT_FALSE(report.stable());
    report.callbacks = 100;
    EXPECT_TRUE(report.stable());
    report.xruns = 1;
    EXPECT_FALSE(report.stable());
    report.xruns = 0;
    report.lost = true;
    EXPECT_FALSE(report.stable());
}

TEST(MeasureRoundTrip, HearsNothingOnTheNullDevice) {
    const auto trip = measure_round_trip({.device = "null"}, {});
    ASSERT_TRUE(trip) << trip.error().detail;
    EXPECT_FALSE(trip->frames);
}

TEST(MeasureRoundTrip, StopsWhenAsked) {
    std::stop_source source;
    source.request_stop();
    const auto trip = measure_round_trip({.device = "null"}, source.get_token());
    ASSERT_FALSE(trip);
    EXPECT_EQ(trip.error().code, ErrorCode::cancelled);
}

}  // namespace
}  // namespace attacca::player
