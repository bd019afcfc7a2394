#include "live_notes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <numbers>
#include <set>
#include <string>
#include <vector>

#include "attacca/media/encoder.h"
#include "note_report.h"

namespace attacca::app {
namespace {

using Kind = analysis::NoteEvent::Kind;

constexpr std::size_t kRate = 48000;
constexpr std::array kMelody{60, 64, 67, 72};

/// A quarter of a second of silence, then four plucked notes, the last two over the one before.
std::vector<float> melody() {
    std::vector<float> samples(kRate / 4 + kMelody.size() * kRate / 2 + kRate / 2);
    for (std::size_t n = 0; n < kMelody.size(); ++n) {
        const double hz = 440.0 * std::exp2((kMelody[n] - 69) / 12.0);
        const std::size_t begin = kRate / 4 + n * kRate / 2;
        const std::size_t end = std::min(samples.size(), begin + (n < 2 ? kRate / 2 : kRate));
        for (std::size_t i = begin; i < end; ++i) {
            const double time = static_cast<double>(i - begin) / kRate;
            const double level = 0.15 * std::exp(-3.0 * time) * std::min(1.0, time / 0.005);
            for (int k = 1; k <= 5; ++k) {
                samples[i] += static_cast<float>(level / k * std::sin(2.0 * std::numbers::pi * hz * k * time));
            }
        }
    }
    return samples;
}

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

LiveNotes live_notes(const std::optional<analysis::VoiceProfile>& profile = {}) {
    return *LiveNotes::create({.sample_rate = kRate, .channels = 1}, profile);
}

/// What ended, as a file's notes are written.
std::string ended_json(const std::vector<Event>& events) {
    std::vector<FoundNote> ended;
    for (const auto& [kind, found] : events) {
        if (kind == Kind::off) ended.push_back(found);
    }
    sort_notes(ended);
    return notes_json(ended, 440.0);
}

std::string file_json(std::span<const float> samples) {
    const auto path = std::filesystem::path(::testing::TempDir()) / "attacca-live-notes.wav";
    auto encoder = media::Encoder::open(
        path.string(), {.sample_rate = kRate, .channels = 1, .format = media::SampleFormat::f32, .tags = {}});
    EXPECT_TRUE(encoder && (*encoder)->write(samples) && (*encoder)->finish());
    auto reader = NoteReader::open(
        {.section = {.source = path.string(), .start = {}, .duration = {}}, .recognizer = {}, .profile = {}}, {});
    EXPECT_TRUE(reader);
    const auto found = reader->read([](double) {}, {});
    EXPECT_TRUE(found);
    std::filesystem::remove(path);
    return notes_json(found->notes, 440.0);
}

TEST(LiveNotes, AreThoseOfTheFileWhateverTheBlocks) {
    const auto samples = melody();
    const std::string expected = file_json(samples);
    EXPECT_EQ(std::ranges::count(expected, '\n'), std::ssize(kMelody));
    for (const std::size_t block : {1U, 64U, 253U, 4096U}) {
        auto notes = live_notes();
        EXPECT_EQ(ended_json(heard_of(notes, samples, block)), expected) << block;
    }
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
    auto notes = live_notes(analysis::find_voice_profile("baritone"));
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
}  // namespace attacca::app
