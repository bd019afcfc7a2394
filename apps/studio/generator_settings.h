// What the generator page is set to, and how it is kept.
#pragma once

#include <QJsonObject>
#include <QString>
#include <vector>

#include "attacca/dsp/signal_generator.h"

namespace attacca::studio {

struct SignalChoice {
    dsp::SignalKind kind;
    QString label;
};

/// Every signal there is, in the order of the page's list.
[[nodiscard]] const std::vector<SignalChoice>& signal_choices();

[[nodiscard]] bool is_sweep(dsp::SignalKind kind);
[[nodiscard]] bool is_noise(dsp::SignalKind kind);
/// Of a multitone the tones say it, noise has none.
[[nodiscard]] bool has_frequency(dsp::SignalKind kind);

/// A sine of 440 Hz at -20 dB.
[[nodiscard]] dsp::SignalSpec first_signal();

[[nodiscard]] QJsonObject signal_settings(const dsp::SignalSpec& spec);
/// What is absent, or no value that the generator takes, is that of `first_signal`. A level above -20 dB is not
/// restored: a start must not be louder than expected.
[[nodiscard]] dsp::SignalSpec restored_signal(const QJsonObject& settings);

/// A slider's place, 0 to `steps`, for a frequency from 1 Hz to 20 kHz, by its logarithm; and back.
[[nodiscard]] int slider_place(double frequency_hz, int steps);
[[nodiscard]] double slider_frequency_hz(int place, int steps);

}  // namespace attacca::studio
