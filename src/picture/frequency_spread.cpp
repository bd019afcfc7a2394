#include "frequency_spread.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace attacca::picture {
namespace {

constexpr double kLowestHz = 20.0;
constexpr double kHighestHz = 20000.0;

}  // namespace

FrequencySpread::FrequencySpread(std::span<const double> frequencies_hz, std::size_t pixels)
    : scale_{.lowest_hz = std::max(kLowestHz, frequencies_hz.front()),
             .highest_hz = std::min(kHighestHz, frequencies_hz.back()),
             .begin = 0.0,
             .length = static_cast<double>(pixels)} {
    assert(frequencies_hz.size() > 1 && scale_.lowest_hz < scale_.highest_hz && pixels > 0);
    const auto first_above = [&](double hz) {
        const auto found = std::lower_bound(frequencies_hz.begin(), frequencies_hz.end(), hz);
        return static_cast<std::size_t>(found - frequencies_hz.begin());
    };
    for (std::size_t i = 0; i < pixels; ++i) {
        const double pixel = static_cast<double>(i);
        const std::size_t first = first_above(scale_.frequency_at(pixel));
        const std::size_t end = first_above(scale_.frequency_at(pixel + 1.0));
        if (end > first) {
            sources_.push_back({first, end - 1, -1.0F});
            continue;
        }
        const std::size_t above = std::clamp<std::size_t>(first, 1, frequencies_hz.size() - 1);
        const double step = frequencies_hz[above] - frequencies_hz[above - 1];
        const double share =
            std::clamp((scale_.frequency_at(pixel + 0.5) - frequencies_hz[above - 1]) / step, 0.0, 1.0);
        sources_.push_back({above - 1, above, static_cast<float>(share)});
    }
}

void FrequencySpread::spread(std::span<const float> levels_db, std::span<float> pixel_levels_db) const noexcept {
    for (std::size_t i = 0; i < sources_.size(); ++i) {
        const auto& source = sources_[i];
        if (source.share_of_last < 0.0F) {
            pixel_levels_db[i] = *std::max_element(&levels_db[source.first], &levels_db[source.last] + 1);
        } else {
            pixel_levels_db[i] = std::lerp(levels_db[source.first], levels_db[source.last], source.share_of_last);
        }
    }
}

}  // namespace attacca::picture
