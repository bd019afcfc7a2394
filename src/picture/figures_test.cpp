#include "figures.h"

#include <gtest/gtest.h>

#include <cmath>

namespace attacca::picture {
namespace {

TEST(Figures, AreNumbersAsPeopleWriteThem) {
    EXPECT_EQ(decimal(-12.5, 1).text(), "−12.5");
    EXPECT_EQ(decimal(-0.04, 1).text(), "0.0");
    EXPECT_EQ(decimal(0.999, 2).text(), "1.00");
    EXPECT_EQ(decimal(1234567.0, 0).text(), "1234567");
    EXPECT_EQ(decimal(0.05, 3).text(), "0.050");
    EXPECT_EQ(signed_decimal(3.0, 0).text(), "+3");
    EXPECT_EQ(signed_decimal(0.0, 0).text(), "0");
    EXPECT_EQ(signed_decimal(-3.0, 0).text(), "−3");
}

TEST(Figures, WhatIsNoNumberIsADash) {
    EXPECT_EQ(decimal(NAN, 1).text(), "—");
    EXPECT_EQ(decimal(INFINITY, 1).text(), "—");
    EXPECT_EQ(decimal(1e300, 1).text(), "—");
    EXPECT_EQ(clock_figures(NAN, 0).text(), "—");
}

TEST(Figures, FrequenciesAreShort) {
    EXPECT_EQ(frequency_figures(20.0).text(), "20");
    EXPECT_EQ(frequency_figures(1000.0).text(), "1k");
    EXPECT_EQ(frequency_figures(12500.0).text(), "12.5k");
}

TEST(Figures, TimesAreThoseOfClocks) {
    EXPECT_EQ(clock_figures(0.0, 0).text(), "0:00");
    EXPECT_EQ(clock_figures(187.0, 0).text(), "3:07");
    EXPECT_EQ(clock_figures(3723.0, 0).text(), "1:02:03");
    EXPECT_EQ(clock_figures(59.999999999, 0).text(), "1:00");
    EXPECT_EQ(clock_figures(7.25, 2).text(), "0:07.25");
    EXPECT_EQ(clock_figures(-1.0, 0).text(), "0:00");
}

TEST(Figures, WhatDoesNotFitIsLeftOut) {
    Figures figures;
    for (int i = 0; i < 20; ++i) figures.add("12345");
    EXPECT_EQ(figures.text().size(), 45U);
}

}  // namespace
}  // namespace attacca::picture
