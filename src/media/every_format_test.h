// One file of every format that can be read, for tests that hold for all of them.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "media/signal_test.h"

namespace attacca::media::test {

/// Writes those that we can write, `frames` long, into `folder` and adds the kept ones.
inline std::vector<std::string> files_of_every_format(const Folder& folder, std::size_t frames) {
    std::vector<std::string> paths;
    const auto add = [&](const std::string& name, SampleFormat format, std::size_t channels) {
        paths.push_back(folder.file(name));
        write_file(paths.back(), {.sample_rate = 48000, .channels = channels, .format = format, .tags = {}},
                   chirp(frames, channels, 48000));
    };
    add("i16.wav", SampleFormat::i16, 2);
    add("f32.wav", SampleFormat::f32, 6);
    add("i24.aiff", SampleFormat::i24, 2);
    add("i16.caf", SampleFormat::i16, 1);
    add("i16.w64", SampleFormat::i16, 2);
    add("i16.au", SampleFormat::i16, 2);
    add("i16.flac", SampleFormat::i16, 2);
    add("i24.flac", SampleFormat::i24, 1);
    add("vorbis.ogg", SampleFormat::i16, 2);
    add("opus.opus", SampleFormat::i16, 2);
    add("tagged.mp3", SampleFormat::i16, 2);
    for (const auto& entry : std::filesystem::directory_iterator(ATTACCA_TESTDATA)) {
        if (entry.path().has_extension()) paths.push_back(entry.path().string());
    }
    return paths;
}

}  // namespace attacca::media::test
