// Stands in front of a libc function under the same name and knows the way to the real one.
#pragma once

#include <dlfcn.h>

#include <atomic>

#include "rt/trap/violation.h"

namespace attacca::rt::trap {

template <class Signature>
class StandIn;

/// Found by the dynamic linker before libc's own, the stand-in reports a call made under the rule, then makes it.
template <class R, class... Arguments>
class StandIn<R(Arguments...)> {
public:
    /// `version` is asked for first: libc keeps older condition variables under the same name.
    constexpr StandIn(Kind kind, const char* name, const char* version = nullptr) noexcept
        : kind_(kind), name_(name), version_(version) {}

    R operator()(Arguments... arguments) {
        if (t_realtime.stopping == 0) [[likely]]
            return real()(arguments...);
        report(kind_, name_);
        const Passage passage;
        return real()(arguments...);
    }

    /// The call where the kernel reports it by itself.
    R if_not_dispatched(Arguments... arguments) {
        return t_realtime.dispatched ? real()(arguments...) : (*this)(arguments...);
    }

private:
    using Function = R (*)(Arguments...);

    // Not in a constructor: other libraries lock mutexes before any constructor of ours runs.
    Function real() noexcept {
        Function function = real_.load(std::memory_order_relaxed);
        if (function != nullptr) [[likely]]
            return function;
        const Passage passage;
        void* found = version_ != nullptr ? dlvsym(RTLD_NEXT, name_, version_) : nullptr;
        if (found == nullptr) found = dlsym(RTLD_NEXT, name_);
        function = reinterpret_cast<Function>(found);
        real_.store(function, std::memory_order_relaxed);
        return function;
    }

    Kind kind_;
    const char* name_;
    const char* version_;
    std::atomic<Function> real_{nullptr};
};

}  // namespace attacca::rt::trap
