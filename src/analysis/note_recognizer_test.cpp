#include "attacca/analysis/note_recognizer.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <vector>

namespace attacca::analysis {
namespace {

std::vector<float> harmonic_tone(double midi, double seconds, double rate = 48000.0) {
    const double hz = 440.0 * std::exp2((midi - 69.0) / 12.0);
    std::vector<float> samples(static_cast<std::size_t>(seconds * rate));
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const double turns = hz * static_cast<double>(i) / rate;
        for (int h = 1; h <= 6 && h * hz < 0.45 * rate; ++h) {
            samples[i] += static_cast<float>(0.2 / h * std::sin(2.0 * std::numbers::pi * turns * h));
        }
    }
    return samples;
}

TEST(NoteRecognizer, NamesAToneAndItsTimes) {
    auto recognizer = NoteRecognizer::create({.sample_rate = 48000.0});
    ASSERT_TRUE(recognizer);
    std::vector<float> signal(9600);
    const auto tone = harmonic_tone(57.2, 0.5);
    signal.insert(signal.end(), tone.begin(), tone.end());
    signal.insert(signal.end(), 9600, 0.0F);
    std::vector<NoteEvent> events;
    for (const auto& event : recognizer->process({signal, 1})) events.push_back(event);
    for (const auto& event : recognizer->finish()) events.push_back(event);
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(events[0].kind, NoteEvent::Kind::on);
    EXPECT_EQ(events[0].note.offset, 0U);
    EXPECT_EQ(events[1].kind, NoteEvent::Kind::off);
    EXPECT_EQ(events[1].note.midi_pitch, 57);
    EXPECT_NEAR(events[1].note.cents, 20.0, 5.0);
    EXPECT_NEAR(static_cast<double>(events[1].note.onset) / 48000.0, 0.2, 0.05);
    EXPECT_NEAR(static_cast<double>(events[1].note.offset) / 48000.0, 0.7, 0.08);
}

TEST(NoteRecognizer, RefusesWhatItCannotHear) {
    EXPECT_FALSE(NoteRecognizer::create({.sample_rate = 4000.0}));
    EXPECT_FALSE(NoteRecognizer::create({.channels = 0}));
    EXPECT_FALSE(NoteRecognizer::create({.a4_hz = 390.0}));
    EXPECT_FALSE(NoteRecognizer::create({.lowest_midi = 20}));
    EXPECT_FALSE(NoteRecognizer::create({.lowest_midi = 60, .highest_midi = 59}));
    const auto refused = NoteRecognizer::create({.sample_rate = std::nan("")});
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().detail.find("sample rate"), std::string::npos);
}

}  // namespace
}  // namespace attacca::analysis
