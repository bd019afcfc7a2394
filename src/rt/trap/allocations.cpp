// Stands in front of the allocator; operator new and delete end here too.
#include <malloc.h>

#include <bit>
#include <cerrno>
#include <cstdlib>

#include "rt/trap/violation.h"

// glibc's own entries: looking them up by name would allocate.
extern "C" {
void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* memory, std::size_t size);
void* __libc_memalign(std::size_t alignment, std::size_t size);
void __libc_free(void* memory);
}

namespace attacca::rt::trap {
namespace {

template <class Call>
auto watched(const char* name, Call call) noexcept {
    if (t_realtime.stopping == 0) [[likely]]
        return call();
    report(Kind::allocation, name);
    const Passage passage;
    return call();
}

}  // namespace
}  // namespace attacca::rt::trap

using attacca::rt::trap::watched;

extern "C" {

void* malloc(std::size_t size) noexcept {
    return watched("malloc", [=] { return __libc_malloc(size); });
}

void* calloc(std::size_t count, std::size_t size) noexcept {
    return watched("calloc", [=] { return __libc_calloc(count, size); });
}

void* realloc(void* memory, std::size_t size) noexcept {
    return watched("realloc", [=] { return __libc_realloc(memory, size); });
}

void free(void* memory) noexcept {
    if (memory == nullptr) return;  // Gives nothing back, so it breaks no rule.
    watched("free", [=] { __libc_free(memory); });
}

void* memalign(std::size_t alignment, std::size_t size) noexcept {
    return watched("memalign", [=] { return __libc_memalign(alignment, size); });
}

void* aligned_alloc(std::size_t alignment, std::size_t size) noexcept {
    return watched("aligned_alloc", [=] { return __libc_memalign(alignment, size); });
}

int posix_memalign(void** memory, std::size_t alignment, std::size_t size) noexcept {
    if (!std::has_single_bit(alignment) || alignment % sizeof(void*) != 0) return EINVAL;
    void* const allocated = watched("posix_memalign", [=] { return __libc_memalign(alignment, size); });
    if (allocated == nullptr) return ENOMEM;
    *memory = allocated;
    return 0;
}

}  // extern "C"
