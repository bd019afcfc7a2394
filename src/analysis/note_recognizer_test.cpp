#include "attacca/analysis/note_recognizer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <random>
#include <set>
#include <vector>

namespace attacca::analysis {
namespace {

constexpr double kRate = 48000.0;

struct Tone {
    double onset_s, offset_s, midi;
    double amplitude = 0.2;
};

/// Harmonic tones that fade a little, as a piano's do.
std::vector<float> play(const std::vector<Tone>& tones, double seconds, double rate = kRate, double a4_hz = 440.0) {
    std::vector<float> samples(static_cast<std::size_t>(seconds * rate));
    for (const Tone& tone : tones) {
        const double hz = a4_hz * std::exp2((tone.midi - 69.0) / 12.0);
        const auto first = static_cast<std::size_t>(tone.onset_s * rate);
        const auto last = std::min(samples.size(), static_cast<std::size_t>(tone.offset_s * rate));
        for (std::size_t i = first; i < last; ++i) {
            const double time = static_cast<double>(i - first) / rate;
            const double left = static_cast<double>(last - i) / rate;
            const double envelope = std::min({1.0, time / 0.004, left / 0.02}) * std::exp(-time);
            double sum = 0.0;
            for (int h = 1; h <= 8 && h * hz < 0.4 * rate; ++h) {
                sum += std::pow(h, -1.3) * std::sin(2.0 * std::numbers::pi * hz * h * time + h);
            }
            samples[i] += static_cast<float>(tone.amplitude * envelope * sum);
        }
    }
    return samples;
}

std::vector<NoteEvent> events_of(NoteRecognizer& recognizer, const std::vector<float>& samples,
                                 std::size_t block = 4800) {
    std::vector<NoteEvent> all;
    for (std::size_t i = 0; i < samples.size(); i += block) {
        const auto some = recognizer.process({std::span(samples).subspan(i, std::min(block, samples.size() - i)), 1});
        all.insert(all.end(), some.begin(), some.end());
    }
    const auto rest = recognizer.finish();
    all.insert(all.end(), rest.begin(), rest.end());
    return all;
}

std::vector<Note> notes_of(NoteRecognizer& recognizer, const std::vector<float>& samples) {
    recognizer.reset();
    std::vector<Note> notes;
    for (const NoteEvent& event : events_of(recognizer, samples)) {
        if (event.kind == NoteEvent::Kind::off) notes.push_back(event.note);
    }
    return notes;
}

std::vector<Note> notes_of(const std::vector<float>& samples) {
    static NoteRecognizer recognizer = *NoteRecognizer::create({});
    return notes_of(recognizer, samples);
}

std::multiset<int> pitches_of(const std::vector<Note>& notes) {
    std::multiset<int> pitches;
    for (const Note& note : notes) pitches.insert(note.midi_pitch);
    return pitches;
}

bool same(const NoteEvent& a, const NoteEvent& b) {
    return a.kind == b.kind && a.note.onset == b.note.onset && a.note.offset == b.note.offset &&
           a.note.detected == b.note.detected && a.note.midi_pitch == b.note.midi_pitch &&
           a.note.cents == b.note.cents && a.note.velocity == b.note.velocity && a.note.confidence == b.note.confidence;
}

const std::vector<Tone> kPhrase = {{0.2, 0.7, 60}, {0.7, 1.2, 64}, {0.7, 1.2, 67}, {1.2, 1.6, 48}, {1.6, 1.9, 72}};

TEST(NoteRecognizer, NamesEverySemitone) {
    std::vector<int> wrong;
    for (int midi = 21; midi <= 108; ++midi) {
        const double seconds = midi < 36 ? 0.9 : 0.45;  // Low notes take time to be told apart.
        if (pitches_of(notes_of(play({{0.1, seconds, static_cast<double>(midi)}}, seconds))) != std::multiset{midi}) {
            wrong.push_back(midi);
        }
    }
    EXPECT_EQ(wrong, std::vector<int>{});
}

TEST(NoteRecognizer, TellsWhenANoteBeginsAndEndsAndHowFarItIsOff) {
    const auto notes = notes_of(play({{0.2, 0.7, 57.2}}, 1.0));
    ASSERT_EQ(notes.size(), 1U);
    const Note& note = notes[0];
    EXPECT_NEAR(note.cents, 20.0, 6.0);
    EXPECT_NEAR(static_cast<double>(note.onset) / kRate, 0.2, 0.03);
    EXPECT_NEAR(static_cast<double>(note.offset) / kRate, 0.7, 0.1);
    EXPECT_LT(static_cast<double>(note.detected) / kRate, 0.4);
    EXPECT_GT(note.detected, note.onset);
    EXPECT_GT(note.confidence, 0.5F);
}

TEST(NoteRecognizer, TellsALoudNoteFromASoftOne) {
    const auto loud = notes_of(play({{0.2, 0.7, 60, 0.4}}, 1.0));
    const auto soft = notes_of(play({{0.2, 0.7, 60, 0.04}}, 1.0));
    ASSERT_EQ(loud.size(), 1U);
    ASSERT_EQ(soft.size(), 1U);
    EXPECT_GT(loud[0].velocity, soft[0].velocity + 20.0F);
    EXPECT_LE(loud[0].velocity, 127.0F);
    EXPECT_GE(soft[0].velocity, 1.0F);
}

TEST(NoteRecognizer, HearsTriads) {
    for (const int root : {48, 60, 70}) {
        const double low = root;
        const auto notes = notes_of(play({{0.2, 1.0, low}, {0.2, 1.0, low + 4}, {0.2, 1.0, low + 7}}, 1.2));
        std::multiset<int> sure;
        for (const Note& note : notes) {
            if (note.confidence > 0.5F) {
                sure.insert(note.midi_pitch);
            } else {  // Under some triads an octave below the root sounds for as long as its window takes to fill.
                EXPECT_LT(note.offset - note.onset, 7000U) << root;
            }
        }
        EXPECT_EQ(sure, (std::multiset{root, root + 4, root + 7})) << root;
        EXPECT_LE(notes.size(), 4U) << root;
    }
}

TEST(NoteRecognizer, HearsANoteStruckAgain) {
    const auto notes = notes_of(play({{0.2, 0.5, 62}, {0.5, 0.8, 62}, {0.8, 1.1, 62}}, 1.4));
    ASSERT_EQ(pitches_of(notes), (std::multiset{62, 62, 62}));
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_NEAR(static_cast<double>(notes[i].onset) / kRate, 0.2 + 0.3 * static_cast<double>(i), 0.05) << i;
    }
}

TEST(NoteRecognizer, HearsOneVoiceWhereOneIsAskedFor) {
    auto recognizer = *NoteRecognizer::create({.voices = Voices::one});
    int sounding = 0;
    int most = 0;
    for (const NoteEvent& event : events_of(recognizer, play(kPhrase, 2.2))) {
        sounding += event.kind == NoteEvent::Kind::on ? 1 : -1;
        most = std::max(most, sounding);
    }
    EXPECT_EQ(most, 1);
    EXPECT_EQ(sounding, 0);
}

TEST(NoteRecognizer, LooksNoFurtherThanItsRange) {
    auto recognizer = *NoteRecognizer::create({.lowest_midi = 40, .highest_midi = 64});
    EXPECT_TRUE(notes_of(recognizer, play({{0.2, 0.8, 84}}, 1.0)).empty());
}

TEST(NoteRecognizer, HearsAtAnyRateAndInAnyChannels) {
    for (const double rate : {8000.0, 22050.0, 44100.0, 192000.0}) {
        const auto mono = play({{0.2, 0.8, 66}}, 1.0, rate);
        auto recognizer = *NoteRecognizer::create({.sample_rate = rate});
        EXPECT_EQ(pitches_of(notes_of(recognizer, mono)), std::multiset{66}) << rate;
    }
    const auto mono = play({{0.2, 0.8, 66}}, 1.0);
    std::vector<float> stereo;
    for (const float sample : mono) stereo.insert(stereo.end(), {sample, sample});
    auto recognizer = *NoteRecognizer::create({.channels = 2});
    std::multiset<int> pitches;
    const auto count = [&pitches](std::span<const NoteEvent> events) {
        for (const NoteEvent& event : events) {
            if (event.kind == NoteEvent::Kind::off) pitches.insert(event.note.midi_pitch);
        }
    };
    count(recognizer.process({stereo, 2}));
    count(recognizer.finish());
    EXPECT_EQ(pitches, std::multiset{66});
}

TEST(NoteRecognizer, HearsNoNotesInSilenceOrHumAndHardlyAnyInNoise) {
    std::minstd_rand random(3);
    std::normal_distribution<float> normal(0.0F, 0.1F);
    std::vector<float> noise(3 * 48000), hum(noise.size());
    for (float& sample : noise) sample = normal(random);
    for (std::size_t i = 0; i < hum.size(); ++i) {
        for (int h = 1; h <= 5; ++h) {
            hum[i] += static_cast<float>(0.02 / h *
                                         std::sin(2.0 * std::numbers::pi * 50.0 * h * static_cast<double>(i) / kRate));
        }
    }
    EXPECT_TRUE(notes_of(std::vector<float>(48000)).empty());
    EXPECT_TRUE(notes_of(std::vector<float>(48000, 0.5F)).empty());
    EXPECT_LE(notes_of(noise).size(), 1U);
    EXPECT_TRUE(notes_of(hum).empty());
}

TEST(NoteRecognizer, SurvivesWhatIsNoSound) {
    auto samples = play({{0.2, 0.9, 60}}, 1.2);
    samples[100] = std::numeric_limits<float>::quiet_NaN();
    samples[200] = std::numeric_limits<float>::infinity();
    samples[300] = 1e30F;
    EXPECT_TRUE(pitches_of(notes_of(samples)).contains(60));
    auto clipped = play({{0.2, 0.9, 60}}, 1.2);
    for (float& sample : clipped) sample = std::clamp(8.0F * sample, -0.5F, 0.5F);
    EXPECT_TRUE(pitches_of(notes_of(clipped)).contains(60));
}

TEST(NoteRecognizer, TellsTheSameInAnyBlocksAndAfterReset) {
    const auto samples = play(kPhrase, 2.2);
    auto recognizer = *NoteRecognizer::create({});
    const auto whole = events_of(recognizer, samples, samples.size());
    ASSERT_GE(whole.size(), 8U);
    for (const std::size_t block : {1, 997}) {
        recognizer.reset();
        const auto parts = events_of(recognizer, samples, block);
        ASSERT_EQ(parts.size(), whole.size()) << block;
        EXPECT_TRUE(std::equal(parts.begin(), parts.end(), whole.begin(), same)) << block;
    }
}

TEST(NoteRecognizer, TellsTheSameNotesUpToWhereAClipIsCutOff) {
    const auto samples = play(kPhrase, 2.2);
    auto recognizer = *NoteRecognizer::create({});
    const auto whole = events_of(recognizer, samples);
    for (const std::size_t cut : {40123U, 70000U}) {
        recognizer.reset();
        std::vector<NoteEvent> begun, wanted;
        for (const NoteEvent& event : recognizer.process({std::span(samples).first(cut), 1})) {
            if (event.kind == NoteEvent::Kind::on) begun.push_back(event);
        }
        for (const NoteEvent& event : whole) {
            if (event.kind == NoteEvent::Kind::on && event.note.detected <= cut) wanted.push_back(event);
        }
        ASSERT_EQ(begun.size(), wanted.size()) << cut;
        EXPECT_TRUE(std::equal(begun.begin(), begun.end(), wanted.begin(), same)) << cut;
    }
}

TEST(NoteRecognizer, FindsTheTuning) {
    std::vector<Tone> scale;
    for (int i = 0; i < 10; ++i) scale.push_back({0.1 + 0.3 * i, 0.4 + 0.3 * i, 55.0 + 2 * (i % 8)});
    for (const double a4_hz : {432.0, 446.0, 450.0}) {
        auto recognizer = *NoteRecognizer::create({.tuning = Tuning::automatic});
        events_of(recognizer, play(scale, 3.2, kRate, a4_hz));
        EXPECT_NEAR(1200.0 * std::log2(recognizer.a4_hz() / a4_hz), 0.0, 6.0) << a4_hz;
        recognizer.reset();
        EXPECT_EQ(recognizer.a4_hz(), 440.0);
    }
}

TEST(NoteRecognizer, IsNotTunedByHum) {
    std::vector<float> hum(3 * 48000);
    for (std::size_t i = 0; i < hum.size(); ++i) {
        for (int h = 1; h <= 5; ++h) {
            const double turns = 50.0 * h * static_cast<double>(i) / kRate;
            hum[i] += static_cast<float>(0.02 / h * std::sin(2.0 * std::numbers::pi * turns));
        }
    }
    auto recognizer = *NoteRecognizer::create({.tuning = Tuning::automatic});
    events_of(recognizer, hum);
    EXPECT_NEAR(recognizer.a4_hz(), 440.0, 1.0);
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
