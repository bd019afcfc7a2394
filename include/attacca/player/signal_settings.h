// What happens to the sound on its way, the same for `play` and `render`.
#pragma once

#include "attacca/dsp/equalizer_settings.h"
#include "attacca/dsp/time_stretch.h"
#include "attacca/dsp/voice_chain.h"

namespace attacca::player {

/// Which of a file's ReplayGain values is followed. Where an album has none, the track's is taken, and the
/// reverse; a gain that would clip by the file's own peak is lowered until it does not.
enum class ReplayGainMode { off, track, album };

enum class Switch { off, on };

struct SignalSettings {
    dsp::VoiceSettings voice;  ///< Before the equalizer; fixed while a device plays.
    dsp::EqualizerSettings equalizer;
    double gain_db = 0.0;
    ReplayGainMode replaygain = ReplayGainMode::off;
    double replaygain_preamp_db = 0.0;
    Switch limiter = Switch::off;
    double speed = 1.0;  ///< 0.25 to 4.
    dsp::PitchMode pitch = dsp::PitchMode::keep;
};

}  // namespace attacca::player
