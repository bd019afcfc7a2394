// The channel order of Ogg Vorbis and Ogg Opus.
#pragma once

#include <array>
#include <cstdint>

namespace attacca::media {

/// Where each channel of WAVE's order stands in Vorbis's: kVorbisOrder[channels − 1][channel].
inline constexpr std::array<std::array<std::uint8_t, 8>, 8> kVorbisOrder = {{
    {0},
    {0, 1},
    {0, 2, 1},
    {0, 1, 2, 3},
    {0, 2, 1, 3, 4},
    {0, 2, 1, 5, 3, 4},
    {0, 2, 1, 6, 5, 3, 4},
    {0, 2, 1, 7, 5, 6, 3, 4},
}};

}  // namespace attacca::media
