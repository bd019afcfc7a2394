// The page's pictures: one view of each kind, made when it is first asked for.
#pragma once

#include "attacca/picture/level_meter_view.h"
#include "attacca/picture/oscilloscope_view.h"
#include "attacca/picture/piano_roll_view.h"
#include "attacca/picture/spectrogram_view.h"
#include "attacca/picture/spectrum_view.h"
#include "attacca/picture/tuner_view.h"
#include "attacca/picture/waveform_view.h"

namespace attacca::web {

/// As the page counts them.
enum class PictureKind { spectrum, spectrogram, oscilloscope, waveform, level_meter, piano_roll, tuner };

[[nodiscard]] picture::SpectrumView& spectrum_view();
[[nodiscard]] picture::SpectrogramView& spectrogram_view();
[[nodiscard]] picture::OscilloscopeView& oscilloscope_view();
[[nodiscard]] picture::WaveformView& waveform_view();
[[nodiscard]] picture::LevelMeterView& level_meter_view();
[[nodiscard]] picture::PianoRollView& piano_roll_view();
[[nodiscard]] picture::TunerView& tuner_view();

}  // namespace attacca::web
