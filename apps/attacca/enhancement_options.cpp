#include "enhancement_options.h"

#include "option_values.h"

namespace attacca::app {
namespace {

constexpr const char* kGroup = "Voice";

}  // namespace

void add_cleaning_options(CLI::App& app, dsp::VoiceSettings& settings) {
    app.add_option("--highpass", settings.high_pass_hz, "Take away what is below, 24 dB an octave: 80 suits voices")
        ->type_name("HZ")
        ->check(within(10.0, 2000.0))
        ->group(kGroup);
    app.add_option("--gate", settings.gate_db, "Turn down by 30 dB what stays softer than this: -50 suits a headset")
        ->type_name("DB")
        ->check(within(-100.0, 0.0))
        ->group(kGroup);
}

void add_enhancement_options(CLI::App& app, dsp::VoiceSettings& settings) {
    add_cleaning_options(app, settings);
    app.add_option("--agc", settings.level_db, "Bring speech to this level over seconds, and leave pauses alone: -23")
        ->type_name("DB")
        ->check(within(-60.0, -6.0))
        ->group(kGroup);
    app.add_option("--preemphasis", settings.pre_emphasis, "Raise what is high, the coefficient as at 16 kHz: 0.97")
        ->type_name("A")
        ->check(within(0.0, 0.99))
        ->group(kGroup);
}

}  // namespace attacca::app
