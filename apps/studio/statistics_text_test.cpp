#include "statistics_text.h"

#include <gtest/gtest.h>

namespace attacca::studio {
namespace {

QString value(const std::vector<Fact>& facts, const char* name) {
    for (const auto& fact : facts) {
        if (fact.name == QLatin1String(name)) return fact.value;
    }
    ADD_FAILURE() << name;
    return {};
}

rt::LatencyHistogram::Snapshot counted() {
    rt::LatencyHistogram histogram;
    for (int i = 0; i < 99; ++i) histogram.record(std::chrono::microseconds(5333));
    histogram.record(std::chrono::milliseconds(40));
    return histogram.snapshot();
}

TEST(Statistics, SayWhatIsOpenAndWhatIsNot) {
    player::PlayerStatus status;
    EXPECT_EQ(value(statistics(status, {}), "Device"), QStringLiteral("none is open"));
    status.device_id = "pipewire:x";
    status.device_name = "Headphones";
    status.sample_rate = 48000.0;
    status.channels = 2;
    status.block_frames = 256;
    status.latency_frames = 480;
    status.scheduling = "SCHED_FIFO 83";
    status.underruns = 3;
    const auto facts = statistics(status, {.cpu_share = 0.0512, .resident_bytes = 64'000'000});
    EXPECT_EQ(value(facts, "Device"), QStringLiteral("Headphones"));
    EXPECT_EQ(value(facts, "Stream"), QStringLiteral("48000 Hz, 2 channels, blocks of 256 frames"));
    EXPECT_EQ(value(facts, "Latency"), QStringLiteral("15.3 ms: a block of 5.3 ms, and 10.0 ms to the device's end"));
    EXPECT_EQ(value(facts, "Underruns of the decoder"), QStringLiteral("3"));
    EXPECT_EQ(value(facts, "Processor"), QStringLiteral("5.1 % of one core"));
    EXPECT_EQ(value(facts, "Memory"), QStringLiteral("64 MB"));
}

TEST(Statistics, AreCopiedALineEach) {
    const QString text =
        statistics_text({{QStringLiteral("A"), QStringLiteral("1")}, {QStringLiteral("Longer"), QStringLiteral("2")}});
    EXPECT_TRUE(text.endsWith(QStringLiteral("\nA       1\nLonger  2\n"))) << text.toStdString();
}

TEST(Statistics, DrawTheCountersThemselves) {
    const auto bins = histogram_bins(counted());
    ASSERT_GT(bins.size(), 2U);
    EXPECT_EQ(bins.front().count, 0U);
    EXPECT_EQ(bins[1].count, 99U);
    EXPECT_GE(bins[1].longest_ms, 5.333);
    EXPECT_LT(bins[0].longest_ms, 5.333);
    EXPECT_EQ(bins.back().count, 1U);
    EXPECT_TRUE(histogram_bins({}).empty());
    EXPECT_TRUE(percentiles_text(counted()).contains(QStringLiteral("max 40.000 ms")));
}

}  // namespace
}  // namespace attacca::studio
