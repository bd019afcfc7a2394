// The bins of a spectrum on a logarithmic axis.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "picture/log_scale.h"

namespace attacca::picture {

/// From 20 Hz, or the lowest frequency that there is, to 20 kHz, or the highest.
class FrequencySpread {
public:
    /// Requires at least two rising frequencies, the highest above 20 Hz, and one pixel.
    FrequencySpread(std::span<const double> frequencies_hz, std::size_t pixels);

    /// From 0 at the lowest frequency to `pixels` at the highest.
    [[nodiscard]] const LogScale& scale() const noexcept { return scale_; }
    [[nodiscard]] std::size_t pixels() const noexcept { return sources_.size(); }

    /// The level at each pixel: the loudest of those that fall on it, or between its neighbors where none does.
    void spread(std::span<const float> levels_db, std::span<float> pixel_levels_db) const noexcept;

private:
    struct Source {
        std::size_t first = 0;
        std::size_t last = 0;
        float share_of_last = -1.0F;  ///< Between first and last; negative: the loudest from first to last.
    };

    LogScale scale_;
    std::vector<Source> sources_;
};

}  // namespace attacca::picture
