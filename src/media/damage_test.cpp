// Damaged files end in a clear error or in what can be decoded of them.
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <random>

#include "attacca/media/tags.h"
#include "media/every_format_test.h"

namespace attacca::media {
namespace {

using namespace test;
using ::testing::HasSubstr;

/// One of the ways in which files go bad.
std::string damaged(std::string bytes, std::mt19937& random) {
    const auto place = [&](std::size_t below) { return random() % std::max<std::size_t>(below, 1); };
    const std::size_t head = std::min<std::size_t>(bytes.size(), 200);
    switch (random() % 7) {
        case 0:
            return bytes.substr(0, place(bytes.size()));
        case 1:
            return bytes.substr(place(bytes.size()));
        case 2:  // Single bytes anywhere.
            for (int i = 0; i < 20; ++i) bytes[place(bytes.size())] = static_cast<char>(random());
            return bytes;
        case 3:  // Wrong headers.
            for (int i = 0; i < 4; ++i) bytes[place(head)] = static_cast<char>(random());
            return bytes;
        case 4: {  // Huge claims.
            const std::size_t at = place(head);
            for (std::size_t i = at; i < std::min(at + 4, bytes.size()); ++i) bytes[i] = '\xFF';
            return bytes;
        }
        case 5: {  // A lost stretch, as of a bad disk.
            const std::size_t at = place(bytes.size());
            std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), std::min<std::size_t>(5000, bytes.size() - at),
                        '\0');
            return bytes;
        }
        default: {  // A hole, and what follows moved up.
            const std::size_t at = place(bytes.size());
            return bytes.erase(at, 1 + place(3000));
        }
    }
}

/// Reads everything and seeks about; returns the frames. Every error must be explained.
std::size_t exercise(const std::string& path) {
    (void)read_tags(path);
    auto decoder = Decoder::open(path);
    if (!decoder) {
        EXPECT_THAT(decoder.error().detail, HasSubstr(path));
        EXPECT_GT(decoder.error().detail.size(), path.size() + 10);
        return 0;
    }
    const std::size_t channels = (*decoder)->info().channels;
    EXPECT_LE(channels, 8u);
    constexpr std::size_t kFarTooMany = 100'000'000;
    std::vector<std::int32_t> block(4096 * channels);
    std::size_t frames = 0;
    for (std::size_t count = 1; count > 0 && frames < kFarTooMany; frames += count) {
        const auto read = (*decoder)->read(std::span<std::int32_t>(block));
        count = read.value_or(0);
    }
    for (const std::size_t target : {frames / 2, std::size_t{0}, 2 * frames}) {
        if (!(*decoder)->seek(target)) continue;
        (void)(*decoder)->read(std::span<std::int32_t>(block));
    }
    return frames;
}

TEST(Damage, hundreds_of_broken_files_end_in_an_error_or_in_what_is_left) {
    constexpr int kCasesPerFile = 24;
    constexpr std::size_t kFrames = 20000;
    const Folder folder;
    std::mt19937 random(20);
    std::size_t cases = 0, played = 0;
    for (const std::string& path : files_of_every_format(folder, kFrames)) {
        const std::string sound = content_of(path);
        for (int i = 0; i < kCasesPerFile; ++i) {
            const std::string broken =
                folder.write("broken" + std::filesystem::path(path).extension().string(), damaged(sound, random));
            const std::size_t frames = exercise(broken);
            EXPECT_LT(frames, 60 * 192000u) << path << " case " << i;
            ++cases;
            played += frames > 0 ? 1 : 0;
        }
    }
    EXPECT_GE(cases, 300u);
    EXPECT_GT(played, cases / 2);  // Most can still be heard.
}

TEST(Damage, a_flac_broken_in_the_middle_is_read_on_in_time) {
    const Folder folder;
    const std::string path = folder.file("a.flac");
    const auto samples = chirp(200000, 2, 44100);
    write_file(path, {.sample_rate = 44100, .tags = {}}, samples);
    std::string bytes = content_of(path);
    for (std::size_t i = bytes.size() / 2; i < bytes.size() / 2 + 300; ++i) bytes[i] = '\x55';
    folder.write("a.flac", bytes);

    auto decoder = Decoder::open(path);
    ASSERT_TRUE(decoder);
    const auto back = read_rest<float>(**decoder);
    EXPECT_GE((*decoder)->damage().places, 1u);
    ASSERT_EQ(back.size(), samples.size());
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < back.size(); ++i) wrong += std::abs(back[i] - samples[i]) > 1e-4 ? 1 : 0;
    EXPECT_GT(wrong, 0u);
    EXPECT_LT(wrong, 3 * 4608 * 2u);  // The frames that were hit are silent, all others in their place.
}

