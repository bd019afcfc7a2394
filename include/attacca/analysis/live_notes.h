// The notes of a running input, as they begin and end.
#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "attacca/analysis/note_recognizer.h"
#include "attacca/analysis/voice_profile.h"
#include "attacca/base/audio_block.h"
#include "attacca/base/result.h"

namespace attacca::analysis {

/// A note by the clock of the recording or of the input.
struct FoundNote {
    double onset_s = 0.0;
    double offset_s = 0.0;
    double detected_s = 0.0;  ///< How much had been heard when the note was certain.
    Note note;
};

/// `frames_before`: how many of the recording precede the recognizer's stream.
[[nodiscard]] FoundNote found_note(const Note& note, std::uint64_t frames_before, double sample_rate);

/// By onset, then pitch.
void sort_notes(std::vector<FoundNote>& notes);

/// What a recognizer hears, as far as a voice's profile takes it.
///
/// Threads    One at a time.
class LiveNotes {
public:
    /// With each note that begins or ends.
    using Heard = std::function<void(NoteEvent::Kind kind, const FoundNote& found)>;

    /// Failure: as NoteRecognizer's.
    [[nodiscard]] static Result<LiveNotes> create(const NoteRecognizerSpec& spec,
                                                  const std::optional<VoiceProfile>& profile);

    void process(ConstAudioBlock block, const Heard& heard);
    /// The input has ended: so do the notes that sound.
    void finish(const Heard& heard);

    [[nodiscard]] double a4_hz() const noexcept { return recognizer_.a4_hz(); }

private:
    static constexpr std::size_t kPitches = 128;

    LiveNotes(NoteRecognizer recognizer, double sample_rate, const std::optional<VoiceProfile>& profile);
    void take(std::span<const NoteEvent> events, const Heard& heard);

    NoteRecognizer recognizer_;
    double sample_rate_;
    std::optional<VoiceProfile> profile_;
    std::bitset<kPitches> sounding_;  ///< Of the notes that are taken.
};

}  // namespace attacca::analysis
