#include "note_reader.h"

#include <utility>

namespace attacca::app {

NoteReader::NoteReader(const NoteReaderSpec& spec, SoundSection section, analysis::NoteRecognizer recognizer)
    : profile_(spec.profile), section_(std::move(section)), recognizer_(std::move(recognizer)) {}

Result<NoteReader> NoteReader::open(const NoteReaderSpec& spec, const std::stop_token& stop) {
    auto section = SoundSection::open(spec.section, stop);
    if (!section) return fail(section.error());
    auto settled = spec.recognizer;
    settled.sample_rate = section->info().sample_rate;
    settled.channels = section->info().channels;
    auto recognizer = analysis::NoteRecognizer::create(settled);
    if (!recognizer) return fail(recognizer.error().code, spec.section.source + ": " + recognizer.error().detail);
    return NoteReader(spec, *std::move(section), *std::move(recognizer));
}

Result<FoundNotes> NoteReader::read(const Progress& progress, const std::stop_token& stop) {
    for (;;) {
        const auto block = section_.read(stop);
        if (!block) return fail(block.error());
        if (block->empty()) break;
        take(recognizer_.process({*block, section_.info().channels}));
        found_.duration_s +=
            static_cast<double>(block->size() / section_.info().channels) / section_.info().sample_rate;
        progress(found_.duration_s);
    }
    take(recognizer_.finish());
    found_.a4_hz = recognizer_.a4_hz();
    analysis::sort_notes(found_.notes);
    return std::move(found_);
}

void NoteReader::take(std::span<const analysis::NoteEvent> events) {
    for (const auto& [kind, note] : events) {
        if (kind != analysis::NoteEvent::Kind::off || (profile_ && !profile_->takes(note))) continue;
        found_.notes.push_back(analysis::found_note(note, section_.first_frame(), section_.info().sample_rate));
    }
}

}  // namespace attacca::app
