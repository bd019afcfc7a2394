// The bytes behind a source: a file, a pipe or standard input.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <string>

#include "attacca/base/result.h"

namespace attacca::media {

/// An open file descriptor for reading. Folders, devices and pipes that nobody writes to are refused with a reason.
///
/// Threads    One at a time.
/// Failure    A named pipe is refused when nobody writes to it for `kPipeWaitS` seconds; afterwards its writer may be
///            silent for as long as it keeps the pipe open. When `stop` is requested, a pipe counts as ended.
class SourceFile {
public:
    static constexpr int kPipeWaitS = 8;

    /// Opens a path, or standard input for `-`.
    [[nodiscard]] static Result<SourceFile> open(const std::string& path, const std::stop_token& stop = {});

    SourceFile(SourceFile&& other) noexcept;
    SourceFile& operator=(SourceFile&& other) noexcept;
    ~SourceFile();

    /// Bytes read from the current place: 0 at the end, negative when reading failed.
    [[nodiscard]] std::ptrdiff_t read(std::span<std::byte> bytes) noexcept;

    /// Bytes at a place of its own; the current place stays. Only where `size()` is known.
    [[nodiscard]] std::size_t read_at(std::uint64_t offset, std::span<std::byte> bytes) const noexcept;

    /// False for a pipe.
    [[nodiscard]] bool seek(std::uint64_t offset) noexcept;

    /// Empty for a pipe, which cannot seek.
    std::optional<std::uint64_t> size() const noexcept { return size_; }
    std::uint64_t position() const noexcept { return position_; }
    int descriptor() const noexcept { return descriptor_; }

private:
    SourceFile(int descriptor, std::optional<std::uint64_t> size) noexcept : descriptor_(descriptor), size_(size) {}

    int descriptor_;
    std::optional<std::uint64_t> size_;
    std::uint64_t position_ = 0;
    std::stop_token stop_;
};

/// A scheme of two letters or more before "://".
[[nodiscard]] bool is_url(const std::string& source);

}  // namespace attacca::media
