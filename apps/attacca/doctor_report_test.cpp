#include "doctor_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace attacca::app {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

player::PaceReport pace(std::size_t block_frames, std::uint64_t xruns = 0) {
    rt::LatencyHistogram intervals;
    rt::LatencyHistogram durations;
    for (int i = 0; i < 99; ++i) {
        intervals.record(1333us);
        durations.record(20us);
    }
    intervals.record(9ms);
    durations.record(90us);
    player::PaceReport report;
    report.device.id = "pipewire:one";
    report.device.name = "Sink\x1b one";
    report.given.block_frames = block_frames;
    report.given.sample_rate = 48000.0;
    report.scheduling = "SCHED_FIFO 88";
    report.latency_frames = 77;
    report.callbacks = 100;
    report.xruns = xruns;
    report.intervals = intervals.snapshot();
    report.durations = durations.snapshot();
    return report;
}

DoctorFindings healthy() {
    DoctorFindings findings;
    findings.system.kernel = "Linux 6";
    findings.system.governor = "performance";
    findings.backends = {{"jack", false, "no server"}, {"pipewire", true, ""}};
    findings.trials = {pace(256), pace(64), pace(32, 5)};
    findings.proof = pace(64);
    findings.proof_s = 10.0;
    findings.round_trip = player::RoundTrip{.given = findings.proof->given, .frames = 96, .similarity = 0.987};
    return findings;
}

TEST(TrialRow, HoldsBlockIntervalLoadAndXruns) {
    const auto row = trial_row(pace(64, 3));
    EXPECT_THAT(row, AllOf(HasSubstr(" 64 "), HasSubstr("1.33 "), HasSubstr("9.000"), HasSubstr("  3\n")));
    EXPECT_THAT(row, Not(HasSubstr("lost")));
    auto gone = pace(64);
    gone.lost = true;
    EXPECT_THAT(trial_row(gone), HasSubstr("device lost"));
    EXPECT_FALSE(gone.stable());
}

TEST(TrialRow, StandsUnderItsHeading) {
    const auto heading = trial_heading();
    const auto row = trial_row(pace(64));
    EXPECT_EQ(heading.find("frames") + 6, row.find("64") + 2);
    EXPECT_EQ(heading.size(), row.size());
}

TEST(Verdict, StatesTheProofItsDeviceAndTheRoundTrip) {
    const auto text = verdict_text(healthy());
    EXPECT_THAT(text, AllOf(HasSubstr("64 frames (1.33 ms) ran 10 s without an xrun"), HasSubstr("Sink? one (pipewire:one)"),
                            HasSubstr("77 frames"), HasSubstr("SCHED_FIFO 88"), HasSubstr("96 frames, 2.00 ms"),
                            HasSubstr("similarity 0.99")));
    EXPECT_THAT(text, Not(HasSubstr("advice")));
}

TEST(Verdict, SaysWhatCouldNotBeMeasured) {
    auto findings = healthy();
    findings.proof.reset();
    findings.trials = {pace(64, 1)};
    findings.round_trip->frames.reset();
    EXPECT_THAT(verdict_text(findings), AllOf(HasSubstr("none of these ran without an xrun"), HasSubstr("not connected"),
                                              HasSubstr("SCHED_FIFO 88")));
    findings.round_trip.reset();
    findings.round_trip_problem = "no input device";
    EXPECT_THAT(verdict_text(findings), HasSubstr("not measured: no input device"));
}

TEST(FixedBlock, NamesBothSizes) {
    EXPECT_THAT(fixed_block_text(128, 256), AllOf(HasSubstr("asked for 128"), HasSubstr("256 frames")));
}

TEST(SystemText, StatesLimitsAndBackends) {
    auto findings = healthy();
    findings.system.realtime_limit = 0;
    findings.system.memory.limit_kb = 8192;
    auto text = system_text(findings.system, findings.backends);
    EXPECT_THAT(text, AllOf(HasSubstr("priority 0"), HasSubstr("8192 KiB"), HasSubstr("does not answer: no server"),
                            HasSubstr("stays in memory"), Not(HasSubstr("superuser"))));
    findings.system.superuser = true;
    findings.system.memory.limit_kb.reset();
    findings.system.memory_lock_problem = "not allowed";
    text = system_text(findings.system, findings.backends);
    EXPECT_THAT(text, AllOf(HasSubstr("superuser"), HasSubstr("locked memory unlimited"), HasSubstr("not possible: not allowed")));
}

TEST(FindingsJson, HoldsTheSameFigures) {
    const auto value = nlohmann::json::parse(findings_json(healthy()));
    EXPECT_EQ(value["trials"].size(), 3U);
    EXPECT_EQ(value["trials"][2]["xruns"], 5);
    EXPECT_EQ(value["trials"][2]["stable"], false);
    EXPECT_EQ(value["smallest_stable"]["block_frames"], 64);
    EXPECT_EQ(value["smallest_stable"]["seconds"], 10.0);
    EXPECT_DOUBLE_EQ(value["smallest_stable"]["callback_interval"]["max_ms"].get<double>(), 9.0);
    EXPECT_EQ(value["round_trip"]["frames"], 96);
    EXPECT_EQ(value["round_trip"]["ms"], 2.0);
    EXPECT_EQ(value["backends"][0]["answers"], false);
    auto unproved = healthy();
    unproved.proof.reset();
    unproved.round_trip.reset();
    const auto without = nlohmann::json::parse(findings_json(unproved));
    EXPECT_FALSE(without.contains("smallest_stable"));
    EXPECT_EQ(without["round_trip"]["connected"], false);
}

}  // namespace
}  // namespace attacca::app
