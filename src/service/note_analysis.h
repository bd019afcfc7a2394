// POST /analyze: from the request's JSON to the answer's.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "attacca/analysis/note_recognizer.h"
#include "attacca/analysis/voice_profile.h"
#include "attacca/base/result.h"
#include "service/base64.h"

namespace attacca::service {

struct AnalyzeRequest {
    std::string_view audio;  ///< Base64 of 16-bit samples, low byte first, one channel.
    std::uint32_t sample_rate = 0;
    std::optional<analysis::VoiceProfile> profile;
};

/// Failure    Names the member that is missing or wrong, and what is expected.
[[nodiscard]] Result<AnalyzeRequest> parse_analyze_request(std::string_view body);

/// Recognizes the notes of one request after another, each in steps, so that others have their turn in between. What
/// one request needed, the next uses again.
///
/// Threads    One at a time.
/// Real time  A step: no allocation once a request with as many notes has been answered.
class NoteAnalysis {
public:
    /// What a request of this rate needs.
    [[nodiscard]] static analysis::NoteRecognizerSpec recognizer_spec(const AnalyzeRequest& request) noexcept;

    /// The request's text must stay where it is until the answer is written. Requires a recognizer of recognizer_spec,
    /// as new.
    void begin(const AnalyzeRequest& request, analysis::NoteRecognizer recognizer);

    enum class Progress { more, done };
    /// Hears some 50 ms of sound.
    /// Failure: audio that is not base64, or not whole samples.
    [[nodiscard]] Result<Progress> step();

    /// `now` is what its timestamp says. Requires that `step` said done.
    void write_answer(std::string_view now, std::string& answer);

    /// Requires `begin`, and a new one before the next step.
    [[nodiscard]] analysis::NoteRecognizer take_recognizer() noexcept;

private:
    void keep(std::span<const analysis::NoteEvent> events);

    AnalyzeRequest request_;
    Base64Reader reader_;
    std::optional<analysis::NoteRecognizer> recognizer_;
    std::size_t samples_ = 0;
    std::vector<analysis::Note> notes_;
};

/// The moment as RFC 3339 writes it, in UTC, to the millisecond.
void write_timestamp(std::string& text);

}  // namespace attacca::service
