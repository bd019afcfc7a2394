// A library that is loaded when it is first asked for, instead of linked: one that few runs of a program need.
#pragma once

#include <string>

namespace attacca {

/// It stays loaded for good: libraries keep threads and thread-local state.
class SharedLibrary {
public:
    /// `file` is a path, or a name that the system's loader looks for.
    explicit SharedLibrary(const char* file);

    [[nodiscard]] bool loaded() const noexcept { return handle_ != nullptr; }

    /// Why it is not, in the loader's words.
    [[nodiscard]] const std::string& reason() const noexcept { return reason_; }

    /// False, and `function` null, where the library has none of this name.
    template <class Function>
    [[nodiscard]] bool find(const char* name, Function& function) const noexcept {
        function = reinterpret_cast<Function>(symbol(name));
        return function != nullptr;
    }

private:
    [[nodiscard]] void* symbol(const char* name) const noexcept;

    void* handle_;
    std::string reason_;
};

}  // namespace attacca
