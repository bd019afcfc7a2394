#include "attacca/base/shared_library.h"

#include <dlfcn.h>

namespace attacca {

SharedLibrary::SharedLibrary(const char* file) : handle_(dlopen(file, RTLD_NOW | RTLD_LOCAL)) {
    if (handle_ != nullptr) return;
    const char* said = dlerror();
    reason_ = said != nullptr ? said : "no reason given";
}

void* SharedLibrary::symbol(const char* name) const noexcept { return loaded() ? dlsym(handle_, name) : nullptr; }

}  // namespace attacca
