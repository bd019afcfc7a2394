#include "attacca/picture/oscilloscope_view.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <vector>

#include "pictures_test.h"

namespace attacca::picture {
namespace {

constexpr PictureSize kSize{420, 200};

/// A sine that goes on from frame `begin`.
std::vector<float> sine(double frequency_hz, std::size_t begin, std::size_t frames) {
    std::vector<float> samples(2 * frames);
    for (std::size_t i = 0; i < frames; ++i) {
        const double phase = 2.0 * std::numbers::pi * frequency_hz * static_cast<double>(begin + i) / 48000.0;
        samples[2 * i] = samples[2 * i + 1] = static_cast<float>(0.7 * std::sin(phase));
    }
    return samples;
}

void add(OscilloscopeView& view, const std::vector<float>& samples) { view.add({std::span<const float>(samples), 2}); }

TEST(OscilloscopeView, ASteadyToneStandsStill) {
    OscilloscopeView view;
    view.resize(kSize, 1.0F);
    // 480 Hz repeats after 100 frames; blocks of 733 begin at another phase each.
    add(view, sine(480.0, 0, 9600));
    view.draw();
    Canvas first({.size = kSize});
    first.copy(view.canvas(), whole(first));
    std::size_t begin = 9600;
    for (int block = 0; block < 20; ++block, begin += 733) {
        add(view, sine(480.0, begin, 733));
        view.draw();
        double differing = 0.0;
        for (std::size_t i = 0; i < first.bytes().size(); ++i)
            differing += first.bytes()[i] != view.canvas().bytes()[i] ? 1.0 : 0.0;
        EXPECT_LT(differing, 0.01 * static_cast<double>(first.bytes().size()));
    }
}

TEST(OscilloscopeView, PartsSentOneByOneAreThePictureDrawnAnew) {
    OscilloscopeView view;
    OscilloscopeView anew;
    for (OscilloscopeView* each : {&view, &anew}) each->resize(kSize, 1.0F);
    Screen screen(view);
    std::size_t begin = 0;
    for (int block = 0; block < 30; ++block, begin += 800) {
        add(view, sine(300.0 + 50.0 * block, begin, 800));
        add(anew, sine(300.0 + 50.0 * block, begin, 800));
        screen.show();
    }
    anew.draw();
    EXPECT_TRUE(same_pixels(screen.pixels(), anew.canvas()));
    EXPECT_TRUE(view.draw().empty());
}

TEST(OscilloscopeView, SamplesThatAreNotFiniteAreSilent) {
    OscilloscopeView view;
    OscilloscopeView silent;
    for (OscilloscopeView* each : {&view, &silent}) each->resize(kSize, 1.0F);
    add(view, std::vector<float>(9600, NAN));
    add(view, std::vector<float>(200, INFINITY));
    view.draw();
    silent.draw();
    EXPECT_TRUE(same_pixels(view.canvas(), silent.canvas()));
}

TEST(OscilloscopeView, AnySizeSpanAndRateAreDrawn) {
    for (const PictureSize size : kAwkwardSizes) {
        for (const double span_ms : {0.0, 1.0, 100.0, 1e9}) {
            OscilloscopeView view;
            view.resize(size, 1.0F);
            view.set_sample_rate(span_ms > 1.0 ? 192000.0 : 100.0);
            view.set_span_ms(span_ms);
            add(view, sine(480.0, 0, 50000));
            view.draw();
            view.clear();
            view.draw();
            EXPECT_EQ(view.canvas().size(), size);
        }
    }
}

}  // namespace
}  // namespace attacca::picture
