// How far apart two threads' data must lie so that they do not slow each other down.
#pragma once

#include <cstddef>

namespace attacca::rt {

/// Two lines of 64 bytes: processors of this field fetch lines in pairs, and Apple's are 128 long.
inline constexpr std::size_t kCacheLine = 128;

}  // namespace attacca::rt
