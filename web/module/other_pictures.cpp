// What the waveform, the meters, the piano roll and the tuner show.
#include <array>
#include <cstddef>
#include <optional>
#include <vector>

#include "module/pictures.h"

namespace attacca::web {
namespace {

constexpr std::size_t kMostColumns = 2048;
constexpr std::size_t kMostNotes = 1024;

struct NoteNumbers {
    double onset_s;
    double offset_s;
    double midi_pitch;
    double velocity;
};

std::array<picture::WaveformColumn, kMostColumns>& columns() noexcept {
    static std::array<picture::WaveformColumn, kMostColumns> columns;
    return columns;
}

std::array<float, 8>& level_numbers() noexcept {
    static std::array<float, 8> numbers;
    return numbers;
}

std::array<NoteNumbers, kMostNotes>& note_numbers() noexcept {
    static std::array<NoteNumbers, kMostNotes> numbers;
    return numbers;
}

}  // namespace

extern "C" {

/// 2048 columns of three floats: lowest, highest, RMS.
[[clang::export_name("waveform_columns")]] float* waveform_columns() { return &columns()[0].lowest; }

[[clang::export_name("waveform_take")]] void waveform_take(std::size_t count, double loaded_share, double duration_s) {
    waveform_view().set_duration(duration_s);
    waveform_view().set_overview(std::span(columns()).first(count), loaded_share);
}
[[clang::export_name("waveform_position")]] void waveform_position(double position_s) {
    waveform_view().set_position(position_s);
}
/// Below 0: the pointer is elsewhere.
[[clang::export_name("waveform_hover")]] void waveform_hover(double position_s) {
    waveform_view().set_hover(position_s < 0.0 ? std::nullopt : std::optional(position_s));
}
[[clang::export_name("waveform_time_at")]] double waveform_time_at(float x) { return waveform_view().time_at(x); }

/// Peak, held peak, RMS and true peak of two channels.
[[clang::export_name("meter_levels")]] float* meter_levels() { return level_numbers().data(); }

[[clang::export_name("meter_take")]] void meter_take(std::size_t channels) {
    analysis::Levels levels{.channel_count = channels};
    for (std::size_t i = 0; i < channels; ++i) {
        const float* level = level_numbers().data() + 4 * i;
        levels.channels[i] = {.peak_db = level[0], .held_db = level[1], .rms_db = level[2], .true_peak_db = level[3]};
    }
    level_meter_view().set_levels(levels);
}
[[clang::export_name("meter_clear")]] void meter_clear() { level_meter_view().clear_clips(); }

/// 1024 notes of four numbers: onset and offset in seconds, pitch, velocity.
[[clang::export_name("roll_notes")]] double* roll_notes() { return &note_numbers()[0].onset_s; }

[[clang::export_name("roll_take")]] void roll_take(std::size_t count) {
    static std::vector<picture::RollNote> notes(kMostNotes);
    for (std::size_t i = 0; i < count; ++i) {
        const NoteNumbers& numbers = note_numbers()[i];
        notes[i] = {.onset_s = numbers.onset_s,
                    .offset_s = numbers.offset_s,
                    .midi_pitch = static_cast<int>(numbers.midi_pitch),
                    .velocity = static_cast<float>(numbers.velocity)};
    }
    const auto shown = std::span<const picture::RollNote>(notes).first(count);
    piano_roll_view().set_pitches(picture::pitches_around(shown));
    piano_roll_view().set_notes(shown);
}
[[clang::export_name("roll_window")]] void roll_window(double begin_s, double duration_s) {
    piano_roll_view().set_window({.begin_s = begin_s, .duration_s = duration_s});
}

/// 0 Hz: nothing sounds.
[[clang::export_name("tuner_take")]] void tuner_take(double frequency_hz, double a4_hz) {
    tuner_view().set_a4_hz(a4_hz);
    tuner_view().set_frequency(frequency_hz > 0.0 ? std::optional(frequency_hz) : std::nullopt);
}
}

}  // namespace attacca::web
