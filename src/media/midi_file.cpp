#include "attacca/media/midi_file.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace attacca::media {
namespace {

constexpr int kTicksPerBeat = 480;
constexpr std::uint32_t kLastTick = 0x0FFFFFFF;  // The largest that a delta time can hold.

struct Event {
    enum class Kind { off, on };  // Offs first: a pitch that begins again at the same tick sounds on.
    std::uint32_t tick;
    Kind kind;
    int pitch;
    int velocity;
};

struct Ticks {
    std::uint32_t onset, offset;
    int pitch, velocity;
};

void append_big_endian(std::string& bytes, std::uint32_t value, int count) {
    for (int shift = 8 * (count - 1); shift >= 0; shift -= 8) bytes += static_cast<char>(value >> shift & 0xFF);
}

/// Seven bits a byte, highest first; all but the last have the eighth bit set.
void append_delta_time(std::string& bytes, std::uint32_t ticks) {
    for (int shift = 21; shift > 0; shift -= 7) {
        if (ticks >> shift != 0) bytes += static_cast<char>((ticks >> shift & 0x7F) | 0x80);
    }
    bytes += static_cast<char>(ticks & 0x7F);
}

std::uint32_t tick_at(double seconds, double ticks_per_s, double step) {
    const double tick = std::round(std::round(seconds * ticks_per_s / step) * step);
    return static_cast<std::uint32_t>(std::clamp(tick, 0.0, static_cast<double>(kLastTick)));
}

std::vector<Ticks> in_ticks(std::span<const MidiNote> notes, const MidiFileSpec& spec) {
    const double ticks_per_s = kTicksPerBeat * spec.beats_per_minute / 60.0;
    const double step = static_cast<double>(kTicksPerBeat) / spec.steps_per_beat.value_or(kTicksPerBeat);
    std::vector<Ticks> ticks;
    for (const MidiNote& note : notes) {
        const std::uint32_t onset = tick_at(note.onset_s, ticks_per_s, step);
        const std::uint32_t least = std::min(kLastTick, onset + static_cast<std::uint32_t>(std::lround(step)));
        ticks.push_back({.onset = onset,
                         .offset = std::max(least, tick_at(note.offset_s, ticks_per_s, step)),
                         .pitch = std::clamp(note.pitch, 0, 127),
                         .velocity = std::clamp(note.velocity, 1, 127)});
    }
    std::ranges::stable_sort(ticks, {}, &Ticks::onset);
    return ticks;
}

/// A pitch sounds once at a time: of two that begin together the longer stays, an earlier one ends where a later
/// begins.
std::vector<Ticks> one_at_a_time(std::vector<Ticks> notes) {
    std::array<std::ptrdiff_t, 128> last;
    last.fill(-1);
    std::vector<Ticks> kept;
    for (const Ticks& note : notes) {
        auto& before = last[static_cast<std::size_t>(note.pitch)];
        if (before >= 0) {
            Ticks& earlier = kept[static_cast<std::size_t>(before)];
            if (earlier.onset == note.onset) {
                earlier.offset = std::max(earlier.offset, note.offset);
                continue;
            }
            earlier.offset = std::min(earlier.offset, note.onset);
        }
        before = static_cast<std::ptrdiff_t>(kept.size());
        kept.push_back(note);
    }
    return kept;
}

std::vector<Event> events_of(const std::vector<Ticks>& notes) {
    std::vector<Event> events;
    for (const Ticks& note : notes) {
        events.push_back({note.onset, Event::Kind::on, note.pitch, note.velocity});
        events.push_back({note.offset, Event::Kind::off, note.pitch, 64});
    }
    std::ranges::stable_sort(
        events, [](const Event& a, const Event& b) { return a.tick != b.tick ? a.tick < b.tick : a.kind < b.kind; });
    return events;
}

}  // namespace

std::string midi_file(std::span<const MidiNote> notes, const MidiFileSpec& spec) {
    assert(spec.beats_per_minute >= 4.0 && spec.beats_per_minute <= 1000.0);
    assert(!spec.steps_per_beat || (*spec.steps_per_beat >= 1 && *spec.steps_per_beat <= kTicksPerBeat));
    std::string track;
    append_delta_time(track, 0);
    track += "\xFF\x51\x03";  // Tempo: microseconds a quarter note.
    append_big_endian(track, static_cast<std::uint32_t>(std::lround(60e6 / spec.beats_per_minute)), 3);
    std::uint32_t now = 0;
    for (const Event& event : events_of(one_at_a_time(in_ticks(notes, spec)))) {
        append_delta_time(track, event.tick - now);
        now = event.tick;
        track += static_cast<char>(event.kind == Event::Kind::on ? 0x90 : 0x80);
        track += static_cast<char>(event.pitch);
        track += static_cast<char>(event.velocity);
    }
    append_delta_time(track, 0);
    track += std::string("\xFF\x2F\x00", 3);  // End of track.

    std::string file = "MThd";
    append_big_endian(file, 6, 4);
    append_big_endian(file, 0, 2);  // Format 0,
    append_big_endian(file, 1, 2);  // one track.
    append_big_endian(file, kTicksPerBeat, 2);
    file += "MTrk";
    append_big_endian(file, static_cast<std::uint32_t>(track.size()), 4);
    return file + track;
}

}  // namespace attacca::media
