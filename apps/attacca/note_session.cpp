#include "note_session.h"

#include <cstdio>
#include <utility>

#include "attacca/player/note_file.h"
#include "attacca/rt/memory_lock.h"
#include "attacca/rt/realtime_scope.h"
#include "midi_port_option.h"
#include "note_report.h"
#include "text.h"

namespace attacca::app {
namespace {

using Kind = analysis::NoteEvent::Kind;

}  // namespace

ExitStatus NoteSession::run(const Heard& heard) {
    keeps_ = static_cast<bool>(heard);
    if (auto opened = open(); !opened) return fail_with(opened.error());
    greet();
    Status ended = listening_->run([this](ConstAudioBlock block) { return take(block); });
    if (midi_lost_ && ended) ended = fail(*midi_lost_);
    notes_->finish([this](Kind kind, const analysis::FoundNote& found) { tell(kind, found); });
    midi_.reset();
    if (heard && listening_->frames() > 0) {
        if (auto written = heard(found()); !written && ended) ended = written;
    }
    report();
    return ended ? ExitStatus::done : fail_with(ended.error());
}

/// The port first: a wrong name should not have opened a microphone.
Status NoteSession::open() {
    if (!spec_.midi_port.empty()) {
        auto midi = open_midi_port(spec_.midi_port);
        if (!midi) return fail(midi.error());
        midi_.emplace(*std::move(midi));
    }
    if (spec_.statistics) rt::set_realtime_trap(rt::RealtimeTrapAction::count_only);
    (void)rt::lock_process_memory();  // Where that is not allowed, it listens all the same: doctor says so.
    auto listening = Listening::open(
        {.device = spec_.device, .block_frames = spec_.block_frames, .duration = spec_.duration}, stop_);
    if (!listening) return fail(listening.error());
    listening_ = *std::move(listening);
    spec_.recognizer.sample_rate = listening_->sample_rate();
    spec_.recognizer.channels = listening_->channels();
    auto notes = analysis::LiveNotes::create(spec_.recognizer, spec_.profile);
    if (!notes) return fail(notes.error().code, listening_->input().device_name() + ": " + notes.error().detail);
    notes_.emplace(*std::move(notes));
    return {};
}

void NoteSession::greet() const {
    if (spec_.quiet) return;
    const std::string midi = midi_ ? ", MIDI to " + printable(midi_->port()) : "";
    const std::string text = listening_->greeting(formatted(", A4 at %.1f Hz", notes_->a4_hz()) + midi);
    std::fprintf(stderr, "%s\n", text.c_str());
}

bool NoteSession::take(ConstAudioBlock block) {
    notes_->process(block, [this](Kind kind, const analysis::FoundNote& found) { tell(kind, found); });
    latency_.recognized(listening_->input(), listening_->frames());
    return listened_to_ && !midi_lost_;
}

void NoteSession::tell(Kind kind, const analysis::FoundNote& found) {
    if (midi_ && !midi_lost_) send(kind, found.note);
    const std::string line =
        spec_.voice == NoteVoice::json ? note_event_json(kind, found, notes_->a4_hz()) : note_event_text(kind, found);
    std::fprintf(stdout, "%s\n", line.c_str());
    listened_to_ = std::fflush(stdout) == 0 && listened_to_;
    if (kind == Kind::on) {
        latency_.told(listening_->input(), found);
        return;
    }
    ++ended_;
    if (keeps_) kept_.push_back(found);
}

void NoteSession::send(Kind kind, const analysis::Note& note) {
    const Status sent = kind == Kind::on
                            ? midi_->note_on({.pitch = note.midi_pitch, .velocity = player::velocity_of(note)})
                            : midi_->note_off(note.midi_pitch);
    if (!sent) midi_lost_ = sent.error();
}

void NoteSession::report() const {
    if (spec_.statistics) {
        const bool json = spec_.voice == NoteVoice::json;
        const auto& input = listening_->input();
        std::fputs((json ? latency_.json(input) + "\n" : latency_.text(input)).c_str(), stdout);
    }
    listening_->report_losses();
    if (spec_.quiet) return;
    std::fprintf(stderr, "%s: %zu note%s in %s, A4 at %.1f Hz\n", printable(listening_->input().device_name()).c_str(),
                 ended_, ended_ == 1 ? "" : "s", clock_text(listening_->seconds()).c_str(), notes_->a4_hz());
}

FoundNotes NoteSession::found() const {
    FoundNotes found{.notes = kept_, .duration_s = listening_->seconds(), .a4_hz = notes_->a4_hz()};
    analysis::sort_notes(found.notes);
    return found;
}

}  // namespace attacca::app
