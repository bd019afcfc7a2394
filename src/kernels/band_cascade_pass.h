// One pass of a cascade: the bands and channels that fit side by side into vectors, over a block of frames.
#pragma once

#include <cstddef>

namespace attacca::kernels {

// The rows of lanes that a pass reads. The first nine are the section's own; the rest take it two frames at a time:
//   s ← s + E·s + F·x0 + B·x1,   y0 = C·s + D·x0,   y1 = G·s + H·x0 + D·x1
// with E = 2A + A·A, F = B + A·B, G = C + C·A, H = C·B.
enum Row { a11, a12, a21, a22, b1, b2, c1, c2, d, e11, e12, e21, e22, f1, f2, g1, g2, h, row_end };

struct PassRun {
    float* samples;  // Of the pass's first channel in the first frame.
    std::size_t frames;
    std::size_t stride;  // Floats from frame to frame.
    const float* rows;
    const float* steps;  // Null while the matrices stand still.
    float* memory;
};

/// Requires `lanes`, of all vectors together, as BandCascade chooses them.
void run_band_pass(const PassRun& pass, std::size_t lanes, std::size_t channels) noexcept;

/// Of the path in use.
[[nodiscard]] std::size_t band_vector_lanes() noexcept;

}  // namespace attacca::kernels
