#include "attacca/analysis/live_notes.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace attacca::analysis {

FoundNote found_note(const Note& note, std::uint64_t frames_before, double sample_rate) {
    const auto seconds = [&](std::uint64_t frame) { return static_cast<double>(frames_before + frame) / sample_rate; };
    return {.onset_s = seconds(note.onset),
            .offset_s = seconds(note.offset),
            .detected_s = seconds(note.detected),
            .note = note};
}

void sort_notes(std::vector<FoundNote>& notes) {
    std::ranges::sort(notes, {},
                      [](const FoundNote& found) { return std::tuple(found.note.onset, found.note.midi_pitch); });
}

LiveNotes::LiveNotes(NoteRecognizer recognizer, double sample_rate, const std::optional<VoiceProfile>& profile)
    : recognizer_(std::move(recognizer)), sample_rate_(sample_rate), profile_(profile) {}

Result<LiveNotes> LiveNotes::create(const NoteRecognizerSpec& spec, const std::optional<VoiceProfile>& profile) {
    auto recognizer = NoteRecognizer::create(spec);
    if (!recognizer) return fail(recognizer.error());
    return LiveNotes(*std::move(recognizer), spec.sample_rate, profile);
}

void LiveNotes::process(ConstAudioBlock block, const Heard& heard) { take(recognizer_.process(block), heard); }

void LiveNotes::finish(const Heard& heard) { take(recognizer_.finish(), heard); }

/// A note of a profile's border is taken or not when it begins, whatever its cents turn out to be.
void LiveNotes::take(std::span<const NoteEvent> events, const Heard& heard) {
    for (const auto& [kind, note] : events) {
        const auto pitch = static_cast<std::size_t>(note.midi_pitch);
        const bool on = kind == NoteEvent::Kind::on;
        if (on) sounding_.set(pitch, !profile_ || profile_->takes(note));
        if (!sounding_.test(pitch)) continue;
        if (!on) sounding_.reset(pitch);
        heard(kind, found_note(note, 0, sample_rate_));
    }
}

}  // namespace attacca::analysis
