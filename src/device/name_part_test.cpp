#include "device/name_part.h"

#include <gtest/gtest.h>

namespace attacca::device {
namespace {

TEST(NamePart, IsFoundInUpperAndLowerCase) {
    EXPECT_TRUE(has_part("alsa:USB Synth:Input 20:0", "usb synth"));
    EXPECT_TRUE(has_part("usb", "USB"));
    EXPECT_TRUE(has_part("usb", ""));
    EXPECT_FALSE(has_part("usb", "usb synth"));
    EXPECT_FALSE(has_part("", "x"));
}

}  // namespace
}  // namespace attacca::device
