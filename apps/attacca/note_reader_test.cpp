#include "note_reader.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "attacca/media/encoder.h"
#include "note_report.h"
#include "notes/melody.h"

namespace attacca::app {
namespace {

using tests::kMelody;
using tests::kRate;
using tests::melody;

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
