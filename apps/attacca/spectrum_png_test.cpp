#include "spectrum_png.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "png_reading_test.h"

namespace attacca::app {
namespace {

constexpr PictureSize kSize{.width = 640, .height = 360};
constexpr std::size_t kBins = 4097;
constexpr double kBinHz = 24000.0 / (kBins - 1);

std::vector<double> bins_hz() {
    std::vector<double> frequencies;
    for (std::size_t bin = 0; bin < kBins; ++bin) frequencies.push_back(kBinHz * static_cast<double>(bin));
    return frequencies;
}

/// One bin stands out of the floor.
std::vector<float> tone(double frequency_hz, float level_db) {
    std::vector<float> levels(kBins, -120.0F);
    levels[static_cast<std::size_t>(std::lround(frequency_hz / kBinHz))] = level_db;
    return levels;
}

int brightness(Color color) { return color.red + color.green + color.blue; }

/// Of the brightest pixel of a column of the spectrogram.
std::size_t ridge_row(const PngPixels& pixels, std::size_t x, const PixelBox& box) {
    std::size_t brightest = box.y;
    for (std::size_t y = box.y; y < box.bottom(); ++y) {
        if (brightness(pixels.at(x, y)) > brightness(pixels.at(x, brightest))) brightest = y;
    }
    return brightest;
}

TEST(FrequencyAxis, IsLogarithmicBetweenTheLimitsOfHearing) {
    const FrequencyAxis axis(bins_hz(), 300);
    EXPECT_NEAR(axis.place(20.0), 0.0, 1e-9);
    EXPECT_NEAR(axis.place(200.0), 100.0, 1e-9);
    EXPECT_NEAR(axis.place(20000.0), 300.0, 1e-9);
    EXPECT_EQ(axis.grid_hz(), (std::vector<double>{20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000}));
}

TEST(FrequencyAxis, EndsWhereTheSpectrumEnds) {
    const std::vector<double> frequencies{100.0, 1000.0, 4000.0};
    const FrequencyAxis axis(frequencies, 64);
    EXPECT_NEAR(axis.place(100.0), 0.0, 1e-9);
    EXPECT_NEAR(axis.place(4000.0), 64.0, 1e-9);
    EXPECT_EQ(axis.grid_hz(), (std::vector<double>{100, 200, 500, 1000, 2000}));
}

TEST(FrequencyAxis, NoNarrowPeakIsLostAndBetweenBinsItIsALine) {
    const FrequencyAxis axis(bins_hz(), 100);
    std::vector<float> pixels(100);
    for (const double frequency_hz : {500.0, 3000.0, 11111.0, 19000.0}) {
        axis.spread(tone(frequency_hz, -7.0F), pixels);
        const auto highest = std::max_element(pixels.begin(), pixels.end());
        EXPECT_EQ(*highest, -7.0F);
        EXPECT_NEAR(static_cast<double>(highest - pixels.begin()), axis.place(frequency_hz) - 0.5, 1.0);
    }
    std::vector<float> slope(kBins);
    for (std::size_t bin = 0; bin < kBins; ++bin) slope[bin] = -static_cast<float>(bin);
    const FrequencyAxis fine(bins_hz(), 10000);
    pixels.resize(10000);
    fine.spread(slope, pixels);
    EXPECT_NEAR(pixels[0], -20.0 / kBinHz, 0.01);
    EXPECT_TRUE(std::is_sorted(pixels.rbegin(), pixels.rend()));
}

TEST(SpectrumPng, AToneIsALineAtItsFrequencyUpToItsLevel) {
    const auto frequencies = bins_hz();
    const auto box = spectrum_plot(kSize);
    const FrequencyAxis axis(frequencies, box.width);
    for (const double frequency_hz : {100.0, 1000.0, 10000.0}) {
        const auto pixels = read_png(spectrum_png(frequencies, tone(frequency_hz, -60.0F), kSize));
        ASSERT_EQ(pixels.width, kSize.width);
        ASSERT_EQ(pixels.height, kSize.height);
        // Just below the level the fill is there, just above it is not; far away neither.
        const auto x = box.x + static_cast<std::size_t>(axis.place(frequency_hz));
        const std::size_t middle = box.y + box.height / 2;
        const auto filled = [&](std::size_t column, std::size_t y) { return pixels.at(column, y).blue > 80; };
        const auto any_near = [&](std::size_t y) { return filled(x - 1, y) || filled(x, y) || filled(x + 1, y); };
        EXPECT_TRUE(any_near(middle + 3)) << frequency_hz;
        EXPECT_FALSE(any_near(middle - 4)) << frequency_hz;
        EXPECT_FALSE(filled(x + 40, middle + 3)) << frequency_hz;
    }
}

TEST(SpectrogramPicture, AToneIsARidgeInItsRowForAsLongAsItSounds) {
    const auto frequencies = bins_hz();
    const auto box = SpectrogramPicture::plot(kSize);
    const FrequencyAxis axis(frequencies, box.height);
    SpectrogramPicture picture(frequencies, 0.01, kSize);
    for (int hop = 0; hop < 100; ++hop) {
        picture.add(0.01 * hop, hop < 50 ? tone(440.0, -10.0F) : tone(5000.0, -10.0F));
    }
    const auto pixels = read_png(picture.png());
    ASSERT_EQ(pixels.width, kSize.width);
    ASSERT_EQ(pixels.height, kSize.height);
    const auto row = [&](double hz) { return static_cast<double>(box.bottom()) - axis.place(hz); };
    EXPECT_NEAR(static_cast<double>(ridge_row(pixels, box.x + box.width / 4, box)), row(440.0), 2.0);
    EXPECT_NEAR(static_cast<double>(ridge_row(pixels, box.x + box.width / 2 - 5, box)), row(440.0), 2.0);
    EXPECT_NEAR(static_cast<double>(ridge_row(pixels, box.x + box.width / 2 + 5, box)), row(5000.0), 2.0);
}

TEST(SpectrogramPicture, HoursKeepTheirShortSounds) {
    const auto box = SpectrogramPicture::plot(kSize);
    const auto frequencies = bins_hz();
    const FrequencyAxis axis(frequencies, box.height);
    SpectrogramPicture picture(frequencies, 0.02, kSize);
    constexpr int kHops = 9001;
    for (int hop = 0; hop < kHops; ++hop) picture.add(0.02 * hop, tone(1000.0, hop == kHops / 3 ? 0.0F : -100.0F));
    const auto pixels = read_png(picture.png());
    std::size_t brightest = box.x;
    const auto row = static_cast<std::size_t>(static_cast<double>(box.bottom()) - axis.place(1000.0));
    for (std::size_t x = box.x; x < box.right(); ++x) {
        for (const std::size_t y : {row - 1, row}) {
            if (brightness(pixels.at(x, y)) > brightness(pixels.at(brightest, y))) brightest = x;
        }
    }
    EXPECT_NEAR(static_cast<double>(brightest - box.x), static_cast<double>(box.width) / 3.0, 2.0);
}

TEST(SpectrogramPicture, OneMomentFillsThePictureAndNoneIsNoHarm) {
    const auto box = SpectrogramPicture::plot(kSmallestPicture);
    SpectrogramPicture picture(bins_hz(), 0.02, kSmallestPicture);
    EXPECT_EQ(read_png(picture.png()).width, kSmallestPicture.width);
    picture.add(0.0, std::vector<float>(kBins, 0.0F));
    const auto pixels = read_png(picture.png());
    EXPECT_GT(brightness(pixels.at(box.x + 1, box.y + 5)), 500);
    EXPECT_GT(brightness(pixels.at(box.right() - 1, box.bottom() - 2)), 500);
}

TEST(ShadeColor, BrightnessRisesWithEveryStep) {
    const auto luminance = [](Color color) {
        const auto linear = [](std::uint8_t value) { return std::pow(value / 255.0, 2.2); };
        return 0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue);
    };
    for (int shade = 4; shade < 256; ++shade) {
        EXPECT_GT(luminance(shade_color(static_cast<std::uint8_t>(shade))),
                  luminance(shade_color(static_cast<std::uint8_t>(shade - 4)))) << shade;
    }
    EXPECT_LT(luminance(shade_color(0)), 0.01);
    EXPECT_GT(luminance(shade_color(255)), 0.8);
}

}  // namespace
}  // namespace attacca::app
