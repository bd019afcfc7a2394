#include "attacca/player/waveform_overview.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <numbers>
#include <thread>

#include "media/signal_test.h"
#include "player/waveform_columns.h"

namespace attacca::player {
namespace {

using namespace std::chrono_literals;
using media::test::Folder;
using media::test::write_file;

constexpr std::uint32_t kRate = 8000;

// Stereo, the right channel half as loud; `loud` from the second half on, soft before.
std::string write_wave(const Folder& folder, const std::string& name, double seconds) {
    const auto frames = static_cast<std::size_t>(seconds * kRate);
    std::vector<float> samples(frames * 2);
    for (std::size_t i = 0; i < frames; ++i) {
        const double level = i < frames / 2 ? 0.1 : 0.8;
        const double value = level * std::sin(2.0 * std::numbers::pi * 440.0 * static_cast<double>(i) / kRate);
        samples[2 * i] = static_cast<float>(value);
        samples[2 * i + 1] = static_cast<float>(value / 2.0);
    }
    const auto path = folder.file(name);
    write_file(path, {.sample_rate = kRate, .channels = 2, .format = media::SampleFormat::f32}, samples);
    return path;
}

// Waits for the reading thread; the limit only ends a broken run.
Waveform finished(const WaveformOverview& overview) {
    for (const auto limit = std::chrono::steady_clock::now() + 20s; std::chrono::steady_clock::now() < limit;) {
        auto waveform = overview.waveform();
        if (waveform.state == WaveformState::complete || waveform.state == WaveformState::failed) return waveform;
        std::this_thread::sleep_for(1ms);
    }
    ADD_FAILURE() << "waited in vain";
    return {};
}

Waveform shown(const media::Track& track, const std::string& cache = "") {
    WaveformOverview overview(cache);
    overview.show(track);
    return finished(overview);
}

TEST(WaveformOverview, ShowsHowLoudATrackIsWhere) {
    const Folder folder;
    const auto waveform = shown({.source = write_wave(folder, "a.wav", 60.0)});
    EXPECT_EQ(waveform.state, WaveformState::complete);
    EXPECT_EQ(waveform.loaded_share, 1.0);
    EXPECT_DOUBLE_EQ(waveform.duration_s, 60.0);
    ASSERT_GT(waveform.columns.size(), 4000U);
    ASSERT_LE(waveform.columns.size(), WaveformOverview::kMostColumns);
    const auto soft = waveform.columns[waveform.columns.size() / 4];
    const auto loud = waveform.columns[waveform.columns.size() * 3 / 4];
    EXPECT_NEAR(soft.highest, 0.1, 0.005);
    EXPECT_NEAR(loud.highest, 0.8, 0.04);
    EXPECT_NEAR(loud.lowest, -0.8, 0.04);
    EXPECT_NEAR(loud.rms, std::sqrt((0.64 + 0.16) / 4.0), 0.03);
}

TEST(WaveformOverview, ShowsThePartThatACueSheetCuts) {
    const Folder folder;
    const auto waveform = shown({.source = write_wave(folder, "a.wav", 10.0), .start_s = 1.0, .end_s = 4.0});
    EXPECT_DOUBLE_EQ(waveform.duration_s, 3.0);
    EXPECT_LT(std::ranges::max(waveform.columns, {}, &WaveformColumn::highest).highest, 0.11F);
}

TEST(WaveformOverview, KeepsWhatItReadUntilTheFileChanges) {
    const Folder folder;
    const auto cache = folder.file("cache");
    const auto path = write_wave(folder, "a.wav", 2.0);
    const auto read = shown({.source = path}, cache);
    ASSERT_EQ(std::distance(std::filesystem::directory_iterator(cache), {}), 1);
    // Another file of the same size and time of change would be taken for it: so it is seen that the cache answers.
    const auto changed = std::filesystem::last_write_time(path);
    std::fstream(path, std::ios::in | std::ios::out | std::ios::binary).seekp(200).write("\xFF\xFF\x7F\x3F", 4);
    std::filesystem::last_write_time(path, changed);
    EXPECT_EQ(shown({.source = path}, cache).columns, read.columns);
    std::filesystem::last_write_time(path, changed + 1s);
    EXPECT_NE(shown({.source = path}, cache).columns, read.columns);
}

TEST(WaveformOverview, ReadsAnewWhatTheCacheHasDamaged) {
    const Folder folder;
    const auto cache = folder.file("cache");
    const auto path = write_wave(folder, "a.wav", 2.0);
    const auto read = shown({.source = path}, cache);
    for (const auto& entry : std::filesystem::directory_iterator(cache)) {
        std::filesystem::resize_file(entry.path(), std::filesystem::file_size(entry.path()) - 5);
    }
    EXPECT_EQ(shown({.source = path}, cache).columns, read.columns);
}

TEST(WaveformOverview, TheTrackAskedForLastIsShown) {
    const Folder folder;
    WaveformOverview overview("");
    const auto longer = write_wave(folder, "long.wav", 200.0);
    const auto shorter = write_wave(folder, "short.wav", 1.0);
    for (int i = 0; i < 20; ++i) {
        overview.show({.source = longer});
        overview.show({.source = shorter});
    }
    EXPECT_DOUBLE_EQ(finished(overview).duration_s, 1.0);
    overview.show({.source = longer});
    const auto before = overview.changes();
    overview.clear();
    EXPECT_NE(overview.changes(), before);
    EXPECT_EQ(overview.waveform().state, WaveformState::empty);
}

TEST(WaveformOverview, SaysWhatCannotBeRead) {
    const Folder folder;
    const auto broken = shown({.source = folder.write("broken.flac", "nothing")}, folder.file("cache"));
    EXPECT_EQ(broken.state, WaveformState::failed);
    EXPECT_NE(broken.problem.find("broken.flac"), std::string::npos);
    EXPECT_EQ(shown({.source = folder.file("absent.wav")}).state, WaveformState::failed);
    EXPECT_EQ(shown({.source = "-"}).state, WaveformState::failed) << "standard input is the player's";
    EXPECT_FALSE(std::filesystem::exists(folder.file("cache")));
}

TEST(WaveformColumns, DoubleTheirWidthWhereTheLengthIsNotKnown) {
    constexpr std::size_t kFrames = 256 * 4096 * 3 + 100;
    std::vector<float> samples(kFrames, 0.5F);
    samples[0] = -1.0F;
    WaveformColumns columns(0);
    for (std::size_t done = 0; done < kFrames;) {
        const std::size_t frames = std::min<std::size_t>(10'007, kFrames - done);
        columns.add(ConstAudioBlock(std::span(samples).subspan(done, frames), 1));
        done += frames;
    }
    columns.finish();
    EXPECT_EQ(columns.frames(), kFrames);
    EXPECT_EQ(columns.column_frames(), 1024U);
    EXPECT_EQ(columns.columns().size(), kFrames / 1024 + 1);
    EXPECT_EQ(columns.columns().front().lowest, -1.0F);
    EXPECT_EQ(columns.columns()[1], (WaveformColumn{.lowest = 0.0F, .highest = 0.5F, .rms = 0.5F}));
}

TEST(WaveformColumns, StayWithinTheirNumberWhereTheLengthWasWrong) {
    const std::vector<float> samples(20'000, 0.25F);
    WaveformColumns columns(4096);  // One frame each.
    columns.add(ConstAudioBlock(samples, 1));
    columns.finish();
    EXPECT_LE(columns.columns().size(), WaveformOverview::kMostColumns);
    EXPECT_LT(columns.column_frames() * (columns.columns().size() - 1), 20'000U);
}

}  // namespace
}  // namespace attacca::player
