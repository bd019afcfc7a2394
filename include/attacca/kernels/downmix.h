// From any channel layout to any other.
#pragma once

#include <array>
#include <cstddef>

namespace attacca::kernels {

inline constexpr std::size_t kMaxMixChannels = 8;

/// out[o] = Σ gain[o][i]·in[i].
struct MixMatrix {
    std::size_t in_channels = 2;
    std::size_t out_channels = 2;
    std::array<std::array<float, kMaxMixChannels>, kMaxMixChannels> gain{};
};

/// The matrix between the usual layouts of 1 to 8 channels, in the order of WAVE and FFmpeg: 1 C; 2 L R; 3 L R C;
/// 4 L R Ls Rs; 5 L R C Ls Rs; 6 L R C LFE Ls Rs; 7 L R C LFE Cs Ls Rs; 8 L R C LFE Lb Rb Ls Rs.
///
/// A channel that the output has goes there at 0 dB. One that it lacks is shared out at the −3 dB steps of
/// ITU-R BS.775-4, table 2 (LFE is left out). Then the whole matrix is scaled so that no output can exceed full
/// scale if no input does; stereo becomes mono at −6 dB, relations kept. Mono becomes stereo unchanged on both sides.
/// Requires 1 to 8 channels each.
[[nodiscard]] MixMatrix mix_matrix(std::size_t in_channels, std::size_t out_channels) noexcept;

/// Applies the matrix to interleaved frames. `in` and `out` must not overlap.
void mix_channels(const MixMatrix& matrix, const float* in, std::size_t frames, float* out) noexcept;

}  // namespace attacca::kernels
