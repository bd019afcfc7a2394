// A file's spectrum and spectrogram as pictures that stand still.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "attacca/picture/canvas.h"
#include "attacca/picture/theme.h"

namespace attacca::picture {

struct PictureSpec {
    PictureSize size{1280, 720};
    ThemeName theme = ThemeName::dark;
};

/// How large letters and lines are in a picture of that size that nobody holds in a window.
[[nodiscard]] float picture_scale(PictureSize size) noexcept;

/// Of one spectrum: frequency to the right, from 20 Hz, or the lowest that there is, to 20 kHz, or the highest; 0 to
/// -120 dB from the top down. Requires at least two rising frequencies, the highest above 20 Hz, and as many levels.
[[nodiscard]] Canvas spectrum_picture(std::span<const double> frequencies_hz, std::span<const float> levels_db,
                                      const PictureSpec& spec);

/// Of any number of moments: time to the right, frequency upward, levels as colors from 0 to -100 dB. Its memory does
/// not grow with the sound: where there are more moments than room, the loudest of neighbors stands for them.
class SpectrogramPicture {
public:
    /// Requires frequencies as spectrum_picture does, and more than 0 seconds from one moment to the next.
    SpectrogramPicture(std::span<const double> frequencies_hz, double hop_s, const PictureSpec& spec);
    ~SpectrogramPicture();
    SpectrogramPicture(SpectrogramPicture&&) noexcept;
    SpectrogramPicture& operator=(SpectrogramPicture&&) noexcept;

    void add(double time_s, std::span<const float> levels_db);
    [[nodiscard]] Canvas draw() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace attacca::picture
