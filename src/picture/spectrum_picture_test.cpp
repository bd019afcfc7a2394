#include "attacca/picture/spectrum_picture.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "frequency_spread.h"
#include "pictures_test.h"

namespace attacca::picture {
namespace {

constexpr PictureSpec kSpec{.size = {640, 360}};
// What axes leave free, which the pictures' margins are.
constexpr PixelBox kCurvePlot{38, 10, 640 - 38 - 14, 360 - 10 - 20};
constexpr PixelBox kShadePlot{38, 10, 640 - 38 - 58, 360 - 10 - 20};
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
std::size_t ridge_row(const Canvas& canvas, std::size_t x) {
    std::size_t brightest = kShadePlot.y;
    for (std::size_t y = kShadePlot.y; y < kShadePlot.bottom(); ++y) {
        if (brightness(canvas.at(x, y)) > brightness(canvas.at(x, brightest))) brightest = y;
    }
    return brightest;
}

double row_of(double frequency_hz) {
    const FrequencySpread spread(bins_hz(), kShadePlot.height);
    return static_cast<double>(kShadePlot.bottom()) - spread.scale().place(frequency_hz);
}

TEST(SpectrumPicture, AToneIsALineAtItsFrequencyUpToItsLevel) {
    const auto frequencies = bins_hz();
    const FrequencySpread spread(frequencies, kCurvePlot.width);
    for (const double frequency_hz : {100.0, 1000.0, 10000.0}) {
        const Canvas canvas = spectrum_picture(frequencies, tone(frequency_hz, -60.0F), kSpec);
        ASSERT_EQ(canvas.size(), kSpec.size);
        // Just below the level the fill is there, just above it is not; far away neither.
        const auto x = kCurvePlot.x + static_cast<std::size_t>(spread.scale().place(frequency_hz));
        const std::size_t middle = kCurvePlot.y + kCurvePlot.height / 2;
        const auto filled = [&](std::size_t column, std::size_t y) { return canvas.at(column, y).blue > 80; };
        const auto any_near = [&](std::size_t y) { return filled(x - 1, y) || filled(x, y) || filled(x + 1, y); };
        EXPECT_TRUE(any_near(middle + 4)) << frequency_hz;
        EXPECT_FALSE(any_near(middle - 5)) << frequency_hz;
        EXPECT_FALSE(filled(x + 40, middle + 4)) << frequency_hz;
    }
}

TEST(SpectrumPicture, LevelsThatAreNotFiniteAreNoHarm) {
    auto levels = tone(1000.0, -10.0F);
    levels[100] = NAN;
    levels[200] = INFINITY;
    EXPECT_EQ(spectrum_picture(bins_hz(), levels, kSpec).size(), kSpec.size);
    for (const PictureSize size : kAwkwardSizes) {
        EXPECT_EQ(spectrum_picture(bins_hz(), levels, {.size = size}).size(), size);
        SpectrogramPicture picture(bins_hz(), 0.02, {.size = size});
        for (int hop = 0; hop < 9; ++hop) picture.add(0.02 * hop, levels);
        EXPECT_EQ(picture.draw().size(), size);
    }
}

TEST(SpectrogramPicture, AToneIsARidgeInItsRowForAsLongAsItSounds) {
    SpectrogramPicture picture(bins_hz(), 0.01, kSpec);
    for (int hop = 0; hop < 100; ++hop) {
        picture.add(0.01 * hop, hop < 50 ? tone(440.0, -10.0F) : tone(5100.0, -10.0F));
    }
    const Canvas canvas = picture.draw();
    const std::size_t middle = kShadePlot.x + kShadePlot.width / 2;
    EXPECT_NEAR(static_cast<double>(ridge_row(canvas, kShadePlot.x + kShadePlot.width / 4)), row_of(440.0), 2.0);
    EXPECT_NEAR(static_cast<double>(ridge_row(canvas, middle - 5)), row_of(440.0), 2.0);
    EXPECT_NEAR(static_cast<double>(ridge_row(canvas, middle + 5)), row_of(5100.0), 2.0);
}

TEST(SpectrogramPicture, HoursKeepTheirShortSounds) {
    SpectrogramPicture picture(bins_hz(), 0.02, kSpec);
    constexpr int kHops = 9001;
    const auto loud = tone(1100.0, 0.0F);
    const auto quiet = tone(1100.0, -100.0F);
    for (int hop = 0; hop < kHops; ++hop) picture.add(0.02 * hop, hop == kHops / 3 ? loud : quiet);
    const Canvas canvas = picture.draw();
    std::size_t brightest = kShadePlot.x;
    const auto row = static_cast<std::size_t>(row_of(1100.0));
    for (std::size_t x = kShadePlot.x; x < kShadePlot.right(); ++x) {
        for (const std::size_t y : {row - 1, row}) {
            if (brightness(canvas.at(x, y)) > brightness(canvas.at(brightest, y))) brightest = x;
        }
    }
    EXPECT_NEAR(static_cast<double>(brightest - kShadePlot.x), static_cast<double>(kShadePlot.width) / 3.0, 2.0);
}

TEST(SpectrogramPicture, OneMomentFillsThePictureAndNoneIsNoHarm) {
    SpectrogramPicture picture(bins_hz(), 0.02, kSpec);
    EXPECT_EQ(picture.draw().size(), kSpec.size);
    picture.add(0.0, std::vector<float>(kBins, 0.0F));
    const Canvas canvas = picture.draw();
    EXPECT_GT(brightness(canvas.at(kShadePlot.x + 2, kShadePlot.y + 5)), 500);
    EXPECT_GT(brightness(canvas.at(kShadePlot.right() - 2, kShadePlot.bottom() - 3)), 500);
}

TEST(SpectrumPicture, LettersGrowWithThePicture) {
    EXPECT_EQ(picture_scale({240, 160}), 1.0F);
    EXPECT_NEAR(static_cast<double>(picture_scale({1280, 720})), 4.0 / 3.0, 1e-6);
    EXPECT_NEAR(static_cast<double>(picture_scale({3840, 2160})), 4.0, 1e-6);
}

}  // namespace
}  // namespace attacca::picture
