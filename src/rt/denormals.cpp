#include "attacca/rt/denormals.h"

#if defined(__x86_64__) || defined(_M_X64)
#include <xmmintrin.h>
#endif

namespace attacca::rt {
namespace {

#if defined(__x86_64__) || defined(_M_X64)

constexpr std::uint64_t kDenormalsOff = 0x8040;  // MXCSR: flush to zero, denormals are zero.

std::uint64_t control() noexcept { return _mm_getcsr(); }
void set_control(std::uint64_t value) noexcept { _mm_setcsr(static_cast<unsigned>(value)); }

#elif defined(__aarch64__)

constexpr std::uint64_t kDenormalsOff = std::uint64_t{1} << 24;  // FPCR.FZ

std::uint64_t control() noexcept {
    std::uint64_t value = 0;
    asm volatile("mrs %0, fpcr" : "=r"(value));
    return value;
}
void set_control(std::uint64_t value) noexcept { asm volatile("msr fpcr, %0" : : "r"(value)); }

#else

constexpr std::uint64_t kDenormalsOff = 0;

std::uint64_t control() noexcept { return 0; }
void set_control(std::uint64_t) noexcept {}

#endif

}  // namespace

ScopedDenormalsOff::ScopedDenormalsOff() noexcept : found_(control()) { set_control(found_ | kDenormalsOff); }

ScopedDenormalsOff::~ScopedDenormalsOff() {
    // Only these bits: the code inside may have raised exception flags or changed the rounding on purpose.
    set_control((control() & ~kDenormalsOff) | (found_ & kDenormalsOff));
}

}  // namespace attacca::rt
