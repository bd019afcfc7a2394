// The notes of a stretch of a file.
#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <vector>

#include "attacca/analysis/live_notes.h"
#include "attacca/analysis/note_recognizer.h"
#include "attacca/analysis/voice_profile.h"
#include "sound_section.h"

namespace attacca::app {

struct NoteReaderSpec {
    SoundSectionSpec section;
    analysis::NoteRecognizerSpec recognizer;  ///< Rate and channels are filled in.
    std::optional<analysis::VoiceProfile> profile;
};

struct FoundNotes {
    std::vector<analysis::FoundNote> notes;  ///< By onset, then pitch.
    double duration_s = 0.0;                 ///< Of what was heard.
    double a4_hz = 0.0;                      ///< At the end.
};

class NoteReader {
public:
    [[nodiscard]] static Result<NoteReader> open(const NoteReaderSpec& spec, const std::stop_token& stop);

    [[nodiscard]] const SoundSection& section() const noexcept { return section_; }

    /// Called with the seconds done so far.
    using Progress = std::function<void(double)>;
    /// Failure: cancelled, when `stop` is requested; as SoundSection's.
    [[nodiscard]] Result<FoundNotes> read(const Progress& progress, const std::stop_token& stop);

private:
    NoteReader(const NoteReaderSpec& spec, SoundSection section, analysis::NoteRecognizer recognizer);
    void take(std::span<const analysis::NoteEvent> events);

    std::optional<analysis::VoiceProfile> profile_;
    SoundSection section_;
    analysis::NoteRecognizer recognizer_;
    FoundNotes found_;
};

}  // namespace attacca::app
