#include "attacca/analysis/live_notes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <vector>

#include "notes/melody.h"

namespace attacca::analysis {
namespace {

using Kind = NoteEvent::Kind;
using tests::kMelody;
using tests::kRate;
using tests::melody;

struct Event {
    Kind kind;
    FoundNote found;
};

std::vector<Event> heard_of(LiveNotes& notes, std::span<const float> samples, std::size_t block_frames) {
    std::vector<Event> events;
    const auto remember = [&](Kind kind, const FoundNote& found) { events.push_back({kind, found}); };
    for (std::size_t at = 0; at < samples.size(); at += block_frames) {
        notes.process({samples.subspan(at, std::min(block_frames, samples.size() - at)), 1}, remember);
    }
    notes.finish(remember);
    return events;
}

LiveNotes live_notes(const std::optional<VoiceProfile>& profile = {}) {
    return *LiveNotes::create({.sample_rate = kRate, .channels = 1}, profile);
}

TEST(LiveNotes, AreTheSameWhateverTheBlocks) {
    const auto samples = melody();
    auto whole = live_notes();
    const auto expected = heard_of(whole, samples, samples.size());
    EXPECT_EQ(expected.size(), 2 * kMelody.size());
    for (const std::size_t block : {1U, 64U, 253U, 4096U}) {
        auto notes = live_notes();
        const auto heard = heard_of(notes, samples, block);
        ASSERT_EQ(heard.size(), expected.size()) << block;
        for (std::size_t i = 0; i < heard.size(); ++i) {
            EXPECT_EQ(heard[i].kind, expected[i].kind);
            EXPECT_EQ(heard[i].found.onset_s, expected[i].found.onset_s);
            EXPECT_EQ(heard[i].found.offset_s, expected[i].found.offset_s);
            EXPECT_EQ(heard[i].found.note.midi_pitch, expected[i].found.note.midi_pitch);
        }
    }
}

TEST(FoundNotes, CountFromTheRecordingsStart) {
    const auto found = found_note({.onset = 48000, .offset = 96000, .detected = 52800, .midi_pitch = 69}, 24000, kRate);
    EXPECT_DOUBLE_EQ(found.onset_s, 1.5);
    EXPECT_DOUBLE_EQ(found.offset_s, 2.5);
    EXPECT_DOUBLE_EQ(found.detected_s, 1.6);
}

TEST(FoundNotes, AreSortedByOnsetThenPitch) {
    std::vector<FoundNote> notes{found_note({.onset = 9, .midi_pitch = 60}, 0, kRate),
                                 found_note({.onset = 3, .midi_pitch = 72}, 0, kRate),
                                 found_note({.onset = 3, .midi_pitch = 48}, 0, kRate)};
    sort_notes(notes);
    EXPECT_EQ(notes[0].note.midi_pitch, 48);
    EXPECT_EQ(notes[1].note.midi_pitch, 72);
    EXPECT_EQ(notes[2].note.midi_pitch, 60);
}

TEST(LiveNotes, BeginOnceAndEndOnce) {
    auto notes = live_notes();
    std::set<int> sounding;
    std::size_t begun = 0;
    for (const auto& [kind, found] : heard_of(notes, melody(), 256)) {
        const int pitch = found.note.midi_pitch;
        if (kind == Kind::on) {
            EXPECT_TRUE(sounding.insert(pitch).second);
            ++begun;
        } else {
            EXPECT_EQ(sounding.erase(pitch), 1U);
            EXPECT_GT(found.offset_s, found.onset_s);
        }
    }
    EXPECT_TRUE(sounding.empty());
    EXPECT_EQ(begun, kMelody.size());
}

TEST(LiveNotes, AreKnownSoonAfterTheyBegin) {
    auto notes = live_notes();
    for (const auto& [kind, found] : heard_of(notes, melody(), 256)) {
        if (kind == Kind::on) {
            EXPECT_LT(found.detected_s - found.onset_s, 0.2);
        }
    }
}

TEST(LiveNotes, OfAProfileLeaveOutTheOthers) {
    auto notes = live_notes(find_voice_profile("baritone"));
    const auto events = heard_of(notes, melody(), 256);
    for (const auto& [kind, found] : events) EXPECT_LE(found.note.midi_pitch, 69);
    EXPECT_EQ(events.size(), 2U * 3U);
}

TEST(LiveNotes, NameASettingThatCannotBe) {
    const auto notes = LiveNotes::create({.sample_rate = 4000.0}, {});
    ASSERT_FALSE(notes);
    EXPECT_NE(notes.error().detail.find("4000"), std::string::npos);
}

}  // namespace
}  // namespace attacca::analysis
