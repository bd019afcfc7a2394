// A transcript in pieces that can be read while they are shown.
#pragma once

#include <string>
#include <vector>

#include "attacca/speech/recognizer.h"

namespace attacca::app {

struct SubtitleCue {
    double begin_s = 0.0;
    double end_s = 0.0;
    std::vector<std::string> lines;  ///< One or two, of at most 42 letters where words allow it.
};

/// What was said from `begin_s` to `end_s`. Cues are cut between words, by their times where the transcript has them,
/// and by the length of the text elsewhere.
[[nodiscard]] std::vector<SubtitleCue> subtitle_cues(const speech::Transcript& transcript, double begin_s,
                                                     double end_s);

}  // namespace attacca::app
