// Storage for audio: zeroed, aligned for any SIMD path and never resized.
#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <span>
#include <type_traits>

namespace attacca {

/// A fixed array of trivial values that starts on a 64-byte boundary.
///
/// Threads    No synchronization of its own.
/// Real time  Construction and destruction allocate; everything else does not.
template <class T>
class AlignedBuffer {
    static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);

public:
    static constexpr std::size_t kAlignment = 64;

    AlignedBuffer() noexcept = default;

    /// `size` values, all zero.
    explicit AlignedBuffer(std::size_t size) : size_(size) {
        if (size == 0) return;
        data_.reset(static_cast<T*>(::operator new[](size * sizeof(T), std::align_val_t{kAlignment})));
        std::uninitialized_value_construct_n(data_.get(), size);
    }

    std::size_t size() const noexcept { return size_; }
    T* data() noexcept { return data_.get(); }
    const T* data() const noexcept { return data_.get(); }
    T& operator[](std::size_t index) noexcept { return data_.get()[index]; }
    const T& operator[](std::size_t index) const noexcept { return data_.get()[index]; }
    std::span<T> span() noexcept { return {data(), size_}; }
    std::span<const T> span() const noexcept { return {data(), size_}; }

private:
    struct Free {
        void operator()(T* data) const noexcept { ::operator delete[](data, std::align_val_t{kAlignment}); }
    };
    std::unique_ptr<T, Free> data_;
    std::size_t size_ = 0;
};

}  // namespace attacca
