// The parts of the note recognizer, each alone.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <numbers>
#include <numeric>
#include <vector>

#include "analysis/note_activations.h"
#include "analysis/note_decimator.h"
#include "analysis/note_dictionary.h"
#include "analysis/note_readings.h"
#include "analysis/note_spectrum.h"
#include "analysis/note_tracker.h"

namespace attacca::analysis {
namespace {

/// The level of a sine after the decimator, and how many samples came out.
double level_after(double hz, double rate, std::size_t& count) {
    NoteDecimator decimator(rate);
    double power = 0.0;
    count = 0;
    for (std::size_t i = 0; i < 20000; ++i) {
        auto sample = static_cast<float>(std::sin(2.0 * std::numbers::pi * hz * static_cast<double>(i) / rate));
        if (!decimator.push(sample)) continue;
        if (++count > 200) power += static_cast<double>(sample) * sample;
    }
    return 10.0 * std::log10(2.0 * power / static_cast<double>(count - 200) + 1e-12);
}

TEST(NoteDecimator, HalvesAndKeepsWhatIsBelowAndNotWhatIsAbove) {
    std::size_t count = 0;
    for (const double rate : {48000.0, 96000.0, 192000.0}) {
        const std::size_t factor = NoteDecimator(rate).factor();
        EXPECT_EQ(factor, static_cast<std::size_t>(rate / 24000.0));
        for (const double hz : {50.0, 4000.0, 10000.0}) EXPECT_NEAR(level_after(hz, rate, count), 0.0, 0.15) << hz;
        EXPECT_EQ(count, 20000 / factor);
        EXPECT_LT(level_after(15500.0, rate, count), -55.0) << rate;
    }
    EXPECT_EQ(NoteDecimator(8000.0).factor(), 1U);
    EXPECT_NEAR(level_after(3000.0, 8000.0, count), 0.0, 0.15);
}

TEST(NoteSpectrum, ShowsASineInItsBinAsItsModelSays) {
    auto spectrum = *NoteSpectrum::create(24000.0, 440.0);
    for (const double midi : {45.0, 57.0, 69.0, 81.0, 93.0}) {
        const double hz = 440.0 * std::exp2((midi - 69.0) / 12.0);
        spectrum.reset();
        for (std::size_t i = 0; i < 24000; ++i) {
            spectrum.push(static_cast<float>(std::sin(2.0 * std::numbers::pi * hz * static_cast<double>(i) / 24000.0)));
        }
        const auto powers = spectrum.powers();
        const auto top = std::ranges::max_element(powers) - powers.begin();
        EXPECT_NEAR(static_cast<double>(top), pitch_bin(midi), 1.0) << midi;
        PitchSpectrum model{};
        spectrum.add_sine(hz, 1.0, model);
        const auto bin = static_cast<std::size_t>(pitch_bin(midi));
        EXPECT_NEAR(powers[bin] / model[bin], 1.0F, 0.1F) << midi;
    }
}

TEST(NoteDictionary, HasRowsThatSumToOneAndBeginAtTheirPitch) {
    const auto spectrum = *NoteSpectrum::create(24000.0, 440.0);
    const NoteDictionary dictionary(spectrum);
    const auto rows = dictionary.rows();
    for (std::size_t r = 0; r < kRows; ++r) {
        const float* row = rows.values + r * rows.stride;
        EXPECT_NEAR(std::accumulate(row, row + rows.stride, 0.0F), 1.0F, 1e-3F) << r;
        EXPECT_TRUE(std::all_of(row, row + rows.first[r], [](float value) { return value == 0.0F; })) << r;
    }
}

TEST(NoteActivations, FindThePitchesThatAMixIsMadeOf) {
    const auto spectrum = *NoteSpectrum::create(24000.0, 440.0);
    const NoteDictionary dictionary(spectrum);
    const auto activations = std::make_unique<NoteActivations>(dictionary);
    const auto rows = dictionary.rows();
    PitchSpectrum mix{};
    for (const std::size_t pitch : {24U, 28U, 31U}) {  // C3, E3, G3, in their second shape.
        for (std::size_t k = 0; k < kPitchBins; ++k) mix[k] += rows.values[(pitch * kShapes + 1) * rows.stride + k];
    }
    for (int i = 0; i < 5; ++i) activations->update(mix);
    EXPECT_NEAR(activations->total(), 3.0F, 0.01F);
    for (std::size_t pitch = 0; pitch < kPitches; ++pitch) {
        const bool played = pitch == 24 || pitch == 28 || pitch == 31;
        EXPECT_NEAR(activations->of_pitches()[pitch], played ? 1.0F : 0.0F, 0.25F) << pitch;
    }
    activations->update(PitchSpectrum{});
    EXPECT_EQ(activations->total(), 0.0F);
}

TEST(NoteReadings, TellCentsAndLevel) {
    auto spectrum = *NoteSpectrum::create(24000.0, 440.0);
    for (const double cents : {-40.0, -10.0, 0.0, 25.0}) {
        PitchSpectrum powers{};
        for (int h = 1; h <= 2; ++h) spectrum.add_sine(h * 440.0 * std::exp2(cents / 1200.0), 0.01, powers);
        const PitchReading reading = read_pitch(powers, 69 - kLowestMidi);
        EXPECT_NEAR(reading.cents, cents, 5.0);
        EXPECT_NEAR(reading.level_db, -17.0, 2.5);
    }
}

TEST(TuningEstimate, CorrectsOnceNotesAgree) {
    TuningEstimate tuning;
    for (int i = 0; i < 30; ++i) tuning.add(-32.0F, 1.0F);
    EXPECT_EQ(tuning.take_correction(), 0.0F);
    for (int i = 0; i < 40; ++i) tuning.add(-30.0F, 1.0F);
    EXPECT_NEAR(tuning.take_correction(), -31.0F, 1.0F);
    for (int i = 0; i < 80; ++i) tuning.add(i % 2 == 0 ? 25.0F : -25.0F, 1.0F);
    EXPECT_EQ(tuning.take_correction(), 0.0F);  // They do not agree.
}

/// Feeds the tracker one pitch's odds and rise at a time.
struct TrackerTest : testing::Test {
    void hop(float pitch_odds, float rise) {
        std::array<float, kPitches> odds, rises{}, activations{};
        odds.fill(-5.0F);
        odds[45] = pitch_odds;
        rises[45] = rise;
        activations[45] = 1.0F;
        tracker.update({odds, rises, activations, readings}, events);
    }
    std::array<PitchReading, kPitches> readings{};
    NoteTracker tracker{TrackerSettings{}};
    std::vector<NoteEvent> events;
};

TEST_F(TrackerTest, PlacesTheOnsetBeforeTheRise) {
    for (int i = 0; i < 50; ++i) hop(-5.0F, 0.0F);
    hop(-5.0F, 0.7F);
    for (int i = 0; i < 40; ++i) hop(3.0F, 0.0F);
    for (int i = 0; i < 40; ++i) hop(-5.0F, 0.0F);
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(events[0].note.onset, 51U - 4U);
    EXPECT_EQ(events[0].note.midi_pitch, kLowestMidi + 45);
    EXPECT_GT(events[0].note.detected, 51U);
    EXPECT_LT(events[0].note.detected, 60U);
    EXPECT_NEAR(static_cast<double>(events[1].note.offset), 91.0, 12.0);
}

TEST_F(TrackerTest, BelievesNothingOnTheWordOfOneHop) {
    for (int i = 0; i < 100; ++i) hop(i == 50 ? 3.0F : -3.0F, 0.0F);
    EXPECT_TRUE(events.empty());
}

TEST_F(TrackerTest, DividesANoteThatIsStruckAgain) {
    for (int i = 0; i < 20; ++i) hop(-5.0F, 0.0F);
    for (int i = 0; i < 60; ++i) hop(3.0F, i == 0 || i == 30 ? 1.0F : 0.0F);
    tracker.finish(events);
    ASSERT_EQ(events.size(), 4U);
    EXPECT_EQ(events[1].note.offset, events[2].note.onset);
    EXPECT_EQ(events[2].note.onset, 51U - 4U);
}

}  // namespace
}  // namespace attacca::analysis
