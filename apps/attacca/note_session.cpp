#include "note_session.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <limits>
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

/// The callback wakes nobody, which would be a system call: we look again and again.
constexpr auto kPause = std::chrono::milliseconds(2);

}  // namespace

ExitStatus NoteSession::run(const Heard& heard) {
    keeps_ = static_cast<bool>(heard);
    if (auto opened = open(); !opened) return fail_with(opened.error());
    greet();
    Status ended = listen();
    notes_->finish([this](Kind kind, const analysis::FoundNote& found) { tell(kind, found); });
    midi_.reset();
    if (heard && frames_ > 0) {
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
    if (spec_.device.empty()) {
        if (auto answers = player::check_input_answers(); !answers) return answers;
    }
    if (spec_.statistics) rt::set_realtime_trap(rt::RealtimeTrapAction::count_only);
    (void)rt::lock_process_memory();  // Where that is not allowed, it listens all the same: doctor says so.
    auto input = player::LiveInput::open({.device = spec_.device, .block_frames = spec_.block_frames});
    if (!input) return fail(input.error());
    input_ = std::move(*input);
    const auto& given = input_->given();
    spec_.recognizer.sample_rate = given.sample_rate;
    spec_.recognizer.channels = given.channels;
    auto notes = analysis::LiveNotes::create(spec_.recognizer, spec_.profile);
    if (!notes) return fail(notes.error().code, input_->device_name() + ": " + notes.error().detail);
    notes_.emplace(*std::move(notes));
    last_frame_ = std::numeric_limits<std::uint64_t>::max();
    if (spec_.duration) {
        const auto& [seconds, frames] = *spec_.duration;
        last_frame_ = frames ? *frames : static_cast<std::uint64_t>(std::llround(seconds * given.sample_rate));
    }
    return {};
}

void NoteSession::greet() {
    if (spec_.quiet) return;
    std::fprintf(stderr, "Listening to %s: %.0f Hz, A4 at %.1f Hz%s%s%s\n", printable(input_->device_name()).c_str(),
                 input_->given().sample_rate, notes_->a4_hz(), midi_ ? ", MIDI to " : "",
                 midi_ ? printable(midi_->port()).c_str() : "", keyboard_.available() ? ". q stops" : "");
}

Status NoteSession::listen() {
    for (bool quit = false; listened_to_ && !quit && !stop_.requested() && frames_ < last_frame_;) {
        const auto failure = input_->failure();  // Asked first: what was captured before is still to be read.
        for (auto block = input_->read(); !block.empty() && frames_ < last_frame_; block = input_->read()) take(block);
        if (failure) return fail(*failure);
        if (midi_lost_) return fail(*midi_lost_);
        for (const auto& key : keyboard_.wait(kPause, stop_.descriptor())) {
            quit = quit || key == Key{.kind = KeyKind::character, .character = 'q'};
        }
    }
    return {};
}

void NoteSession::take(std::span<const float> block) {
    const std::size_t channels = input_->given().channels;
    const auto frames = std::min<std::uint64_t>(block.size() / channels, last_frame_ - frames_);
    frames_ += frames;
    notes_->process({block.first(frames * channels), channels},
                    [this](Kind kind, const analysis::FoundNote& found) { tell(kind, found); });
    latency_.recognized(*input_, frames_);
}

void NoteSession::tell(Kind kind, const analysis::FoundNote& found) {
    if (midi_ && !midi_lost_) send(kind, found.note);
    const std::string line =
        spec_.voice == NoteVoice::json ? note_event_json(kind, found, notes_->a4_hz()) : note_event_text(kind, found);
    std::fprintf(stdout, "%s\n", line.c_str());
    listened_to_ = std::fflush(stdout) == 0 && listened_to_;
    if (kind == Kind::on) {
        latency_.told(*input_, found);
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
        std::fputs((json ? latency_.json(*input_) + "\n" : latency_.text(*input_)).c_str(), stdout);
    }
    if (const auto lost = input_->lost_frames(); lost > 0) {
        std::fprintf(stderr, "attacca: %s: %llu frames were not recognized in time and are lost\n",
                     printable(input_->device_name()).c_str(), static_cast<unsigned long long>(lost));
    }
    if (spec_.quiet) return;
    std::fprintf(stderr, "%s: %zu note%s in %s, A4 at %.1f Hz\n", printable(input_->device_name()).c_str(), ended_,
                 ended_ == 1 ? "" : "s", clock_text(static_cast<double>(frames_) / input_->given().sample_rate).c_str(),
                 notes_->a4_hz());
}

FoundNotes NoteSession::found() const {
    FoundNotes found{.notes = kept_,
                     .duration_s = static_cast<double>(frames_) / input_->given().sample_rate,
                     .a4_hz = notes_->a4_hz()};
    analysis::sort_notes(found.notes);
    return found;
}

}  // namespace attacca::app
