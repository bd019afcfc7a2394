// Once warm, no view allocates while it draws: every operator new of the program is counted.
#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <new>
#include <numbers>
#include <vector>

#include "attacca/picture/level_meter_view.h"
#include "attacca/picture/oscilloscope_view.h"
#include "attacca/picture/piano_roll_view.h"
#include "attacca/picture/spectrogram_view.h"
#include "attacca/picture/tuner_view.h"
#include "attacca/picture/waveform_view.h"
#include "pictures_test.h"

namespace {

std::atomic<std::uint64_t> allocations{0};

void* counted(std::size_t size) {
    allocations.fetch_add(1, std::memory_order_relaxed);
    if (void* place = std::malloc(size > 0 ? size : 1)) return place;
    std::abort();
}

}  // namespace

void* operator new(std::size_t size) { return counted(size); }
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"  // Inlined, these pairs look like a mistake.
#endif
void operator delete(void* place) noexcept { std::free(place); }
void operator delete(void* place, std::size_t) noexcept { std::free(place); }

namespace attacca::picture {
namespace {

constexpr PictureSize kSize{480, 200};
constexpr int kWarmUp = 40;
constexpr int kPictures = 80;

/// How often `show(picture)` allocates after the first pictures.
template <class Show>
std::uint64_t allocations_of(Show show) {
    for (int i = 0; i < kWarmUp; ++i) show(i);
    const std::uint64_t before = allocations.load();
    for (int i = 0; i < kPictures; ++i) show(i);
    return allocations.load() - before;
}

TEST(Allocations, AreCounted) {
    const std::uint64_t before = allocations.load();
    const std::vector<int> some(1000);
    EXPECT_GT(allocations.load(), before) << some.size();
}

TEST(Allocations, NoneInAMovingSpectrumOfAnyStyle) {
    std::vector<std::vector<float>> levels;
    for (int i = 0; i < kPictures; ++i) levels.push_back(moving_levels(64, i));
    for (const auto style :
         {SpectrumStyle::bars, SpectrumStyle::line, SpectrumStyle::filled, SpectrumStyle::circular}) {
        SpectrumView view;
        view.resize(kSize, 1.0F);
        view.set_style(style);
        view.set_equalizer(eight_bands());
        EXPECT_EQ(allocations_of([&](int i) {
                      const auto& now = levels[static_cast<std::size_t>(i)];
                      view.set_levels(now, now);
                      view.draw();
                  }),
                  0U);
    }
}

TEST(Allocations, NoneWhileABandIsDragged) {
    SpectrumView view;
    view.resize(kSize, 1.0F);
    EqualizerCurve curve = eight_bands();
    EXPECT_EQ(allocations_of([&](int i) {
                  curve.settings.bands[3].gain_db = 0.1 * i;
                  curve.settings.bands[3].center_hz = 400.0 + i;
                  view.set_equalizer(curve);
                  view.draw();
              }),
              0U);
}

TEST(Allocations, NoneInTheOtherViews) {
    WaveformView waveform;
    waveform.resize(kSize, 1.0F);
    waveform.set_overview(std::vector<WaveformColumn>(4096, {-0.5F, 0.5F, 0.2F}), 1.0);
    waveform.set_duration(100.0);
    EXPECT_EQ(allocations_of([&](int i) {
                  waveform.set_position(i);
                  waveform.set_hover(i + 0.5);
                  waveform.draw();
              }),
              0U);

    LevelMeterView meter;
    meter.resize(kSize, 1.0F);
    analysis::Levels levels;
    levels.channel_count = 2;
    EXPECT_EQ(allocations_of([&](int i) {
                  const float level = -40.0F + static_cast<float>(i % 40);
                  levels.channels[0] = {level, level + 1.0F, level - 9.0F, level};
                  meter.set_levels(levels);
                  meter.clear_clips();
                  meter.draw();
              }),
              0U);

    OscilloscopeView oscilloscope;
    oscilloscope.resize(kSize, 1.0F);
    std::vector<float> sound(1600);
    EXPECT_EQ(allocations_of([&](int i) {
                  for (std::size_t k = 0; k < sound.size(); ++k)
                      sound[k] = std::sin(0.01F * static_cast<float>(k * static_cast<std::size_t>(i + 1)));
                  oscilloscope.add({std::span<const float>(sound), 2});
                  oscilloscope.draw();
              }),
              0U);

    SpectrogramView spectrogram;
    spectrogram.resize(kSize, 1.0F);
    const auto spectrum = moving_levels(128, 0);
    EXPECT_EQ(allocations_of([&](int) {
                  spectrogram.add(spectrum);
                  spectrogram.draw();
              }),
              0U);

    PianoRollView roll;
    roll.resize(kSize, 1.0F);
    const std::vector<RollNote> notes(50, RollNote{1.0, 2.0, 60, 90.0F});
    EXPECT_EQ(allocations_of([&](int i) {
                  roll.set_notes(notes);
                  roll.set_window({.begin_s = 0.1 * (i % kWarmUp), .duration_s = 10.0});
                  roll.draw();
              }),
              0U);

    TunerView tuner;
    tuner.resize(kSize, 1.0F);
    EXPECT_EQ(allocations_of([&](int i) {
                  tuner.set_frequency(440.0 * std::exp2((i % kWarmUp) / 12.0));
                  tuner.draw();
              }),
              0U);
}

}  // namespace
}  // namespace attacca::picture
