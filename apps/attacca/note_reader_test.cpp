#include "note_reader.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <numbers>
#include <string>
#include <vector>

#include "attacca/media/encoder.h"
#include "note_report.h"

namespace attacca::app {
namespace {

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

std::string live_json(std::span<const float> samples) {
    auto notes = analysis::LiveNotes::create({.sample_rate = kRate, .channels = 1}, {});
    EXPECT_TRUE(notes);
    std::vector<analysis::FoundNote> ended;
    const auto keep = [&](analysis::NoteEvent::Kind kind, const analysis::FoundNote& found) {
        if (kind == analysis::NoteEvent::Kind::off) ended.push_back(found);
    };
    notes->process({samples, 1}, keep);
    notes->finish(keep);
    analysis::sort_notes(ended);
    return notes_json(ended, 440.0);
}

TEST(NoteReader, FindsInAFileWhatIsHeardLive) {
    const auto samples = melody();
    const std::string expected = live_json(samples);
    EXPECT_EQ(std::ranges::count(expected, '\n'), std::ssize(kMelody));
    EXPECT_EQ(file_json(samples), expected);
}

}  // namespace
}  // namespace attacca::app
