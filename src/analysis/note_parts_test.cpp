// The parts of the note recognizer, each alone.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <numbers>
#include <numeric>
#include <set>
#include <vector>

#include "analysis/note_activations.h"
#include "analysis/note_decimator.h"
#include "analysis/note_dictionary.h"
#include "analysis/note_readings.h"
#include "analysis/note_spectrum.h"
#include "analysis/note_tracker.h"
#include "attacca/kernels/spectral_rows.h"

namespace attacca::analysis {
namespace {

/// The level of a sine after the decimator, and how many samples came out.
double level_after(double hz, double rate, std::size_t& count) {
    NoteDecimator decimator(rate);
    double power = 0.0;
    count = 0;
    for (std::size_t i = 0; i < 20000; ++i) {
        const auto sample = static_cast<float>(std::sin(2.0 * std::numbers::pi * hz * static_cast<double>(i) / rate));
        for (const float out : decimator.process({&sample, 1})) {
            if (++count > 200) power += static_cast<double>(out) * static_cast<double>(out);
        }
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

TEST(NoteDecimator, GivesTheSameInBlocksOfAnySize) {
    std::vector<float> samples(3000);
    for (std::size_t i = 0; i < samples.size(); ++i) samples[i] = std::sin(static_cast<float>(i * i % 1009));
    const auto all = [&samples](std::size_t block) {
        NoteDecimator decimator(96000.0);
        std::vector<float> out;
        for (std::size_t i = 0; i < samples.size(); i += block) {
            const auto some =
                decimator.process(std::span<const float>(samples).subspan(i, std::min(block, samples.size() - i)));
            out.insert(out.end(), some.begin(), some.end());
        }
        return out;
    };
    const auto whole = all(HalfRate::kLongest);
    EXPECT_EQ(whole.size(), 750U);
    for (const std::size_t block : {1U, 7U, 64U, 511U}) EXPECT_EQ(all(block), whole) << block;
}

TEST(NoteSpectrum, ShowsASineInItsBinAsItsModelSays) {
    auto spectrum = *NoteSpectrum::create(24000.0, 440.0);
    for (const double midi : {45.0, 57.0, 69.0, 81.0, 93.0}) {
        const double hz = 440.0 * std::exp2((midi - 69.0) / 12.0);
        spectrum.reset();
        for (std::size_t i = 0; i < 24000; ++i) {
            const auto sample =
                static_cast<float>(std::sin(2.0 * std::numbers::pi * hz * static_cast<double>(i) / 24000.0));
            ASSERT_EQ(spectrum.take({&sample, 1}), 1U);
        }
        ASSERT_TRUE(spectrum.hop_complete());
        const auto powers = spectrum.powers();
        const auto top = std::ranges::max_element(powers) - powers.begin();
        EXPECT_NEAR(static_cast<double>(top), pitch_bin(midi), 1.0) << midi;
        PitchSpectrum model{};
        spectrum.add_sine(hz, 1.0, model);
        const auto bin = static_cast<std::size_t>(pitch_bin(midi));
        EXPECT_NEAR(powers[bin] / model[bin], 1.0F, 0.1F) << midi;
    }
}

/// A row of the dictionary as floats.
PitchSpectrum row_of(const NoteDictionary& dictionary, std::uint32_t r) {
    alignas(64) PitchSpectrum row;
    const float one = 1.0F;
    kernels::mix_rows(dictionary.rows(), {&r, 1}, &one, row.data());
    return row;
}

TEST(NoteDictionary, HasRowsThatSumToOneBetweenTheirBounds) {
    const auto spectrum = *NoteSpectrum::create(24000.0, 440.0);
    const NoteDictionary dictionary(spectrum);
    const auto rows = dictionary.rows();
    for (std::uint32_t r = 0; r < kRows; ++r) {
        const PitchSpectrum row = row_of(dictionary, r);
        EXPECT_NEAR(std::accumulate(row.begin(), row.end(), 0.0F), 1.0F, 4e-3F) << r;
        EXPECT_LT(rows.first[r], rows.last[r]);
        const auto* all = rows.values + r * rows.stride;
        EXPECT_TRUE(std::all_of(all, all + rows.first[r], [](auto value) { return value == 0; })) << r;
        EXPECT_TRUE(std::all_of(all + rows.last[r], all + kPitchBins, [](auto value) { return value == 0; })) << r;
    }
}

TEST(NoteActivations, FindThePitchesThatAMixIsMadeOf) {
    const auto spectrum = *NoteSpectrum::create(24000.0, 440.0);
    const NoteDictionary dictionary(spectrum);
    const auto activations = std::make_unique<NoteActivations>(dictionary);
    PitchSpectrum mix{};
    const std::set<std::size_t> played = {27, 31, 34};  // C3, E3, G3, in their second shape.
    for (const std::size_t pitch : played) {
        const PitchSpectrum row = row_of(dictionary, static_cast<std::uint32_t>(pitch * kShapes + 1));
        for (std::size_t k = 0; k < kPitchBins; ++k) mix[k] += row[k];
    }
    for (int i = 0; i < 5; ++i) activations->update(mix);
    EXPECT_NEAR(activations->total(), 3.0F, 0.02F);
    for (std::size_t pitch = 0; pitch < kPitches; ++pitch) {
        EXPECT_NEAR(activations->of_pitches()[pitch], played.contains(pitch) ? 1.0F : 0.0F, 0.25F) << pitch;
    }
    for (const std::size_t pitch : played) EXPECT_TRUE(std::ranges::count(activations->tried(), pitch) == 1) << pitch;
    activations->update(PitchSpectrum{});
    EXPECT_EQ(activations->total(), 0.0F);
    EXPECT_TRUE(activations->tried().empty());
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

TEST(NoteReadings, KnowTheMains) {
    const auto cents_off = [](double hz, int midi) {
        return static_cast<float>(1200.0 * std::log2(hz / 440.0) - 100.0 * (midi - 69));
    };
    EXPECT_TRUE(is_on_mains(31 - kLowestMidi, cents_off(50.0, 31), 440.0));
    EXPECT_TRUE(is_on_mains(34 - kLowestMidi, cents_off(60.2, 34), 440.0));
    EXPECT_TRUE(is_on_mains(35 - kLowestMidi, cents_off(60.0, 35), 440.0));
    EXPECT_FALSE(is_on_mains(31 - kLowestMidi, 0.0F, 440.0));
    EXPECT_FALSE(is_on_mains(34 - kLowestMidi, 10.0F, 440.0));
    EXPECT_FALSE(is_on_mains(43 - kLowestMidi, cents_off(100.0, 43), 440.0));
}

TEST(TuningEstimate, CorrectsOnceNotesAgree) {
    TuningEstimate tuning;
    for (int i = 0; i < 8; ++i) tuning.add(-32.0F, 1.0F);
    EXPECT_EQ(tuning.take_correction(), 0.0F);
    for (int i = 0; i < 8; ++i) tuning.add(-30.0F, 1.0F);
    EXPECT_NEAR(tuning.take_correction(), -31.0F, 1.0F);
    for (int i = 0; i < 20; ++i) tuning.add(i % 2 == 0 ? 25.0F : -25.0F, 1.0F);
    EXPECT_EQ(tuning.take_correction(), 0.0F);  // They do not agree.
}

/// Feeds the tracker one pitch's odds at a time.
struct TrackerTest : testing::Test {
    void hop(float sounds, float begins, float age = 0.0F) {
        std::array<NoteOdds, kPitches> odds;
        odds.fill({-8.0F, -8.0F, 0.0F});
        odds[45] = {sounds, begins, age};
        tracker.update({odds, readings}, events);
    }
    std::array<PitchReading, kPitches> readings{};
    NoteTracker tracker{TrackerSettings{}};
    std::vector<NoteEvent> events;
};

TEST_F(TrackerTest, PlacesTheOnsetWhereItWasLikeliest) {
    for (int i = 0; i < 50; ++i) hop(-8.0F, -8.0F);
    for (int i = 0; i < 40; ++i) hop(3.0F, i == 1 ? 3.0F : -5.0F);
    for (int i = 0; i < 40; ++i) hop(-8.0F, -8.0F);
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(events[0].note.onset, 52U - kOnsetLag);
    EXPECT_EQ(events[0].note.midi_pitch, kLowestMidi + 45);
    EXPECT_GT(events[0].note.detected, 51U);
    EXPECT_LE(events[0].note.detected, 56U);
    EXPECT_NEAR(static_cast<double>(events[1].note.offset), 90.0 - kSoundLag, 3.0);
}

TEST_F(TrackerTest, PlacesAnOnsetThatDoesNotStandOutByTheAge) {
    for (int i = 0; i < 50; ++i) hop(-8.0F, -8.0F);
    for (int i = 0; i < 20; ++i) hop(3.0F, -5.0F, 12.0F + static_cast<float>(i));  // It began at hop 39.
    ASSERT_EQ(events.size(), 1U);
    EXPECT_NEAR(static_cast<double>(events[0].note.onset), 39.0, 1.0);
}

TEST_F(TrackerTest, BelievesNothingOnTheWordOfOneHop) {
    for (int i = 0; i < 100; ++i) hop(i == 50 ? 3.0F : -3.0F, -5.0F);
    EXPECT_TRUE(events.empty());
}

TEST_F(TrackerTest, DividesANoteThatIsStruckAgain) {
    for (int i = 0; i < 20; ++i) hop(-8.0F, -8.0F);
    for (int i = 0; i < 60; ++i) hop(3.0F, i == 1 || i == 30 ? 3.0F : -5.0F);
    tracker.finish(events);
    ASSERT_EQ(events.size(), 4U);
    EXPECT_EQ(events[1].note.offset, events[2].note.onset);
    EXPECT_EQ(events[2].note.onset, 51U - kOnsetLag);
}

}  // namespace
}  // namespace attacca::analysis
