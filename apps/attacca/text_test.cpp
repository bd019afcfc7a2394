#include "text.h"

#include <gtest/gtest.h>

#include <clocale>
#include <string>

namespace attacca::app {
namespace {

TEST(Printable, TakesThePowerFromEscapeSequences) {
    EXPECT_EQ(printable("a\x1b[2Jb"), "a?[2Jb");
    EXPECT_EQ(printable("tab\tline\n"), "tab line ");
    EXPECT_EQ(printable("\xc2\x9b" "31m"), "?31m");  // The one-byte form of the same.
    EXPECT_EQ(printable("Dvo\xc5\x99\xc3\xa1k"), "Dvo\xc5\x99\xc3\xa1k");
}

TEST(Printable, ReplacesWhatIsNotUtf8) {
    EXPECT_EQ(printable("a\xff\xfe" "b"), "a??b");
    EXPECT_EQ(printable("cut \xe2\x82"), "cut ??");
    EXPECT_EQ(printable("\xc0\xaf"), "??");              // Overlong.
    EXPECT_EQ(printable("\xed\xa0\x80"), "???");         // A surrogate.
    EXPECT_EQ(printable("\xe2\x80\xae" "gpj.exe"), "?gpj.exe");  // Right-to-left override.
}

TEST(Fitted, CutsAtTheColumnAndSaysSo) {
    EXPECT_EQ(fitted("Attacca", 7), "Attacca");
    EXPECT_EQ(fitted("Attacca", 6), "Attac~");
    EXPECT_EQ(fitted("Attacca", 1), "~");
    EXPECT_EQ(fitted("Attacca", 0), "");
}

TEST(Fitted, CountsColumnsNotBytes) {
    if (std::setlocale(LC_CTYPE, "C.UTF-8") == nullptr) GTEST_SKIP() << "no UTF-8 locale";
    EXPECT_EQ(display_width("\xc3\xa9t\xc3\xa9"), 3U);
    EXPECT_EQ(display_width("\xe9\x9f\xb3"), 2U);
    EXPECT_EQ(fitted("\xe9\x9f\xb3\xe6\xa5\xbd", 3), "\xe9\x9f\xb3~");
    EXPECT_EQ(fitted("\xe9\x9f\xb3\xe6\xa5\xbd", 2), "~");
}

TEST(ClockText, CutsSecondsOffAndShowsHoursWhenThereAreAny) {
    EXPECT_EQ(clock_text(0.0), "0:00");
    EXPECT_EQ(clock_text(59.99), "0:59");
    EXPECT_EQ(clock_text(187.0), "3:07");
    EXPECT_EQ(clock_text(3727.0), "1:02:07");
    EXPECT_EQ(clock_text(-4.0), "0:00");
}

TEST(Formatted, IsAsLongAsItNeedsToBe) {
    EXPECT_EQ(formatted("%s %d", "x", 7), "x 7");
    EXPECT_EQ(formatted("%s", std::string(5000, 'y').c_str()).size(), 5000U);
    EXPECT_EQ(formatted("%s", ""), "");
}

}  // namespace
}  // namespace attacca::app
