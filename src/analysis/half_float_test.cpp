#include "analysis/half_float.h"

#include <gtest/gtest.h>

namespace attacca::analysis {
namespace {

TEST(HalfFloatTest, ReadsWhatTheStandardSays) {
    EXPECT_EQ(from_half(0x0000), 0.0F);
    EXPECT_EQ(from_half(0x3C00), 1.0F);
    EXPECT_EQ(from_half(0xC000), -2.0F);
    EXPECT_EQ(from_half(0x7BFF), 65504.0F);
    EXPECT_EQ(from_half(0x3555), 0.333251953125F);
    EXPECT_EQ(from_half(0x0400), 0x1p-14F);  // The smallest that is normal,
    EXPECT_EQ(from_half(0x0001), 0x1p-24F);  // and of all.
    EXPECT_EQ(from_half(0x83FF), -0x1.ff8p-15F);
}

}  // namespace
}  // namespace attacca::analysis
