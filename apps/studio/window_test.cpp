// The one application that all tests of the window share.
#include <gmock/gmock.h>

#include <QApplication>

#include "app_style.h"

int main(int argc, char** argv) {
    ::testing::InitGoogleMock(&argc, argv);
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    QApplication::setStyle(new attacca::studio::AppStyle);
    return RUN_ALL_TESTS();
}
