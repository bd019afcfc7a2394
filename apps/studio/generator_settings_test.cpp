#include "generator_settings.h"

#include <gtest/gtest.h>

namespace attacca::studio {
namespace {

TEST(GeneratorSettings, AreKept) {
    auto spec = first_signal();
    spec.kind = dsp::SignalKind::square;
    spec.frequency_hz = 1234.5;
    spec.level_db = -33.0;
    spec.duty = 0.25;
    spec.seed = 77;
    const auto restored = restored_signal(signal_settings(spec));
    EXPECT_EQ(restored.kind, spec.kind);
    EXPECT_EQ(restored.frequency_hz, spec.frequency_hz);
    EXPECT_EQ(restored.level_db, spec.level_db);
    EXPECT_EQ(restored.duty, spec.duty);
    EXPECT_EQ(restored.seed, spec.seed);
}

TEST(GeneratorSettings, NeverStartLouderThanMinusTwentyDecibels) {
    auto spec = first_signal();
    spec.level_db = -3.0;
    EXPECT_EQ(restored_signal(signal_settings(spec)).level_db, -20.0);
    EXPECT_EQ(restored_signal({}).level_db, -20.0);
}

TEST(GeneratorSettings, WhatIsNoValueIsTheFirst) {
    const QJsonObject odd{{QStringLiteral("kind"), QStringLiteral("rumble")},
                          {QStringLiteral("frequency_hz"), -1.0},
                          {QStringLiteral("duty"), QStringLiteral("half")}};
    const auto restored = restored_signal(odd);
    EXPECT_EQ(restored.kind, dsp::SignalKind::sine);
    EXPECT_EQ(restored.frequency_hz, 440.0);
    EXPECT_EQ(restored.duty, 0.5);
}

TEST(GeneratorSettings, EveryOneIsAValidSignal) {
    for (const auto& choice : signal_choices()) {
        auto spec = first_signal();
        spec.kind = choice.kind;
        EXPECT_TRUE(dsp::SignalGenerator::create(spec)) << choice.label.toStdString();
    }
}

TEST(GeneratorSettings, TheSliderRunsByOctaves) {
    EXPECT_EQ(slider_place(1.0, 1000), 0);
    EXPECT_EQ(slider_place(20000.0, 1000), 1000);
    EXPECT_NEAR(slider_frequency_hz(slider_place(440.0, 1000), 1000), 440.0, 440.0 * 0.006);
    const double octave = slider_frequency_hz(600, 1000) / slider_frequency_hz(530, 1000);
    EXPECT_NEAR(slider_frequency_hz(470, 1000) / slider_frequency_hz(400, 1000), octave, 1e-9);
}

}  // namespace
}  // namespace attacca::studio
