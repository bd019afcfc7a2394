// A library that is loaded when it is first asked for, instead of linked.
#pragma once

#include <dlfcn.h>

namespace attacca::device {

/// It stays loaded for good.
class SharedLibrary {
public:
    explicit SharedLibrary(const char* file) : handle_(dlopen(file, RTLD_NOW | RTLD_LOCAL)) {}

    [[nodiscard]] bool loaded() const noexcept { return handle_ != nullptr; }

    template <class Function>
    [[nodiscard]] bool find(const char* name, Function& function) const {
        function = loaded() ? reinterpret_cast<Function>(dlsym(handle_, name)) : nullptr;
        return function != nullptr;
    }

private:
    void* handle_;
};

/// ALSA's library, where another one brought it, prints to standard error what it finds wrong with a machine's
/// configuration: it no longer does.
void silence_alsa();

}  // namespace attacca::device
