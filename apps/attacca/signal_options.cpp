#include "signal_options.h"

#include <cstdio>

#include "attacca/dsp/equalizer_settings.h"
#include "enhancement_options.h"
#include "option_values.h"
#include "subcommand.h"

namespace attacca::app {
namespace {

constexpr double kGainLimitDb = 60.0;
constexpr const char* kGroup = "Signal";

}  // namespace

void add_signal_options(CLI::App& app, SignalOptions& options) {
    auto& settings = options.settings;
    const CLI::Validator gains = within(-kGainLimitDb, kGainLimitDb);
    app.add_option("--eq", options.equalizer,
                   "An equalizer preset, or a file in Equalizer APO's or AutoEq's text format; list shows the presets")
        ->type_name("FILE|PRESET")
        ->group(kGroup);
    app.add_option("--gain", settings.gain_db, "Louder or softer")->type_name("DB")->check(gains)->group(kGroup);
    add_choice<player::ReplayGainMode>(app, "--replaygain", settings.replaygain,
                                       {{"off", player::ReplayGainMode::off},
                                        {"track", player::ReplayGainMode::track},
                                        {"album", player::ReplayGainMode::album}},
                                       "Follow the loudness that the files state (default: off)")
        ->group(kGroup);
    app.add_option("--replaygain-preamp", settings.replaygain_preamp_db, "Added to the stated loudness")
        ->type_name("DB")
        ->check(gains)
        ->group(kGroup);
    add_choice<player::Switch>(app, "--limiter", settings.limiter,
                               {{"on", player::Switch::on}, {"off", player::Switch::off}},
                               "Keep the true peak below -1 dBTP (default: off)")
        ->group(kGroup);
    app.add_option("--speed", settings.speed, "Faster or slower, 0.25 to 4")
        ->type_name("FACTOR")
        ->check(within(0.25, 4.0))
        ->group(kGroup);
    add_choice<dsp::PitchMode>(app, "--pitch", settings.pitch,
                               {{"keep", dsp::PitchMode::keep}, {"follow", dsp::PitchMode::follow}},
                               "What the pitch does at another speed (default: keep)")
        ->group(kGroup);
    add_enhancement_options(app, settings.voice);
}

bool presets_asked_for(const SignalOptions& options) { return options.equalizer == "list"; }

void print_presets() {
    for (const auto& preset : dsp::equalizer_presets()) {
        std::printf("%-16.*s %.*s\n", static_cast<int>(preset.name.size()), preset.name.data(),
                    static_cast<int>(preset.purpose.size()), preset.purpose.data());
    }
}

Result<player::SignalSettings> signal_settings(const SignalOptions& options) {
    player::SignalSettings settings = options.settings;
    if (options.equalizer.empty()) return settings;
    auto equalizer = dsp::load_equalizer(options.equalizer);
    if (!equalizer) {
        if (equalizer.error().code == ErrorCode::not_found) throw UsageError("--eq: " + equalizer.error().detail);
        return fail(equalizer.error());
    }
    settings.equalizer = *std::move(equalizer);
    return settings;
}

}  // namespace attacca::app