TEST(Damage, a_cut_file_plays_to_the_cut) {
    const Folder folder;
    const auto samples = noise(100000, 16);
    for (const char* name : {"a.wav", "a.aiff", "a.flac"}) {
        const std::string path = folder.file(name);
        write_file(path, {.tags = {}}, samples);
        std::filesystem::resize_file(path, 2 * std::filesystem::file_size(path) / 3);
        const auto back = read_file<std::int32_t>(path);
        EXPECT_GT(back.size(), 55000u) << name;
        EXPECT_TRUE(std::equal(back.begin(), back.end(), samples.begin())) << name;
    }
}

TEST(Damage, a_streamed_wav_without_lengths_plays_to_its_end) {
    const Folder folder;
    const auto samples = noise(20000, 16);
    for (const char filler : {'\xFF', '\0'}) {
        const std::string path = folder.file("a.wav");
        write_file(path, {.tags = {}}, samples);
        std::string bytes = content_of(path);
        std::fill_n(bytes.begin() + 4, 4, filler);
        std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(bytes.find("data")) + 4, 4, filler);
        folder.write("a.wav", bytes);
        EXPECT_EQ(read_file<std::int32_t>(path), samples) << static_cast<int>(filler);
    }
}

Error error_of(const std::string& path) {
    auto decoder = Decoder::open(path);
    return decoder ? Error{ErrorCode::system, "opened"} : decoder.error();
}

TEST(Damage, what_is_no_audio_file_is_named_for_what_it_is) {
    const Folder folder;
    EXPECT_EQ(error_of(folder.file("none.wav")).code, ErrorCode::not_found);
    EXPECT_THAT(error_of(folder.write("empty.flac", "")).detail, HasSubstr("empty.flac: is empty"));
    EXPECT_THAT(error_of(folder.file("")).detail, HasSubstr("folder"));
    EXPECT_THAT(error_of("/dev/zero").detail, HasSubstr("device"));
    EXPECT_NE(error_of(folder.write("text.wav", std::string(3000, 'a') + "\nno music here\n")).detail, "opened");
    const std::string png("\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0\x90wS\xDE", 33);
    EXPECT_NE(error_of(folder.write("picture.mp3", png)).detail, "opened");
    EXPECT_NE(error_of(folder.write("riff.wav", std::string("RIFF\xFF\xFF\xFF\xFFWAVE", 12))).detail, "opened");
}

TEST(Damage, a_wav_of_too_many_channels_says_so) {
    const Folder folder;
    const std::string path = folder.file("a.wav");
    write_file(path, {.channels = 8, .tags = {}}, noise(8000, 16));
    std::string bytes = content_of(path);
    const std::size_t channels = bytes.find("fmt ") + 10;
    bytes[channels] = 16;
    bytes[channels + 10] = 32;  // Bytes a frame.
    folder.write("a.wav", bytes);
    EXPECT_THAT(error_of(path).detail, HasSubstr("16 channels"));
}

TEST(Damage, a_pipe_is_read_as_it_comes_and_cannot_be_sought_in) {
    const Folder folder;
    const auto samples = noise(40000, 16);
    write_file(folder.file("a.wav"), {.tags = {}}, samples);
    const std::string pipe = folder.file("pipe");
    ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
    const pid_t writer = fork();
    if (writer == 0) {
        std::ofstream(pipe, std::ios::binary) << content_of(folder.file("a.wav"));
        _exit(0);
    }
    auto decoder = Decoder::open(pipe);
    ASSERT_TRUE(decoder) << decoder.error().detail;
    EXPECT_EQ(read_rest<std::int32_t>(**decoder), samples);
    EXPECT_FALSE((*decoder)->seek(0));
}

}  // namespace
}  // namespace attacca::media
