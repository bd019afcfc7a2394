// What C's and C++'s libraries would ask a WASI host. A worklet has none, so the module imports nothing.
#include <cstdlib>
#include <ctime>
#include <version>

extern "C" {

int clock_gettime(clockid_t /*clock*/, timespec* time) {
    *time = {};
    return 0;
}

void abort() { __builtin_trap(); }

// The library's own two print why, and bring all of printing with them.
[[noreturn]] void abort_message(const char* /*format*/, ...) { __builtin_trap(); }
}

_LIBCPP_BEGIN_NAMESPACE_STD
[[noreturn]] void __libcpp_verbose_abort(const char* /*format*/, ...) noexcept { __builtin_trap(); }
_LIBCPP_END_NAMESPACE_STD
