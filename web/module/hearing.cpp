// Notes and pitch of what comes in: of the microphone, in a worklet; of a file's frames, anywhere.
#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>

#include "attacca/analysis/level_meter.h"
#include "attacca/analysis/note_recognizer.h"
#include "attacca/analysis/pitch_tracker.h"
#include "attacca/analysis/tuner.h"
#include "attacca/analysis/voice_profile.h"

namespace attacca::web {
namespace {

constexpr std::size_t kMostFrames = 1024;
constexpr std::size_t kMostEvents = 64;
constexpr std::size_t kPerEvent = 8;

struct Hearing {
    analysis::NoteRecognizer notes;
    analysis::PitchTracker pitch;
    analysis::LevelMeter meter;
    analysis::Tuner tuner;
    std::optional<analysis::VoiceProfile> profile;
    double sample_rate = 48000.0;
    std::array<float, kMostFrames> input{};
    std::array<double, kMostEvents * kPerEvent> events{};
    std::array<double, 3> heard{};  ///< The newest pitch in Hz, how sure it is, and A4 in Hz.
    std::array<float, 3> level{};   ///< Peak, held peak, RMS in dB.
};

std::optional<Hearing>& the_hearing() noexcept {
    static std::optional<Hearing> hearing;
    return hearing;
}

std::size_t write_events(std::span<const analysis::NoteEvent> events) noexcept {
    Hearing& hearing = *the_hearing();
    std::size_t count = 0;
    for (const analysis::NoteEvent& event : events) {
        const analysis::Note& note = event.note;
        if (count == kMostEvents || (hearing.profile && !hearing.profile->takes(note))) continue;
        const std::array values{event.kind == analysis::NoteEvent::Kind::on ? 1.0 : 0.0,
                                static_cast<double>(note.midi_pitch),
                                static_cast<double>(note.cents),
                                static_cast<double>(note.velocity),
                                static_cast<double>(note.confidence),
                                static_cast<double>(note.onset) / hearing.sample_rate,
                                static_cast<double>(note.offset) / hearing.sample_rate,
                                static_cast<double>(note.detected) / hearing.sample_rate};
        std::ranges::copy(values, hearing.events.begin() + static_cast<std::ptrdiff_t>(count * kPerEvent));
        ++count;
    }
    return count;
}

}  // namespace

extern "C" {

/// One channel. `tuning` 1: A4 is found in what sounds. 0: these settings cannot be.
[[clang::export_name("hearing_open")]] int hearing_open(double sample_rate, double a4_hz, int tuning, int voices,
                                                        int lowest_midi, int highest_midi) {
    auto notes =
        analysis::NoteRecognizer::create({.sample_rate = sample_rate,
                                          .a4_hz = a4_hz,
                                          .tuning = tuning != 0 ? analysis::Tuning::automatic : analysis::Tuning::fixed,
                                          .lowest_midi = lowest_midi,
                                          .highest_midi = highest_midi,
                                          .voices = voices != 0 ? analysis::Voices::several : analysis::Voices::one,
                                          .longest_block_frames = kMostFrames});
    auto pitch = analysis::PitchTracker::create({.sample_rate = sample_rate, .longest_block_frames = kMostFrames});
    if (!notes || !pitch) return 0;
    the_hearing().emplace(Hearing{.notes = *std::move(notes),
                                  .pitch = *std::move(pitch),
                                  .meter = analysis::LevelMeter({.sample_rate = sample_rate, .channels = 1}),
                                  .tuner = analysis::Tuner({.sample_rate = sample_rate, .a4_hz = a4_hz}),
                                  .sample_rate = sample_rate});
    return 1;
}

/// Only notes of this voice, counted as analysis::voice_profiles are; −1: all.
[[clang::export_name("hearing_set_profile")]] void hearing_set_profile(int index) {
    Hearing& hearing = *the_hearing();
    hearing.profile.reset();
    if (index >= 0) hearing.profile = analysis::voice_profiles()[static_cast<std::size_t>(index)];
}

/// 1024 samples.
[[clang::export_name("hearing_input")]] float* hearing_input() { return the_hearing()->input.data(); }

/// How many events became certain; hearing_events() has eight numbers of each: whether it begins, pitch, cents,
/// velocity, confidence, and its onset, offset and detection in seconds.
[[clang::export_name("hearing_process")]] std::size_t hearing_process(std::size_t frames) {
    Hearing& hearing = *the_hearing();
    const ConstAudioBlock block(std::span<const float>(hearing.input).first(frames), 1);
    hearing.meter.process(block);
    for (const analysis::PitchFrame& frame : hearing.pitch.process(block)) {
        if (const auto reading = hearing.tuner.take(frame)) {
            hearing.heard[0] = reading->hz;
            hearing.heard[1] = reading->confidence;
        } else if (hearing.tuner.silent()) {
            hearing.heard[0] = 0.0;
        }
    }
    return write_events(hearing.notes.process(block));
}

/// Ends the notes that sound.
[[clang::export_name("hearing_finish")]] std::size_t hearing_finish() {
    return write_events(the_hearing()->notes.finish());
}

[[clang::export_name("hearing_events")]] const double* hearing_events() { return the_hearing()->events.data(); }

/// The pitch in Hz (0: none), its confidence, A4 in Hz.
[[clang::export_name("hearing_pitch")]] const double* hearing_pitch() {
    Hearing& hearing = *the_hearing();
    hearing.heard[2] = hearing.notes.a4_hz();
    return hearing.heard.data();
}

/// Peak, held peak and RMS in dB.
[[clang::export_name("hearing_level")]] const float* hearing_level() {
    Hearing& hearing = *the_hearing();
    const analysis::ChannelLevel& level = hearing.meter.levels().channels[0];
    hearing.level = {level.peak_db, level.held_db, level.rms_db};
    return hearing.level.data();
}
}

}  // namespace attacca::web
