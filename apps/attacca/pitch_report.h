// The pitch of a stretch of a file as text: CSV, or an object a line.
#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>

#include "attacca/analysis/pitch_tracker.h"
#include "attacca/analysis/voice_profile.h"
#include "sound_section.h"
#include "text_output.h"

namespace attacca::app {

enum class PitchFormat { csv, json };

[[nodiscard]] std::string pitch_row(double time_s, const analysis::PitchFrame& frame, PitchFormat format);

/// Tracks what the section holds and writes a row for each frame.
///
/// Failure    cancelled, when `stop` is requested; as SoundSection's; a rate that the tracker does not take.
[[nodiscard]] Status write_pitch(SoundSection& section, const std::optional<analysis::VoiceProfile>& profile,
                                 PitchFormat format, TextOutput& output, const std::function<void(double)>& progress,
                                 const std::stop_token& stop);

}  // namespace attacca::app
