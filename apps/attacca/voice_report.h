// What `vad` says: segments and probabilities, as CSV, JSON lines or words.
#pragma once

#include <string>

namespace attacca::app {

/// A stretch of speech by the clock of the recording or of the input.
struct SpokenSegment {
    double start_s = 0.0;
    double end_s = 0.0;
    double decided_s = 0.0;  ///< How much had been heard when it was certain that it began.
    std::string file;        ///< What it was written to; empty: nothing.
};

inline constexpr const char* kSegmentColumns = "start_s,end_s,decided_s\n";
inline constexpr const char* kProbabilityColumns = "time_s,probability\n";

[[nodiscard]] std::string segment_csv(const SpokenSegment& segment);
[[nodiscard]] std::string segment_json(const SpokenSegment& segment);

[[nodiscard]] std::string probability_csv(double time_s, float probability);
[[nodiscard]] std::string probability_json(double time_s, float probability);

/// Of a running input: a line when speech begins, and one when it has ended.
[[nodiscard]] std::string begin_text(const SpokenSegment& segment);
[[nodiscard]] std::string begin_json(const SpokenSegment& segment);
[[nodiscard]] std::string end_text(const SpokenSegment& segment);
[[nodiscard]] std::string end_json(const SpokenSegment& segment);

}  // namespace attacca::app
