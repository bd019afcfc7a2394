#include "note_listener.h"

#include <gtest/gtest.h>

#include <QTemporaryDir>
#include <array>
#include <chrono>
#include <cmath>
#include <numbers>
#include <thread>

#include "attacca/media/encoder.h"

namespace attacca::studio {
namespace {

constexpr std::size_t kRate = 48000;
constexpr std::array kMelody{60, 64, 67};

/// Half a second of silence, then three notes of half a second.
std::string melody_file(const QTemporaryDir& folder) {
    std::vector<float> samples(kRate / 2);
    for (const int pitch : kMelody) {
        const double hz = 440.0 * std::exp2((pitch - 69) / 12.0);
        for (std::size_t i = 0; i < kRate / 2; ++i) {
            const double time = static_cast<double>(i) / kRate;
            double sum = 0.0;
            for (int k = 1; k <= 5; ++k) sum += std::sin(2.0 * std::numbers::pi * hz * k * time) / k;
            samples.push_back(static_cast<float>(0.15 * std::exp(-3.0 * time) * std::min(1.0, time / 0.005) * sum));
        }
    }
    const std::string path = folder.filePath(QStringLiteral("melody.wav")).toStdString();
    auto encoder = media::Encoder::open(path, {.sample_rate = kRate, .channels = 1, .tags = {}});
    EXPECT_TRUE(encoder && (*encoder)->write(std::span<const float>(samples)) && (*encoder)->finish());
    return path;
}

HeardNotes heard_to_the_end(const NoteListener& listener) {
    HeardNotes heard;
    const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (!heard.ended && std::chrono::steady_clock::now() < limit) {
        listener.hear(heard);
        std::this_thread::yield();
    }
    EXPECT_TRUE(heard.ended);
    return heard;
}

TEST(NoteListener, FindsTheNotesAndThePitchOfATrack) {
    const QTemporaryDir folder;
    const NoteListener listener({.track = media::Track{.source = melody_file(folder)}});
    const auto heard = heard_to_the_end(listener);
    EXPECT_FALSE(heard.failure);
    ASSERT_EQ(heard.notes.size(), kMelody.size());
    for (std::size_t i = 0; i < kMelody.size(); ++i) {
        EXPECT_EQ(heard.notes[i].note.midi_pitch, kMelody.at(i));
        EXPECT_NEAR(heard.notes[i].onset_s, 0.5 + 0.5 * static_cast<double>(i), 0.05);
        EXPECT_GT(heard.notes[i].offset_s, heard.notes[i].onset_s);
    }
    EXPECT_FALSE(listener.pitch_at(0.2));
    ASSERT_TRUE(listener.pitch_at(0.75));
    EXPECT_NEAR(*listener.pitch_at(0.75), 261.63, 1.0);
    EXPECT_FALSE(listener.pitch_at(100.0));
}

TEST(NoteListener, LeavesOutWhatAVoiceDoesNotSing) {
    const QTemporaryDir folder;
    const NoteListener listener(
        {.track = media::Track{.source = melody_file(folder)},
         .profile = analysis::VoiceProfile{.name = "low", .lowest_midi = 40, .highest_midi = 62}});
    const auto heard = heard_to_the_end(listener);
    ASSERT_EQ(heard.notes.size(), 1U);
    EXPECT_EQ(heard.notes[0].note.midi_pitch, 60);
}

TEST(NoteListener, SaysWhyATrackOrADeviceCannotBeHeard) {
    const NoteListener of_track({.track = media::Track{.source = "/absent/song.flac"}});
    const auto track = heard_to_the_end(of_track);
    ASSERT_TRUE(track.failure);
    EXPECT_NE(track.failure->detail.find("/absent/song.flac"), std::string::npos);
    const NoteListener of_device({.device = "nowhere"});
    const auto device = heard_to_the_end(of_device);
    ASSERT_TRUE(device.failure);
    EXPECT_NE(device.failure->detail.find("nowhere"), std::string::npos);
}

TEST(NoteListener, StopsAtOnce) {
    const auto begun = std::chrono::steady_clock::now();
    { const NoteListener listener({.device = "null"}); }
    EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(20));
}

}  // namespace
}  // namespace attacca::studio
