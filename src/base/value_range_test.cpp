#include "attacca/base/value_range.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

namespace attacca {
namespace {

TEST(ValueRange, HoldsItsEndsAndWhatLiesBetween) {
    const std::array good = {ValueRange{"a", 1.0, 1.0, 2.0}, ValueRange{"b", 2.0, 1.0, 2.0},
                             ValueRange{"c", 1.5, 1.0, 2.0}};
    EXPECT_TRUE(check_ranges("x", good));
    EXPECT_TRUE(check_ranges("x", {}));
}

TEST(ValueRange, TellsTheFirstThatLiesOutside) {
    const std::array bad = {ValueRange{"a", 1.0, 1.0, 2.0}, ValueRange{"rate", 7.5, 8.0, 9.0},
                            ValueRange{"c", 9.0, 1.0, 2.0}};
    const auto checked = check_ranges("notes", bad);
    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().code, ErrorCode::invalid_argument);
    EXPECT_EQ(checked.error().detail, "notes: the rate is 7.5; it must be from 8 to 9");
}

TEST(ValueRange, HoldsNoNan) {
    const std::array bad = {ValueRange{"a", std::nan(""), 1.0, 2.0}};
    EXPECT_FALSE(check_ranges("x", bad));
}

}  // namespace
}  // namespace attacca
