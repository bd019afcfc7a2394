#include "process_report.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "attacca/rt/realtime_scope.h"

namespace attacca::app {
namespace {

TEST(ProcessReport, SaysWhatWasUsedInWordsAndNumbers) {
    const auto text = process_report_text();
    EXPECT_NE(text.find("processor time"), std::string::npos);
    EXPECT_NE(text.find(" MiB\n"), std::string::npos);
    EXPECT_EQ(text.find("trap") != std::string::npos, rt::realtime_trap_built());
    nlohmann::json value{{"event", "stats"}};
    add_process_report(value);
    EXPECT_EQ(value["event"], "stats");
    EXPECT_GT(value["cpu_s"].get<double>(), 0.0);
    EXPECT_GT(value["peak_resident_bytes"].get<double>(), 0.0);
    EXPECT_EQ(value.contains("violations"), rt::realtime_trap_built());
}

}  // namespace
}  // namespace attacca::app
