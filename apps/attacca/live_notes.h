// The notes of a running input, as they begin and end.
#pragma once

#include <bitset>
#include <functional>
#include <optional>
#include <span>

#include "attacca/analysis/note_recognizer.h"
#include "attacca/analysis/voice_profile.h"
#include "note_reader.h"

namespace attacca::app {

/// The same notes as NoteReader finds in a file of the same frames.
///
/// Threads    One at a time.
class LiveNotes {
public:
    /// With each note that begins or ends.
    using Heard = std::function<void(analysis::NoteEvent::Kind kind, const FoundNote& found)>;

    /// Failure: as NoteRecognizer's.
    [[nodiscard]] static Result<LiveNotes> create(const analysis::NoteRecognizerSpec& spec,
                                                  const std::optional<analysis::VoiceProfile>& profile);

    void process(ConstAudioBlock block, const Heard& heard);
    /// The input has ended: so do the notes that sound.
    void finish(const Heard& heard);

    [[nodiscard]] double a4_hz() const noexcept { return recognizer_.a4_hz(); }

private:
    static constexpr std::size_t kPitches = 128;

    LiveNotes(analysis::NoteRecognizer recognizer, double sample_rate,
              const std::optional<analysis::VoiceProfile>& profile);
    void take(std::span<const analysis::NoteEvent> events, const Heard& heard);

    analysis::NoteRecognizer recognizer_;
    double sample_rate_;
    std::optional<analysis::VoiceProfile> profile_;
    std::bitset<kPitches> sounding_;  ///< Of the notes that are taken.
};

}  // namespace attacca::app
