// Sentences to be recognized, spoken by flite.
#pragma once

#include <array>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include "attacca/dsp/resampler.h"
#include "attacca/speech/recognizer.h"

namespace attacca::test {

/// One channel at 16 kHz with a quarter of a second of faint noise before and after; empty where flite is not
/// installed. Requires text without apostrophes.
inline std::vector<float> spoken(const std::string& text) {
    const std::string command = "flite -voice kal -t '" + text + "' -o /dev/stdout 2>/dev/null";
    std::FILE* pipe = popen(command.c_str(), "r");
    if (pipe == nullptr) return {};
    std::string bytes;
    std::array<char, 4096> block{};
    for (std::size_t count = 1; count > 0;) {
        count = std::fread(block.data(), 1, block.size(), pipe);
        bytes.append(block.data(), count);
    }
    constexpr std::size_t kHeader = 44;
    if (pclose(pipe) != 0 || bytes.size() < kHeader) return {};
    std::uint32_t rate = 0;
    std::memcpy(&rate, bytes.data() + 24, sizeof(rate));
    std::vector<float> voice((bytes.size() - kHeader) / 2);
    for (std::size_t i = 0; i < voice.size(); ++i) {
        std::int16_t sample = 0;
        std::memcpy(&sample, bytes.data() + kHeader + 2 * i, sizeof(sample));
        voice[i] = static_cast<float>(sample) / 32768.0F;
    }
    auto resampler = dsp::Resampler::create(
        {.input_rate = static_cast<double>(rate), .output_rate = speech::kSpeechRate_hz, .channels = 1});
    if (!resampler) return {};
    constexpr std::size_t kQuiet = 4000;
    const double ratio = speech::kSpeechRate_hz / static_cast<double>(rate);
    std::vector<float> heard(2 * kQuiet + static_cast<std::size_t>(static_cast<double>(voice.size()) * ratio) + 1);
    std::size_t end = kQuiet;
    for (std::span<const float> rest = voice; !rest.empty();) {
        const auto done = resampler->process(rest, std::span(heard).subspan(end));
        rest = rest.subspan(done.consumed_frames);
        end += done.produced_frames;
        if (done.consumed_frames == 0 && done.produced_frames == 0) break;
    }
    end += resampler->finish(std::span(heard).subspan(end));
    heard.resize(end + kQuiet);
    std::uint32_t state = 1;
    for (float& sample : heard) {
        state = state * 1664525U + 1013904223U;
        sample += (static_cast<float>(state >> 8) / 16777216.0F - 0.5F) * 0.001F;
    }
    return heard;
}

}  // namespace attacca::test
