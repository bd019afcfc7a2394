#include "form.h"

#include <gtest/gtest.h>

namespace attacca::studio {
namespace {

TEST(Message, WarnsInTheAlarmColorAndSaysAllElseInTheTexts) {
    Message message;
    EXPECT_FALSE(message.isVisible());
    message.warn(QStringLiteral("the disk is <b>full</b>"));
    EXPECT_EQ(message.foregroundRole(), QPalette::BrightText);
    EXPECT_EQ(message.textFormat(), Qt::PlainText);
    EXPECT_TRUE(message.isVisible());
    message.say(QStringLiteral("the disk is <b>full</b>"));
    EXPECT_EQ(message.foregroundRole(), QPalette::WindowText);
    message.warn({});
    EXPECT_FALSE(message.isVisible());
    EXPECT_EQ(message.text(), QString());
}

}  // namespace
}  // namespace attacca::studio
