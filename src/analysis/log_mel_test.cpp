#include "attacca/analysis/log_mel.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstdio>
#include <cstring>
#include <functional>
#include <limits>
#include <numbers>
#include <random>
#include <string>
#include <vector>

#include "analysis/mel_filters.h"

namespace attacca::analysis {
namespace {

constexpr LogMelSpec kLipsync{.preset = LogMelPreset::lipsync};
constexpr LogMelSpec kWhisper{.preset = LogMelPreset::whisper};
constexpr LogMelSpec kWhisper128{.preset = LogMelPreset::whisper, .bins = 128};
constexpr LogMelSpec kSpecs[] = {kLipsync, kWhisper, kWhisper128};
constexpr double kTolerance = 3e-4;  // Stricter than what users are promised.

/// What tests/golden/log_mel.py wrote.
template <class T>
std::vector<T> golden(const std::string& name) {
    std::FILE* file = std::fopen((std::string(ATTACCA_GOLDEN) + "/log_mel_" + name + ".npy").c_str(), "rb");
    if (file == nullptr) return {};
    std::string bytes(1 << 20, '\0');
    bytes.resize(std::fread(bytes.data(), 1, bytes.size(), file));
    std::fclose(file);
    if (bytes.size() < 10) return {};
    const std::size_t start = 10 + static_cast<unsigned char>(bytes[8]) + 256 * static_cast<unsigned char>(bytes[9]);
    std::vector<T> values((bytes.size() - start) / sizeof(T));
    std::memcpy(values.data(), bytes.data() + start, values.size() * sizeof(T));
    return values;
}

std::vector<float> golden_input() {
    std::vector<float> samples;
    for (const std::int16_t value : golden<std::int16_t>("input"))
        samples.push_back(static_cast<float>(value) / 32768.0F);
    return samples;
}

std::vector<float> noise(std::size_t count) {
    std::mt19937 random(1);
    std::normal_distribution<float> normal(0.0F, 0.1F);
    std::vector<float> samples(count);
    for (float& sample : samples) sample = normal(random);
    return samples;
}

LogMel make(const LogMelSpec& spec) { return *LogMel::create(spec); }

/// All frames of a stream, fed in blocks of `block` samples, with the counts that were foretold.
std::vector<float> frames_of(LogMel& mel, std::span<const float> samples, std::size_t block = 1 << 20) {
    std::vector<float> frames;
    const auto room_for = [&](std::size_t more) {
        const std::size_t size = frames.size();
        frames.resize(size + more * mel.bins());
        return std::span(frames).subspan(size);
    };
    const std::size_t total = mel.frames_after(samples.size()) + mel.frames_at_finish(samples.size());
    while (!samples.empty()) {
        const auto next = samples.first(std::min(block, samples.size()));
        const std::size_t foretold = mel.frames_after(next.size());
        EXPECT_EQ(mel.process(next, room_for(foretold)), foretold);
        samples = samples.subspan(next.size());
    }
    const std::size_t foretold = mel.frames_at_finish();
    EXPECT_EQ(mel.finish(room_for(foretold)), foretold);
    EXPECT_EQ(frames.size(), total * mel.bins());
    return frames;
}

std::vector<float> closed_frames_of(const LogMelSpec& spec, std::span<const float> samples) {
    LogMel mel = make(spec);
    auto frames = frames_of(mel, samples);
    mel.close_window(frames);
    return frames;
}

/// The index that numpy.pad(mode="reflect") repeats.
std::size_t mirror(std::ptrdiff_t i, std::ptrdiff_t size) {
    while (i < 0 || i >= size) i = i < 0 ? -i : 2 * (size - 1) - i;
    return static_cast<std::size_t>(i);
}

/// What the definitions say of frames.
struct Definition {
    std::size_t window, hop;
    MelFilterSpec filters;
};

/// The filtered spectrum, in double precision: magnitudes for lipsync, powers for whisper.
std::vector<double> exact_spectra(const Definition& definition, std::size_t frames, double exponent,
                                  const std::function<double(std::ptrdiff_t)>& sample) {
    const std::size_t length = definition.window;
    const auto filters = mel_filters(definition.filters);
    std::vector<std::complex<double>> roots(length);
    for (std::size_t k = 0; k < length; ++k) {
        roots[k] = std::polar(1.0, -2.0 * std::numbers::pi * static_cast<double>(k) / static_cast<double>(length));
    }
    std::vector<double> filtered;
    for (std::size_t frame = 0; frame < frames; ++frame) {
        const auto first =
            static_cast<std::ptrdiff_t>(frame * definition.hop) - static_cast<std::ptrdiff_t>(length / 2);
        std::vector<double> windowed(length);
        for (std::size_t i = 0; i < length; ++i) {
            windowed[i] = (0.5 - 0.5 * roots[i].real()) * sample(first + static_cast<std::ptrdiff_t>(i));
        }
        std::vector<double> spectrum(length / 2 + 1);
        for (std::size_t k = 0; k < spectrum.size(); ++k) {
            std::complex<double> sum;
            for (std::size_t i = 0; i < length; ++i) sum += windowed[i] * roots[i * k % length];
            spectrum[k] = std::pow(std::abs(sum), exponent);
        }
        for (const auto& filter : filters) {
            double sum = 0.0;
            for (std::size_t i = 0; i < filter.weights.size(); ++i)
                sum += filter.weights[i] * spectrum[filter.first_bin + i];
            filtered.push_back(sum);
        }
    }
    return filtered;
}

std::vector<double> exact_whisper(const std::vector<float>& samples) {
    const auto size = static_cast<std::ptrdiff_t>(samples.size());
    auto levels = exact_spectra({400, 160, {.bins = 80}}, samples.size() / 160, 2.0,
                                [&](std::ptrdiff_t i) { return samples[mirror(i, size)]; });
    for (double& level : levels) level = std::log10(std::max(1e-10, level));
    const double largest = *std::max_element(levels.begin(), levels.end());
    for (double& level : levels) level = (std::max(level, largest - 8.0) + 4.0) / 4.0;
    return levels;
}

std::vector<double> exact_lipsync(const std::vector<float>& samples) {
    const auto size = static_cast<std::ptrdiff_t>(samples.size());
    const Definition definition{800, 200, {.fft_length = 800, .bins = 80, .lowest_hz = 55.0, .highest_hz = 7600.0}};
    auto levels = exact_spectra(definition, 1 + samples.size() / 200, 1.0, [&](std::ptrdiff_t i) {
        if (i < 0 || i >= size) return 0.0;
        return samples[static_cast<std::size_t>(i)] - (i > 0 ? 0.97 * samples[static_cast<std::size_t>(i - 1)] : 0.0);
    });
    for (double& level : levels) {
        level = std::clamp(8.0 * (20.0 * std::log10(std::max(1e-5, level)) - 20.0 + 100.0) / 100.0 - 4.0, -4.0, 4.0);
    }
    return levels;
}

template <class Values>
void expect_near(const std::vector<float>& found, const Values& exact, const std::string& what) {
    ASSERT_EQ(found.size(), exact.size()) << what;
    for (std::size_t i = 0; i < found.size(); ++i)
        ASSERT_NEAR(found[i], exact[i], kTolerance) << what << ", value " << i;
}

TEST(LogMel, MatchesTheGoldenVectors) {
    const auto samples = golden_input();
    ASSERT_EQ(samples.size(), 4800U);
    expect_near(closed_frames_of(kLipsync, samples), golden<float>("lipsync"), "lipsync");
    expect_near(closed_frames_of(kWhisper, samples), golden<float>("whisper_80"), "whisper 80");
    expect_near(closed_frames_of(kWhisper128, samples), golden<float>("whisper_128"), "whisper 128");
}

TEST(LogMel, HasAsManyFramesAsTheReferences) {
    for (const std::size_t size : {0, 1, 159, 160, 199, 200, 201, 319, 320, 400, 3199, 3200, 16000, 16001}) {
        const auto samples = noise(size);
        EXPECT_EQ(closed_frames_of(kLipsync, samples).size(), (1 + size / 200) * 80) << size;
        EXPECT_EQ(closed_frames_of(kWhisper, samples).size(), size / 160 * 80) << size;
    }
}

TEST(LogMel, ReflectsBothEndsOfInputsThatAreShorterThanAWindow) {
    for (const std::size_t size : {160, 161, 199, 200, 201, 202, 239, 240, 319, 320, 359, 360, 361, 500}) {
        const auto samples = noise(size);
        expect_near(closed_frames_of(kWhisper, samples), exact_whisper(samples), std::to_string(size));
    }
}

TEST(LogMel, PutsSilenceAroundLipsync) {
    EXPECT_THAT(closed_frames_of(kLipsync, {}), testing::ElementsAreArray(std::vector<float>(80, -4.0F)));
    for (const std::size_t size : {1, 199, 200, 201, 399, 400, 401, 799, 1000}) {
        const auto samples = noise(size);
        expect_near(closed_frames_of(kLipsync, samples), exact_lipsync(samples), std::to_string(size));
    }
}

TEST(LogMel, GivesTheSameBitsForAnyDivisionIntoBlocks) {
    const auto samples = noise(9999);
    for (const auto& spec : kSpecs) {
        LogMel mel = make(spec);
        const auto whole = frames_of(mel, samples);
        for (const std::size_t block : {1, 7, 40, 64, 159, 160, 161, 200, 201, 253, 800, 3000, 5000}) {
            ASSERT_EQ(frames_of(mel, samples, block), whole) << name(spec.preset) << " in blocks of " << block;
        }
    }
}

TEST(LogMel, ClampsOverTheWindowThatIsClosed) {
    auto samples = noise(32000);
    for (std::size_t i = 16000; i < 32000; ++i) samples[i] *= 1e-6F;  // 120 dB below the first second.
    LogMel mel = make(kWhisper);
    const auto open = frames_of(mel, samples);
    auto as_one = open;
    mel.close_window(as_one);
    auto as_two = open;
    mel.close_window(std::span(as_two).first(100 * 80));
    mel.close_window(std::span(as_two).subspan(100 * 80));
    const float largest = *std::max_element(as_one.begin(), as_one.end());
    EXPECT_NEAR(*std::min_element(as_one.begin(), as_one.end()), largest - 2.0F, 1e-5F);
    EXPECT_NEAR(as_one[150 * 80], largest - 2.0F, 1e-5F);
    EXPECT_LT(as_two[150 * 80], largest - 2.1F);
    EXPECT_EQ(as_one[50 * 80], as_two[50 * 80]);
}

TEST(LogMel, LeavesLipsyncFramesAsTheyAre) {
    LogMel mel = make(kLipsync);
    const auto frames = frames_of(mel, noise(4000));
    auto closed = frames;
    mel.close_window(closed);
    EXPECT_EQ(closed, frames);
}

TEST(LogMel, ContainsWhatIsNoNumberAndCountsIt) {
    constexpr float kBad[] = {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(),
                              -std::numeric_limits<float>::infinity(), 3e38F};
    for (const auto& spec : kSpecs) {
        auto with_zeros = noise(8000);
        auto with_bad = with_zeros;
        for (std::size_t i = 0; i < 12; ++i) {
            with_zeros[i * 613] = 0.0F;
            with_bad[i * 613] = kBad[i % 4];
        }
        LogMel mel = make(spec);
        EXPECT_EQ(frames_of(mel, with_bad, 100), frames_of(mel, with_zeros)) << name(spec.preset);
        EXPECT_EQ(mel.rejected_samples(), 12U);
    }
}

TEST(LogMel, IsAsNewAfterResetAndAfterFinish) {
    const auto samples = noise(5000);
    for (const auto& spec : kSpecs) {
        LogMel fresh = make(spec);
        const auto expected = frames_of(fresh, samples);
        EXPECT_EQ(frames_of(fresh, samples), expected);
        std::vector<float> unread(20 * fresh.bins());
        fresh.process(noise(1234), unread);
        fresh.reset();
        EXPECT_EQ(frames_of(fresh, samples), expected);
    }
}

TEST(LogMel, StaysWithinItsRangeAtFullScaleAndInSilence) {
    std::vector<float> square(8000);
    for (std::size_t i = 0; i < square.size(); ++i) square[i] = i / 20 % 2 == 0 ? 1.0F : -1.0F;
    for (const float value : closed_frames_of(kLipsync, square)) ASSERT_TRUE(value >= -4.0F && value <= 4.0F);
    EXPECT_THAT(closed_frames_of(kWhisper, std::vector<float>(8000)), testing::Each(testing::FloatNear(-1.5F, 1e-6F)));
}

TEST(LogMel, RefusesBinsThatThePresetHasNot) {
    for (const LogMelSpec& spec : {LogMelSpec{LogMelPreset::lipsync, 128}, LogMelSpec{LogMelPreset::whisper, 64},
                                   LogMelSpec{LogMelPreset::whisper, 0}}) {
        const auto mel = LogMel::create(spec);
        ASSERT_FALSE(mel);
        EXPECT_EQ(mel.error().code, ErrorCode::invalid_argument);
        EXPECT_THAT(mel.error().detail, testing::HasSubstr(std::string(name(spec.preset)) + " has 80"));
        EXPECT_THAT(mel.error().detail, testing::HasSubstr(std::to_string(spec.bins)));
    }
}

}  // namespace
}  // namespace attacca::analysis
