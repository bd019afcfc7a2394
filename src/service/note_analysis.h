// POST /analyze: from the request's JSON to the answer's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attacca/analysis/note_recognizer.h"
#include "attacca/analysis/voice_profile.h"
#include "attacca/base/result.h"

namespace attacca::service {

struct AnalyzeRequest {
    std::string_view audio;  ///< Base64 of 16-bit samples, low byte first, one channel.
    std::uint32_t sample_rate = 0;
    std::optional<analysis::VoiceProfile> profile;
};

/// Failure    Names the member that is missing or wrong, and what is expected.
[[nodiscard]] Result<AnalyzeRequest> parse_analyze_request(std::string_view body);

/// Recognizes one request after another. What one needed, the next uses again.
///
/// Threads    One at a time.
/// Real time  No allocation once a request of this rate and length has been answered.
class NoteAnalysis {
public:
    /// Writes the answer over `answer`. `now` is what its timestamp says.
    /// Failure: as parse_analyze_request; audio that is not base64, or not whole samples.
    [[nodiscard]] Status answer(std::string_view body, std::string_view now, std::string& answer);

private:
    [[nodiscard]] Status decode(std::string_view audio);
    [[nodiscard]] Status prepare(std::uint32_t sample_rate);

    std::optional<analysis::NoteRecognizer> recognizer_;
    std::uint32_t sample_rate_ = 0;
    std::vector<std::uint8_t> bytes_;
    std::vector<float> samples_;
    std::vector<analysis::Note> notes_;
};

/// The moment as RFC 3339 writes it, in UTC, to the millisecond.
void write_timestamp(std::string& text);

}  // namespace attacca::service
