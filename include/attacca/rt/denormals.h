// Keeps sound that fades to nothing from slowing the processor down.
#pragma once

#include <cstdint>

namespace attacca::rt {

/// While one lives, its thread's arithmetic takes denormal numbers (under 1.2e-38) for zero and makes none.
///
/// A filter that rings out passes through them, and some processors then take 100 times as long.
///
/// Threads    Belongs to the thread that made it; scopes nest, and each restores what it found.
/// Real time  A read and a write of one register.
/// Failure    Does nothing on processors other than x86-64 and arm64.
class ScopedDenormalsOff {
public:
    ScopedDenormalsOff() noexcept;
    ~ScopedDenormalsOff();
    ScopedDenormalsOff(const ScopedDenormalsOff&) = delete;
    ScopedDenormalsOff& operator=(const ScopedDenormalsOff&) = delete;

private:
    std::uint64_t found_;
};

}  // namespace attacca::rt
