// Spectrum and spectrogram as pictures: logarithmic frequency, levels in dB.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "png_canvas.h"

namespace attacca::app {

/// Where the frequencies of a spectrum lie on a logarithmic axis of so many pixels, from 20 Hz, or the lowest that
/// there is, to 20 kHz, or the highest.
class FrequencyAxis {
public:
    /// Requires at least two rising frequencies, the highest above 20 Hz, and one pixel.
    FrequencyAxis(std::span<const double> frequencies_hz, std::size_t pixels);

    /// From 0 at the lowest frequency to `pixels` at the highest.
    [[nodiscard]] double place(double frequency_hz) const noexcept;
    [[nodiscard]] std::size_t pixels() const noexcept { return sources_.size(); }

    /// The level at each pixel: the loudest of those that fall on it, or between its neighbors where none does.
    void spread(std::span<const float> levels_db, std::span<float> pixel_levels_db) const noexcept;

    /// 20, 50, 100, ... as far as the axis shows them.
    [[nodiscard]] std::vector<double> grid_hz() const;

private:
    struct Source {
        std::size_t first = 0;
        std::size_t last = 0;
        float share_of_last = -1.0F;  ///< Between first and last; negative: the loudest from first to last.
    };

    double lowest_hz_;
    double highest_hz_;
    std::vector<Source> sources_;
};

/// Of one spectrum: frequency to the right, 0 to -120 dB from the top down.
[[nodiscard]] std::string spectrum_png(std::span<const double> frequencies_hz, std::span<const float> levels_db,
                                       PictureSize size);
/// Where in the picture its curve is.
[[nodiscard]] PixelBox spectrum_plot(PictureSize size) noexcept;

/// Of any number of moments: time to the right, frequency upward, levels as colors from 0 to -100 dB. Its memory does
/// not grow with the sound: where there are more moments than room, the loudest of neighbors stands for them.
class SpectrogramPicture {
public:
    SpectrogramPicture(std::span<const double> frequencies_hz, double hop_s, PictureSize size);

    void add(double time_s, std::span<const float> levels_db);
    [[nodiscard]] std::string png() const;

    [[nodiscard]] static PixelBox plot(PictureSize size) noexcept;

private:
    void halve_columns();
    [[nodiscard]] std::uint8_t shade_at(std::size_t x, std::size_t row, const PixelBox& box) const noexcept;

    PictureSize size_;
    double hop_s_;
    FrequencyAxis axis_;
    double first_time_s_ = 0.0;
    std::size_t hops_ = 0;
    std::size_t hops_per_column_ = 1;
    std::vector<float> row_levels_db_;
    std::vector<std::uint8_t> shades_;  ///< Column after column, the lowest frequency first.
};

/// From near black over violet and red to pale yellow: lightness rises evenly, so that equal steps look equal.
[[nodiscard]] Color shade_color(std::uint8_t shade) noexcept;

}  // namespace attacca::app
