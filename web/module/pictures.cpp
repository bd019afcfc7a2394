#include "module/pictures.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace attacca::web {

picture::SpectrumView& spectrum_view() {
    static picture::SpectrumView view;
    return view;
}
picture::SpectrogramView& spectrogram_view() {
    static picture::SpectrogramView view;
    return view;
}
picture::OscilloscopeView& oscilloscope_view() {
    static picture::OscilloscopeView view;
    return view;
}
picture::WaveformView& waveform_view() {
    static picture::WaveformView view;
    return view;
}
picture::LevelMeterView& level_meter_view() {
    static picture::LevelMeterView view;
    return view;
}
picture::PianoRollView& piano_roll_view() {
    static picture::PianoRollView view;
    return view;
}
picture::TunerView& tuner_view() {
    static picture::TunerView view;
    return view;
}

namespace {

constexpr std::size_t kMostBoxes = 256;

template <class Function>
auto with_view(int kind, Function function) {
    switch (static_cast<PictureKind>(kind)) {
        case PictureKind::spectrogram:
            return function(spectrogram_view());
        case PictureKind::oscilloscope:
            return function(oscilloscope_view());
        case PictureKind::waveform:
            return function(waveform_view());
        case PictureKind::level_meter:
            return function(level_meter_view());
        case PictureKind::piano_roll:
            return function(piano_roll_view());
        case PictureKind::tuner:
            return function(tuner_view());
        case PictureKind::spectrum:
            break;
    }
    return function(spectrum_view());
}

std::array<std::uint32_t, 4 * kMostBoxes>& box_numbers() noexcept {
    static std::array<std::uint32_t, 4 * kMostBoxes> numbers;
    return numbers;
}

void write_box(std::size_t index, const picture::PixelBox& box) noexcept {
    const std::array values{box.x, box.y, box.width, box.height};
    std::ranges::copy(values, box_numbers().begin() + static_cast<std::ptrdiff_t>(4 * index));
}

}  // namespace

extern "C" {

/// Kinds count as PictureKind, themes as picture::ThemeName.
[[clang::export_name("picture_resize")]] void picture_resize(int kind, std::size_t width, std::size_t height,
                                                             float scale) {
    with_view(kind, [&](auto& view) { view.resize({.width = width, .height = height}, scale); });
}

[[clang::export_name("picture_theme")]] void picture_theme(int kind, int theme) {
    with_view(kind, [&](auto& view) { view.set_theme(static_cast<picture::ThemeName>(theme)); });
}

/// Draws what has changed; returns how many boxes did, four numbers each in picture_boxes().
[[clang::export_name("picture_draw")]] std::size_t picture_draw(int kind) {
    return with_view(kind, [](auto& view) -> std::size_t {
        const std::span<const picture::PixelBox> boxes = view.draw();
        if (boxes.size() > kMostBoxes) {
            const picture::PictureSize size = view.canvas().size();
            write_box(0, {.width = size.width, .height = size.height});
            return 1;
        }
        for (std::size_t i = 0; i < boxes.size(); ++i) write_box(i, boxes[i]);
        return boxes.size();
    });
}

[[clang::export_name("picture_boxes")]] const std::uint32_t* picture_boxes() { return box_numbers().data(); }

/// Red, green, blue and alpha of each pixel, row by row.
[[clang::export_name("picture_pixels")]] const std::uint8_t* picture_pixels(int kind) {
    return with_view(kind, [](auto& view) { return view.canvas().bytes().data(); });
}
}

}  // namespace attacca::web
