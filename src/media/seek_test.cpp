// Seeks are exact to the sample, and lengths are what they were before encoding.
#include <algorithm>
#include <random>

#include "media/every_format_test.h"

namespace attacca::media {
namespace {

using namespace test;

constexpr std::size_t kKeptFrames = 12345;  // Of every file in testdata.

std::vector<float> read_block(Decoder& decoder, std::size_t frames) {
    std::vector<float> block(frames * decoder.info().channels);
    const auto count = decoder.read(std::span<float>(block));
    block.resize(count.value_or(0) * decoder.info().channels);
    return block;
}

/// What stands at `frame` of `whole`.
std::vector<float> cut(const std::vector<float>& whole, std::size_t frame, std::size_t frames, std::size_t channels) {
    const std::size_t begin = std::min(frame * channels, whole.size());
    const std::size_t end = std::min(begin + frames * channels, whole.size());
    return {whole.begin() + static_cast<std::ptrdiff_t>(begin), whole.begin() + static_cast<std::ptrdiff_t>(end)};
}

void expect_exact_seeks(const std::string& path, Reader reader) {
    auto decoder = Decoder::open(path, reader);
    ASSERT_TRUE(decoder) << decoder.error().detail;
    const std::vector<float> whole = read_rest<float>(**decoder);
    const std::size_t channels = (*decoder)->info().channels;
    const std::size_t frames = whole.size() / channels;
    if (const auto estimate = (*decoder)->info().estimated_frames) {
        ASSERT_NEAR(static_cast<double>(*estimate), static_cast<double>(frames), 0.2 * (*decoder)->info().sample_rate);
        ASSERT_FALSE((*decoder)->info().frames) << path;
    } else {
        ASSERT_EQ((*decoder)->info().frames, frames) << path;
    }

    std::mt19937 random(1);
    std::vector<std::size_t> targets = {frames / 2,    0,          frames - 1,      1, frames,
                                        frames + 1000, frames / 3, frames / 3 + 100};
    for (int i = 0; i < 12; ++i) targets.push_back(random() % frames);
    for (const std::size_t target : targets) {
        ASSERT_TRUE((*decoder)->seek(target)) << path;
        ASSERT_EQ((*decoder)->position(), std::min(target, frames)) << path;
        ASSERT_EQ(read_block(**decoder, 700), cut(whole, target, 700, channels)) << path << " at " << target;
    }
    EXPECT_EQ((*decoder)->damage().places, 0u) << path << ": " << (*decoder)->damage().first;
}

TEST(Seek, goes_on_as_if_it_had_been_decoded_from_the_start) {
    const Folder folder;
    for (const std::string& path : files_of_every_format(folder, 100000)) expect_exact_seeks(path, Reader::automatic);
}

TEST(Seek, is_exact_by_ffmpeg_too) {
    const Folder folder;
    for (const std::string& path : files_of_every_format(folder, 60000)) {
        if (path.ends_with(".ogg")) continue;  // Miscounted by FFmpeg, which reads it only where libvorbisfile cannot.
        expect_exact_seeks(path, Reader::ffmpeg);
    }
}

TEST(Length, is_that_of_the_source_where_the_format_tells) {
    const std::string folder = ATTACCA_TESTDATA;
    for (const char* name : {"/aac.m4a", "/alac.m4a", "/wavpack.wv", "/reference.flac"}) {
        EXPECT_EQ(read_file<float>(folder + name).size(), kKeptFrames) << name;
    }
}

TEST(Length, lossless_formats_hold_the_same_samples) {
    const std::string folder = ATTACCA_TESTDATA;
    const auto reference = read_file<std::int32_t>(folder + "/reference.flac");
    EXPECT_EQ(read_file<std::int32_t>(folder + "/alac.m4a"), reference);
    EXPECT_EQ(read_file<std::int32_t>(folder + "/wavpack.wv"), reference);
}

TEST(Length, aac_in_m4a_begins_where_the_music_does) {
    const std::string folder = ATTACCA_TESTDATA;
    const auto reference = read_file<float>(folder + "/reference.flac");
    const auto decoded = read_file<float>(folder + "/aac.m4a");
    ASSERT_EQ(decoded.size(), reference.size());
    const auto likeness = [&](std::size_t shift) {
        double sum = 0.0;
        for (std::size_t i = 2000; i < 10000; ++i) sum += decoded[i] * reference[i + shift - 50];
        return sum;
    };
    std::size_t best = 0;
    for (std::size_t shift = 1; shift <= 100; ++shift) best = likeness(shift) > likeness(best) ? shift : best;
    EXPECT_EQ(best, 50u);  // No shift.
}

TEST(Gapless, two_halves_are_the_whole) {
    const Folder folder;
    const auto whole = chirp(88201, 2, 48000);
    const std::vector<float> first(whole.begin(), whole.begin() + 2 * 40001),
        second(whole.begin() + 2 * 40001, whole.end());
    for (const char* extension : {"wav", "flac", "aiff"}) {
        const EncoderSpec spec{.format = SampleFormat::i24, .tags = {}};
        const auto file = [&](const char* stem) { return folder.file(std::string(stem) + "." + extension); };
        write_file(file("whole"), spec, whole);
        write_file(file("1"), spec, first);
        write_file(file("2"), spec, second);
        auto joined = read_file<std::int32_t>(file("1"));
        const auto rest = read_file<std::int32_t>(file("2"));
        joined.insert(joined.end(), rest.begin(), rest.end());
        EXPECT_EQ(joined, read_file<std::int32_t>(file("whole"))) << extension;
    }
}

}  // namespace
}  // namespace attacca::media
