// What the media tests share: signals, whole files written and read, and a folder that cleans up.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "attacca/media/decoder.h"
#include "attacca/media/encoder.h"

namespace attacca::media::test {

/// A folder of its own for one test.
class Folder {
public:
    Folder() {
        std::string name = (std::filesystem::temp_directory_path() / "attacca-media-XXXXXX").string();
        path_ = ::mkdtemp(name.data());
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() { std::filesystem::remove_all(path_); }

    std::string file(const std::string& name) const { return (path_ / name).string(); }

    std::string write(const std::string& name, const std::string& content) const {
        const std::string path = file(name);
        std::filesystem::create_directories(std::filesystem::path(path).parent_path());
        std::ofstream(path, std::ios::binary) << content;
        return path;
    }

private:
    std::filesystem::path path_;
};

inline std::string content_of(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// Noise that uses every bit, the same in every run; each channel its own.
inline std::vector<std::int32_t> noise(std::size_t samples, int bits) {
    std::vector<std::int32_t> out(samples);
    std::uint32_t state = 1;
    for (auto& sample : out) {
        state = state * 1664525u + 1013904223u;
        sample = static_cast<std::int32_t>(bits == 32 ? state : state & ~((1u << (32 - bits)) - 1));
    }
    return out;
}

/// A chirp that no two frames of share, at −6 dB.
inline std::vector<float> chirp(std::size_t frames, std::size_t channels, double rate = 44100) {
    std::vector<float> out(frames * channels);
    for (std::size_t i = 0; i < frames; ++i) {
        const double t = static_cast<double>(i) / rate;
        for (std::size_t c = 0; c < channels; ++c) {
            const double phase = 2.0 * M_PI * (200.0 + 70.0 * static_cast<double>(c) + 400.0 * t) * t;
            out[i * channels + c] = static_cast<float>(0.5 * std::sin(phase));
        }
    }
    return out;
}

template <class Sample>
void write_file(const std::string& path, const EncoderSpec& spec, const std::vector<Sample>& samples) {
    auto encoder = Encoder::open(path, spec);
    ASSERT_TRUE(encoder) << encoder.error().detail;
    ASSERT_TRUE((*encoder)->write(std::span<const Sample>(samples)));
    const Status finished = (*encoder)->finish();
    ASSERT_TRUE(finished) << finished.error().detail;
}

template <class Sample>
std::vector<Sample> read_rest(Decoder& decoder, std::size_t block_frames = 1000) {
    std::vector<Sample> all;
    std::vector<Sample> block(block_frames * decoder.info().channels);
    while (true) {
        const auto count = decoder.read(std::span<Sample>(block));
        if (!count || *count == 0) return all;
        all.insert(all.end(), block.begin(),
                   block.begin() + static_cast<std::ptrdiff_t>(*count * decoder.info().channels));
    }
}

template <class Sample>
std::vector<Sample> read_file(const std::string& path, Reader reader = Reader::automatic) {
    auto decoder = Decoder::open(path, reader);
    EXPECT_TRUE(decoder) << decoder.error().detail;
    return decoder ? read_rest<Sample>(**decoder) : std::vector<Sample>{};
}

}  // namespace attacca::media::test
