#include "attacca/picture/tuner_view.h"

#include <gtest/gtest.h>

#include <cmath>
#include <optional>

#include "pictures_test.h"

namespace attacca::picture {
namespace {

std::size_t pixels_like(const TunerView& view, Color color) {
    std::size_t count = 0;
    for (std::size_t y = 0; y < view.canvas().size().height; ++y) {
        for (std::size_t x = 0; x < view.canvas().size().width; ++x) count += view.canvas().at(x, y) == color ? 1 : 0;
    }
    return count;
}

TunerView view_of(std::optional<double> frequency_hz, double a4_hz = 440.0) {
    TunerView view;
    view.resize({320, 200}, 1.0F);
    view.set_a4_hz(a4_hz);
    view.set_frequency(frequency_hz);
    view.draw();
    return view;
}

TEST(TunerView, IsGreenWhenInTuneAndRedFarFromIt) {
    const Theme& colors = theme(ThemeName::dark);
    EXPECT_GT(pixels_like(view_of(440.5), colors.good), 50U);
    EXPECT_EQ(pixels_like(view_of(450.0), colors.good), 0U);
    EXPECT_GT(pixels_like(view_of(450.0), colors.alarm), 50U);
    EXPECT_GT(pixels_like(view_of(444.0), colors.caution), 50U);
    EXPECT_GT(pixels_like(view_of(450.0, 450.0), colors.good), 50U);
}

TEST(TunerView, FrequenciesThatAreNoneAreSilence) {
    const TunerView silent = view_of(std::nullopt);
    for (const double wrong : {0.0, -440.0, static_cast<double>(NAN), static_cast<double>(INFINITY)}) {
        EXPECT_TRUE(same_pixels(view_of(wrong).canvas(), silent.canvas()));
    }
    EXPECT_FALSE(same_pixels(view_of(440.0).canvas(), silent.canvas()));
    view_of(1e-9);
    view_of(1e12);
}

TEST(TunerView, GlidesToANewReadingAndRests) {
    TunerView view = view_of(440.0);
    EXPECT_TRUE(view.draw().empty());
    int pictures = 0;
    for (int i = 0; i < 200; ++i) {
        view.set_frequency(445.0);
        if (!view.draw().empty()) ++pictures;
    }
    EXPECT_GT(pictures, 5);
    EXPECT_LT(pictures, 60);
    EXPECT_TRUE(same_pixels(view.canvas(), view_of(445.0).canvas()));
    view.set_frequency(std::nullopt);
    EXPECT_FALSE(view.draw().empty());
}

TEST(TunerView, AnySizeIsDrawn) {
    for (const PictureSize size : kAwkwardSizes) {
        TunerView view;
        view.resize(size, 1.0F);
        view.set_frequency(441.0);
        view.draw();
        EXPECT_EQ(view.canvas().size(), size);
    }
}

TEST(TunerView, ANeedleSentInPartsIsThePictureDrawnAnew) {
    for (const PictureSize size : {PictureSize{320, 200}, PictureSize{640, 240}, PictureSize{90, 60}}) {
        TunerView view;
        view.resize(size, 1.0F);
        TunerView anew;
        anew.resize(size, 1.0F);
        Screen screen(view);
        for (int moment = 0; moment < 120; ++moment) {
            const bool sounds = moment % 17 < 15;
            const double frequency_hz = 440.0 * std::exp2(std::sin(0.05 * moment) + 0.01 * std::sin(2.0 * moment));
            for (TunerView* one : {&view, &anew}) {
                if (moment == 60) one->set_a4_hz(442.0);
                one->set_frequency(sounds ? std::optional(frequency_hz) : std::nullopt);
            }
            anew.set_theme(ThemeName::light);  // There and back: all is painted.
            anew.draw();
            anew.set_theme(ThemeName::dark);
            anew.draw();
            screen.show();
            ASSERT_TRUE(same_pixels(screen.pixels(), anew.canvas())) << moment << " at " << size.width;
        }
    }
}

TEST(TunerView, AMovingNeedleCostsLessThanThePicture) {
    TunerView view;
    view.resize({320, 200}, 1.0F);
    Screen screen(view);
    view.set_frequency(450.0);
    screen.show();
    view.set_frequency(451.0);
    EXPECT_LT(screen.show(), 320U * 200U / 2U);
}

}  // namespace
}  // namespace attacca::picture
