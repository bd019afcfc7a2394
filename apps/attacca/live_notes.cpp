#include "live_notes.h"

#include <utility>

namespace attacca::app {

LiveNotes::LiveNotes(analysis::NoteRecognizer recognizer, double sample_rate,
                     const std::optional<analysis::VoiceProfile>& profile)
    : recognizer_(std::move(recognizer)), sample_rate_(sample_rate), profile_(profile) {}

Result<LiveNotes> LiveNotes::create(const analysis::NoteRecognizerSpec& spec,
                                    const std::optional<analysis::VoiceProfile>& profile) {
    auto recognizer = analysis::NoteRecognizer::create(spec);
    if (!recognizer) return fail(recognizer.error());
    return LiveNotes(*std::move(recognizer), spec.sample_rate, profile);
}

void LiveNotes::process(ConstAudioBlock block, const Heard& heard) { take(recognizer_.process(block), heard); }

void LiveNotes::finish(const Heard& heard) { take(recognizer_.finish(), heard); }

/// A note of a profile's border is taken or not when it begins, whatever its cents turn out to be.
void LiveNotes::take(std::span<const analysis::NoteEvent> events, const Heard& heard) {
    for (const auto& [kind, note] : events) {
        const auto pitch = static_cast<std::size_t>(note.midi_pitch);
        const bool on = kind == analysis::NoteEvent::Kind::on;
        if (on) sounding_.set(pitch, !profile_ || profile_->takes(note));
        if (!sounding_.test(pitch)) continue;
        if (!on) sounding_.reset(pitch);
        heard(kind, found_note(note, 0, sample_rate_));
    }
}

}  // namespace attacca::app
