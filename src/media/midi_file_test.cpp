#include "attacca/media/midi_file.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <tuple>
#include <vector>

namespace attacca::media {
namespace {

struct Event {
    std::uint32_t tick;
    int status, pitch, velocity;
    bool operator==(const Event&) const = default;
    friend void PrintTo(const Event& e, std::ostream* out) {
        *out << e.tick << ": " << std::hex << e.status << std::dec << " " << e.pitch << " " << e.velocity;
    }
};

// A plain reader of what a player would hear.
struct Reader {
    explicit Reader(std::string file) : bytes(std::move(file)) {}

    std::uint32_t number(std::size_t count) {
        std::uint32_t value = 0;
        for (std::size_t i = 0; i < count; ++i) value = value << 8 | static_cast<std::uint8_t>(bytes.at(at++));
        return value;
    }
    std::uint32_t delta_time() {
        std::uint32_t value = 0;
        for (;;) {
            const std::uint32_t byte = number(1);
            value = value << 7 | (byte & 0x7F);
            if (byte < 0x80) return value;
        }
    }

    std::string bytes;
    std::size_t at = 0;
};

struct Parsed {
    std::uint32_t ticks_per_beat = 0, us_per_beat = 0;
    std::vector<Event> events;
};

Parsed parse(const std::string& file) {
    Reader in(file);
    Parsed parsed;
    EXPECT_EQ(in.number(4), 0x4D546864U);  // MThd
    EXPECT_EQ(in.number(4), 6U);
    EXPECT_EQ(in.number(2), 0U);
    EXPECT_EQ(in.number(2), 1U);
    parsed.ticks_per_beat = in.number(2);
    EXPECT_EQ(in.number(4), 0x4D54726BU);  // MTrk
    EXPECT_EQ(in.number(4), file.size() - 22);
    for (std::uint32_t tick = 0;;) {
        tick += in.delta_time();
        const std::uint32_t status = in.number(1);
        if (status == 0xFF) {
            const std::uint32_t kind = in.number(1);
            const std::uint32_t value = in.number(in.number(1));
            if (kind == 0x2F) break;
            EXPECT_EQ(kind, 0x51U);
            parsed.us_per_beat = value;
        } else {
            const int pitch = static_cast<int>(in.number(1));
            parsed.events.push_back({tick, static_cast<int>(status), pitch, static_cast<int>(in.number(1))});
        }
    }
    EXPECT_EQ(in.at, file.size());
    return parsed;
}

std::vector<Event> events_of(const std::vector<MidiNote>& notes, const MidiFileSpec& spec = {}) {
    return parse(midi_file(notes, spec)).events;
}

TEST(MidiFile, HoldsTheTempoAndTheNotesInTheirOrder) {
    const std::vector<MidiNote> notes = {{.onset_s = 1.0, .offset_s = 1.5, .pitch = 64, .velocity = 90},
                                         {.onset_s = 0.0, .offset_s = 2.0, .pitch = 60, .velocity = 50}};
    const auto parsed = parse(midi_file(notes, {.beats_per_minute = 90.0}));
    EXPECT_EQ(parsed.ticks_per_beat, 480U);
    EXPECT_EQ(parsed.us_per_beat, 666'667U);
    EXPECT_EQ(parsed.events,
              (std::vector<Event>{{0, 0x90, 60, 50}, {720, 0x90, 64, 90}, {1080, 0x80, 64, 64}, {1440, 0x80, 60, 64}}));
}

TEST(MidiFile, OfNothingIsAFileToo) { EXPECT_TRUE(events_of({}).empty()); }

TEST(MidiFile, LongRestsTakeSeveralBytes) {
    for (const double onset_s : {0.1, 0.2, 20.0, 3000.0, 100'000.0}) {
        const auto events = events_of({{.onset_s = onset_s, .offset_s = onset_s + 1.0}});
        ASSERT_EQ(events.size(), 2U);
        EXPECT_EQ(events[0].tick, static_cast<std::uint32_t>(onset_s * 960.0 + 0.5));
        EXPECT_EQ(events[1].tick - events[0].tick, 960U);
    }
}

TEST(MidiFile, QuantizesToTheNearestStep) {
    const MidiFileSpec spec{.beats_per_minute = 60.0, .steps_per_beat = 4};
    EXPECT_EQ(events_of({{.onset_s = 0.26, .offset_s = 0.30}, {.onset_s = 0.9, .offset_s = 1.6, .pitch = 62}}, spec),
              (std::vector<Event>{{120, 0x90, 60, 64}, {240, 0x80, 60, 64}, {480, 0x90, 62, 64}, {720, 0x80, 62, 64}}));
}

TEST(MidiFile, StepsThatAreNoWholeTicksDoNotDrift) {
    const MidiFileSpec spec{.beats_per_minute = 60.0, .steps_per_beat = 7};
    const auto events = events_of({{.onset_s = 100.0, .offset_s = 100.4}}, spec);
    EXPECT_EQ(events, (std::vector<Event>{{48'000, 0x90, 60, 64}, {48'206, 0x80, 60, 64}}));
}

TEST(MidiFile, APitchSoundsOnceAtATime) {
    EXPECT_EQ(events_of({{.onset_s = 0.0, .offset_s = 2.0, .velocity = 10},
                         {.onset_s = 1.0, .offset_s = 1.5, .velocity = 20}}),
              (std::vector<Event>{{0, 0x90, 60, 10}, {960, 0x80, 60, 64}, {960, 0x90, 60, 20}, {1440, 0x80, 60, 64}}));
    EXPECT_EQ(events_of({{.onset_s = 0.0, .offset_s = 1.0}, {.onset_s = 0.0, .offset_s = 2.0}}),
              (std::vector<Event>{{0, 0x90, 60, 64}, {1920, 0x80, 60, 64}}));
}

TEST(MidiFile, ValuesBeyondTheirRangeTakeTheNearest) {
    const auto events = events_of({{.onset_s = -1.0, .offset_s = -0.5, .pitch = 200, .velocity = 0}});
    EXPECT_EQ(events, (std::vector<Event>{{0, 0x90, 127, 1}, {1, 0x80, 127, 64}}));
}

}  // namespace
}  // namespace attacca::media
