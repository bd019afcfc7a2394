// Every view against pictures in tests/golden/picture. When a change of looks is meant, they are made anew and looked
// at:
//
//     ATTACCA_MAKE_GOLDEN=1 build/dev/src/picture/attacca_picture_test --gtest_filter='Golden*'
//
// Tolerance: no channel of a pixel differs by more than kTolerance, for compilers round the last bits of places
// differently.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "attacca/picture/level_meter_view.h"
#include "attacca/picture/oscilloscope_view.h"
#include "attacca/picture/piano_roll_view.h"
#include "attacca/picture/png.h"
#include "attacca/picture/spectrogram_view.h"
#include "attacca/picture/spectrum_picture.h"
#include "attacca/picture/tuner_view.h"
#include "attacca/picture/waveform_view.h"
#include "pictures_test.h"
#include "png_reading_test.h"

namespace attacca::picture {
namespace {

constexpr PictureSize kSize{320, 180};
constexpr int kTolerance = 4;

int difference(Color one, Color other) {
    return std::max(
        {std::abs(one.red - other.red), std::abs(one.green - other.green), std::abs(one.blue - other.blue)});
}

void expect_golden(const std::string& name, const Canvas& drawn) {
    const std::string path = std::string(ATTACCA_GOLDEN) + "/picture/" + name + ".png";
    if (std::getenv("ATTACCA_MAKE_GOLDEN") != nullptr) {
        const auto made = png_bytes(drawn);
        ASSERT_TRUE(made);
        std::ofstream(path, std::ios::binary) << *made;
    }
    std::ifstream file(path, std::ios::binary);
    const Canvas golden = read_png(std::string(std::istreambuf_iterator<char>(file), {}));
    ASSERT_EQ(golden.size(), drawn.size()) << path;
    int worst = 0;
    for (std::size_t y = 0; y < golden.size().height; ++y) {
        for (std::size_t x = 0; x < golden.size().width; ++x)
            worst = std::max(worst, difference(golden.at(x, y), drawn.at(x, y)));
    }
    EXPECT_LE(worst, kTolerance) << path;
}

template <class View>
void expect_golden_view(const std::string& name, View& view) {
    view.draw();
    expect_golden(name, view.canvas());
}

void expect_golden_spectrum(const std::string& name, SpectrumStyle style, ThemeName theme_name, float scale) {
    SpectrumView view;
    view.resize(kSize, scale);
    view.set_theme(theme_name);
    view.set_style(style);
    EqualizerCurve curve = eight_bands();
    curve.selected = 2;
    curve.hovered = 5;
    if (style != SpectrumStyle::filled) view.set_equalizer(curve);
    view.set_levels(moving_levels(48, 3), moving_levels(48, 2));
    expect_golden_view(name, view);
}

TEST(GoldenPictures, Spectrum) {
    expect_golden_spectrum("spectrum_bars_dark", SpectrumStyle::bars, ThemeName::dark, 1.0F);
    expect_golden_spectrum("spectrum_bars_light_large", SpectrumStyle::bars, ThemeName::light, 1.5F);
    expect_golden_spectrum("spectrum_line_high_contrast", SpectrumStyle::line, ThemeName::high_contrast, 1.0F);
    expect_golden_spectrum("spectrum_filled_light", SpectrumStyle::filled, ThemeName::light, 1.0F);
    expect_golden_spectrum("spectrum_circular_dark", SpectrumStyle::circular, ThemeName::dark, 1.0F);
}

TEST(GoldenPictures, Waveform) {
    std::vector<WaveformColumn> columns(600);
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const float reach =
            0.5F + 0.3F * std::sin(0.03F * static_cast<float>(i)) + 0.15F * std::sin(1.7F * static_cast<float>(i));
        columns[i] = {-0.8F * reach, reach, 0.4F * reach};
    }
    WaveformView view;
    view.resize({320, 72}, 1.0F);
    view.set_theme(ThemeName::light);
    view.set_overview(columns, 0.9);
    view.set_duration(200.0);
    view.set_position(70.0);
    view.set_hover(120.0);
    expect_golden_view("waveform_light", view);
}

TEST(GoldenPictures, LevelMeters) {
    analysis::Levels levels;
    levels.channel_count = 2;
    levels.channels[0] = {.peak_db = -4.0F, .held_db = -2.0F, .rms_db = -14.0F, .true_peak_db = -1.7F};
    levels.channels[1] = {.peak_db = -12.0F, .held_db = -0.5F, .rms_db = -22.0F, .true_peak_db = 0.4F};
    LevelMeterView right;
    right.resize({320, 48}, 1.0F);
    right.set_levels(levels);
    expect_golden_view("level_meter_right_dark", right);
    LevelMeterView up(MeterDirection::up);
    up.resize({96, 200}, 1.0F);
    up.set_theme(ThemeName::high_contrast);
    up.set_levels(levels);
    expect_golden_view("level_meter_up_high_contrast", up);
}

TEST(GoldenPictures, Oscilloscope) {
    std::vector<float> sound(4000);
    for (std::size_t i = 0; i < sound.size(); ++i) {
        const double time = static_cast<double>(i);
        sound[i] = static_cast<float>(0.6 * std::sin(0.0575 * time) + 0.2 * std::sin(0.23 * time));
    }
    OscilloscopeView view;
    view.resize(kSize, 1.0F);
    view.add({std::span<const float>(sound), 1});
    expect_golden_view("oscilloscope_dark", view);
}

TEST(GoldenPictures, Spectrogram) {
    SpectrogramView view;
    view.resize(kSize, 1.0F);
    for (int moment = 0; moment < 200; ++moment) view.add(moving_levels(64, moment / 8));
    expect_golden_view("spectrogram_dark", view);
}

TEST(GoldenPictures, PianoRoll) {
    std::vector<RollNote> notes;
    for (int i = 0; i < 20; ++i)
        notes.push_back(
            {0.4 * i, 0.4 * i + 0.3 + 0.2 * (i % 3), 50 + (i * 7) % 24, 20.0F + static_cast<float>((i * 37) % 100)});
    PianoRollView view;
    view.resize(kSize, 1.0F);
    view.set_theme(ThemeName::light);
    view.set_window({.begin_s = 0.5, .duration_s = 6.0});
    view.set_pitches(pitches_around(notes));
    view.set_notes(notes);
    view.set_playhead(3.0);
    expect_golden_view("piano_roll_light", view);
}

TEST(GoldenPictures, Tuner) {
    TunerView view;
    view.resize(kSize, 1.0F);
    view.set_frequency(185.7);
    expect_golden_view("tuner_dark", view);
}

TEST(GoldenPictures, SpectrogramOfAFile) {
    std::vector<double> frequencies;
    for (int bin = 0; bin < 513; ++bin) frequencies.push_back(46.875 * bin);
    SpectrogramPicture picture(frequencies, 0.02, {.size = kSize});
    for (int hop = 0; hop < 300; ++hop) picture.add(0.02 * hop, moving_levels(frequencies.size(), hop / 10));
    expect_golden("spectrogram_of_a_file", picture.draw());
}

}  // namespace
}  // namespace attacca::picture
