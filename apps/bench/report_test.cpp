#include "bench/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace attacca::bench {
namespace {

using testing::HasSubstr;
using testing::Not;

const Measurement kEqualizer{.name = "equalizer.8x2/256",
                             .path = "avx2",
                             .work = Work::callback,
                             .ns = 640.0,
                             .p10 = 630.0,
                             .p90 = 700.0,
                             .ns_per_frame = 2.5,
                             .times_real_time = 8333.0,
                             .callback = {.p50 = 650, .p99 = 900, .max = 12'345},
                             .rivals = {{"plain", 0.19}, {"fast", 1.5}, {"slow", 0.0091}},
                             .rounds = 21};
const Measurement kRing{.name = "ring", .path = "", .ns = 1.0, .ns_per_frame = 1.0, .callback = {}, .rivals = {}};

TEST(Report, LineHoldsTheFiguresAndTheRivals) {
    const std::string line = table_line(kEqualizer);
    EXPECT_THAT(line, HasSubstr("equalizer.8x2/256"));
    EXPECT_THAT(line, HasSubstr("avx2"));
    EXPECT_THAT(line, HasSubstr("640"));
    EXPECT_THAT(line, HasSubstr(" 5.47 "));
    EXPECT_THAT(line, HasSubstr("2.50"));
    EXPECT_THAT(line, HasSubstr("8333"));
    EXPECT_THAT(line, HasSubstr("0.65 / 0.90 / 12.3"));
    EXPECT_THAT(line, HasSubstr("0.19 of plain, 1.50 of fast, 0.009 of slow"));
}

TEST(Report, WhatARowLacksIsLeftBlank) {
    const std::string line = table_line(kRing);
    EXPECT_THAT(line, Not(HasSubstr("/")));
    EXPECT_THAT(line, Not(HasSubstr("of")));
}

TEST(Report, JsonReadsBackWithEveryField) {
    const auto rows = nlohmann::json::parse(to_json({kEqualizer, kRing}));
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0]["name"], "equalizer.8x2/256");
    EXPECT_EQ(rows[0]["path"], "avx2");
    EXPECT_EQ(rows[0]["ns"], 640.0);
    EXPECT_EQ(rows[0]["p10"], 630.0);
    EXPECT_EQ(rows[0]["p90"], 700.0);
    EXPECT_EQ(rows[0]["rivals"]["plain"], 0.19);
    EXPECT_EQ(rows[0]["callback"]["max"], 12'345.0);
    EXPECT_TRUE(rows[1]["rivals"].is_object());
    EXPECT_FALSE(rows[1].contains("callback"));
    EXPECT_FALSE(rows[1].contains("times_real_time"));
}

TEST(Report, NoRowsIsAnEmptyArray) { EXPECT_EQ(nlohmann::json::parse(to_json({})).dump(), "[]"); }

TEST(Report, MachineAndCompilerAreNamed) {
    EXPECT_THAT(describe_machine(), HasSubstr("cores"));
    EXPECT_THAT(describe_machine(), HasSubstr("C++"));
}

}  // namespace
}  // namespace attacca::bench
