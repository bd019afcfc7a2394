#include "histogram_report.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <string>

namespace attacca::app {
namespace {

using std::chrono::microseconds;

rt::LatencyHistogram::Snapshot thousand_and_one() {
    rt::LatencyHistogram histogram;
    for (int i = 0; i < 1000; ++i) histogram.record(microseconds(5333));
    histogram.record(microseconds(20000));
    return histogram.snapshot();
}

TEST(HistogramText, HasAtMostSoManyRowsAndEveryCount) {
    for (const std::size_t rows : {1U, 2U, 5U, 12U, 1000U}) {
        const auto text = histogram_text(thousand_and_one(), rows);
        EXPECT_LE(static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')), rows);
        EXPECT_EQ(text.find("1001") != std::string::npos, rows == 1) << text;
    }
    const auto text = histogram_text(thousand_and_one(), 12);
    EXPECT_NE(text.find(" 1000  #####"), std::string::npos) << text;
}

TEST(HistogramText, SaysNothingOfNothing) {
    EXPECT_EQ(histogram_text({}, 12), "");
    EXPECT_EQ(percentiles_text({}), "nothing recorded");
}

TEST(HistogramJson, HasTheFigures) {
    const auto value = histogram_json(thousand_and_one());
    EXPECT_EQ(value["count"], 1001);
    EXPECT_NEAR(value["p50_ms"].get<double>(), 5.333, 0.3);
    EXPECT_NEAR(value["p95_ms"].get<double>(), 5.333, 0.3);
    EXPECT_NEAR(value["max_ms"].get<double>(), 20.0, 1e-6);
}

}  // namespace
}  // namespace attacca::app
