#include "recorder_settings.h"

#include <gmock/gmock.h>

#include <QJsonObject>
#include <QSignalSpy>

namespace attacca::studio {
namespace {

const QString kPage = QStringLiteral("recorder");

/// As a user does.
void choose(RecorderSettings& settings, const QString& name, const QVariant& data) {
    for (auto* box : settings.findChildren<QComboBox*>()) {
        if (box->accessibleName() != name) continue;
        ASSERT_GE(box->findData(data), 0);
        box->setCurrentIndex(box->findData(data));
        emit box->activated(box->currentIndex());
    }
}

TEST(RecorderSettings, AreThereAtTheNextStartAndLeaveWhatThePageKeepsItself) {
    StudioModel model(StudioState{});
    DeviceList devices;
    model.set_page_settings(kPage, {{QStringLiteral("monitor_gain_db"), -30}});
    {
        RecorderSettings settings(model, devices);
        const QSignalSpy changed(&settings, &RecorderSettings::changed);
        EXPECT_EQ(settings.spec().channels, 2U);
        EXPECT_EQ(settings.spec().sample_rate, 48000.0);
        EXPECT_EQ(settings.spec().format, media::SampleFormat::i24);
        choose(settings, QStringLiteral("Channels"), 1);
        choose(settings, QStringLiteral("Rate"), 96000);
        EXPECT_EQ(changed.count(), 2);
    }
    const RecorderSettings again(model, devices);
    EXPECT_EQ(again.spec().channels, 1U);
    EXPECT_EQ(again.spec().sample_rate, 96000.0);
    EXPECT_EQ(model.page_settings(kPage)[QStringLiteral("monitor_gain_db")].toInt(), -30);
}

TEST(RecorderSettings, AFileTypeThatCannotHoldTheSamplesTakesOthers) {
    StudioModel model(StudioState{});
    DeviceList devices;
    RecorderSettings settings(model, devices);
    choose(settings, QStringLiteral("Samples"), static_cast<int>(media::SampleFormat::f32));
    EXPECT_EQ(settings.spec().format, media::SampleFormat::f32);
    choose(settings, QStringLiteral("File type"), QStringLiteral("flac"));
    EXPECT_EQ(settings.extension(), QStringLiteral("flac"));
    EXPECT_NE(settings.spec().format, media::SampleFormat::f32);
}

TEST(RecorderSettings, OnlyTheFolderCanBeChosenWhileATakeGoesOn) {
    StudioModel model(StudioState{});
    DeviceList devices;
    RecorderSettings settings(model, devices);
    settings.set_taking(true);
    for (const auto* box : settings.findChildren<QComboBox*>()) {
        EXPECT_FALSE(box->isEnabled()) << box->accessibleName().toStdString();
    }
    settings.set_taking(false);
    for (const auto* box : settings.findChildren<QComboBox*>()) {
        EXPECT_TRUE(box->isEnabled()) << box->accessibleName().toStdString();
    }
}

}  // namespace
}  // namespace attacca::studio
