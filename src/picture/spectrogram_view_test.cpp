#include "attacca/picture/spectrogram_view.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "pictures_test.h"

namespace attacca::picture {
namespace {

constexpr PictureSize kSize{320, 180};

int brightness(Color color) { return color.red + color.green + color.blue; }

std::vector<float> tone(std::size_t place) {
    std::vector<float> levels(100, -120.0F);
    levels[place] = 0.0F;
    return levels;
}

TEST(SpectrogramView, PartsSentOneByOneAreThePictureDrawnAnew) {
    for (const float scale : {1.0F, 2.0F}) {
        SpectrogramView view;
        SpectrogramView anew;
        for (SpectrogramView* each : {&view, &anew}) each->resize(kSize, scale);
        Screen screen(view);
        for (int moment = 0; moment < 500; ++moment) {
            view.add(moving_levels(64, moment));
            anew.add(moving_levels(64, moment));
            if (moment % 3 == 0) screen.show();
        }
        screen.show();
        anew.draw();
        EXPECT_TRUE(same_pixels(screen.pixels(), anew.canvas())) << scale;
        EXPECT_TRUE(view.draw().empty());
    }
}

TEST(SpectrogramView, TheNewestIsAtTheRightAndHighIsUp) {
    SpectrogramView view;
    view.resize(kSize, 1.0F);
    for (int i = 0; i < 20; ++i) view.add(tone(20));
    for (int i = 0; i < 20; ++i) view.add(tone(70));
    view.draw();
    const PixelBox plot = view.plot();
    const auto row = [&](double place) {
        return plot.y + static_cast<std::size_t>((1.0 - place / 100.0) * static_cast<double>(plot.height));
    };
    const Canvas& canvas = view.canvas();
    EXPECT_GT(brightness(canvas.at(plot.right() - 5, row(70.5))), 300);
    EXPECT_LT(brightness(canvas.at(plot.right() - 5, row(20.5))), 150);
    EXPECT_GT(brightness(canvas.at(plot.right() - 25, row(20.5))), 300);
    EXPECT_LT(brightness(canvas.at(plot.right() - 25, row(70.5))), 150);
    EXPECT_LT(brightness(canvas.at(plot.right() - 50, row(20.5))), 150);
}

TEST(SpectrogramView, AThemeKeepsWhatWasHeardAndClearForgetsIt) {
    SpectrogramView view;
    SpectrogramView silent;
    for (SpectrogramView* each : {&view, &silent}) each->resize(kSize, 1.0F);
    for (int i = 0; i < 20; ++i) view.add(tone(20));
    view.draw();
    for (SpectrogramView* each : {&view, &silent}) {
        each->set_theme(ThemeName::light);
        each->draw();
    }
    EXPECT_FALSE(same_pixels(view.canvas(), silent.canvas()));
    view.clear();
    EXPECT_FALSE(view.draw().empty());
    EXPECT_TRUE(same_pixels(view.canvas(), silent.canvas()));
}

TEST(SpectrogramView, AnySizeAndAnyLevelsAreDrawn) {
    for (const PictureSize size : kAwkwardSizes) {
        SpectrogramView view;
        view.resize(size, 2.0F);
        view.set_hop(0.01);
        for (int i = 0; i < 10; ++i) {
            view.add(std::vector<float>{NAN, INFINITY, -INFINITY, -10.0F});
            view.add(std::vector<float>(1, -10.0F));
            view.add(std::vector<float>(999, 1e30F));
            view.draw();
        }
        EXPECT_EQ(view.canvas().size(), size);
    }
}

}  // namespace
}  // namespace attacca::picture
