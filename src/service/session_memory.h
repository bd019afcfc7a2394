// Memory that a connection uses again and again, so that a request in steady state allocates nothing.
#pragma once

#include <array>
#include <cstddef>
#include <new>
#include <utility>

namespace attacca::service {

/// A few blocks for the operations under way; what does not fit comes from the heap.
class OperationMemory {
public:
    OperationMemory() = default;
    OperationMemory(const OperationMemory&) = delete;
    OperationMemory& operator=(const OperationMemory&) = delete;

    [[nodiscard]] void* allocate(std::size_t size) {
        for (Block& block : blocks_) {
            if (block.used || size > kBlockBytes) continue;
            block.used = true;
            return block.bytes.data();
        }
        return ::operator new(size);
    }
    void deallocate(void* place) noexcept {
        for (Block& block : blocks_) {
            if (block.bytes.data() != place) continue;
            block.used = false;
            return;
        }
        ::operator delete(place);
    }

private:
    static constexpr std::size_t kBlockBytes = 1024;
    struct Block {
        alignas(std::max_align_t) std::array<std::byte, kBlockBytes> bytes;
        bool used = false;
    };
    std::array<Block, 8> blocks_;
};

/// Hands out one piece after another, and takes all back at once; what does not fit comes from the heap.
class RequestMemory {
public:
    RequestMemory() = default;
    RequestMemory(const RequestMemory&) = delete;
    RequestMemory& operator=(const RequestMemory&) = delete;

    /// Requires that nothing of it is in use.
    void reset() noexcept { used_ = 0; }

    [[nodiscard]] void* allocate(std::size_t size) {
        const std::size_t rounded =
            (size + alignof(std::max_align_t) - 1) / alignof(std::max_align_t) * alignof(std::max_align_t);
        if (bytes_.size() - used_ < rounded) return ::operator new(size);
        used_ += rounded;
        return bytes_.data() + used_ - rounded;
    }
    void deallocate(void* place) noexcept {
        const auto* byte = static_cast<const std::byte*>(place);
        if (byte < bytes_.data() || byte >= bytes_.data() + bytes_.size()) ::operator delete(place);
    }

private:
    alignas(std::max_align_t) std::array<std::byte, 16384> bytes_;
    std::size_t used_ = 0;
};

/// Either memory, as the standard's containers ask for it.
template <class T, class Memory>
class MemoryAllocator {
public:
    using value_type = T;
    template <class Other>
    struct rebind {
        using other = MemoryAllocator<Other, Memory>;
    };

    explicit MemoryAllocator(Memory& memory) noexcept : memory_(&memory) {}
    template <class Other>
    MemoryAllocator(const MemoryAllocator<Other, Memory>& other) noexcept : memory_(&other.memory()) {}

    [[nodiscard]] T* allocate(std::size_t count) { return static_cast<T*>(memory_->allocate(count * sizeof(T))); }
    void deallocate(T* place, std::size_t /*count*/) noexcept { memory_->deallocate(place); }

    [[nodiscard]] Memory& memory() const noexcept { return *memory_; }
    template <class Other>
    bool operator==(const MemoryAllocator<Other, Memory>& other) const noexcept {
        return memory_ == &other.memory();
    }

private:
    Memory* memory_;
};

/// A completion handler whose operations live in a connection's memory.
template <class Handler>
class InMemory {
public:
    using allocator_type = MemoryAllocator<std::byte, OperationMemory>;

    InMemory(OperationMemory& memory, Handler handler) : memory_(&memory), handler_(std::move(handler)) {}

    [[nodiscard]] allocator_type get_allocator() const noexcept { return allocator_type(*memory_); }

    template <class... Arguments>
    void operator()(Arguments&&... arguments) {
        handler_(std::forward<Arguments>(arguments)...);
    }

private:
    OperationMemory* memory_;
    Handler handler_;
};

}  // namespace attacca::service
