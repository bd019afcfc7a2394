// The bytes of a file that grows: where it lies until it is done, and what the disk said.
#pragma once

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "attacca/base/result.h"
#include "attacca/media/encoder.h"

namespace attacca::media {

/// Buffered writing with seeks, as a codec library rewrites its header.
///
/// Threads    One at a time.
/// Failure    The first failed write is kept in `status()`. From then on the file cannot grow, but what it has may
///            still be rewritten, so that its header can be put right. Without `finish`, a file that was to be
///            renamed is removed.
class OutputFile {
public:
    /// Opens `-` for standard output. What a link leads to is written, not the link; a file that exists and is no
    /// ordinary one (a device, a pipe) is written in place.
    /// Failure: a folder that is not there, a file or folder that may not be written, a full disk.
    [[nodiscard]] static Result<OutputFile> open(const std::string& path, Placement placement);

    OutputFile(OutputFile&& other) noexcept;
    OutputFile& operator=(OutputFile&&) = delete;
    ~OutputFile();

    /// Writes at the current place; returns how many bytes were taken, all of them unless the disk failed.
    std::size_t write(std::span<const std::byte> bytes) noexcept;
    std::size_t read(std::span<std::byte> bytes) noexcept;
    void seek(std::uint64_t offset) noexcept { position_ = offset; }
    std::uint64_t position() const noexcept { return position_; }

    /// What was written; after a failure, what was stored.
    std::uint64_t size() const noexcept { return size_; }

    /// Hands what is buffered to the system.
    [[nodiscard]] Status flush();

    /// Flushes and gives the file its name. On a full disk a file in place keeps what is written; one still to be
    /// renamed is removed, and what stood in its place stays.
    [[nodiscard]] Status finish();

    [[nodiscard]] Status status() const;

    /// Whether it failed because nobody reads the pipe any more.
    bool reader_has_gone() const noexcept { return error_ == EPIPE; }

    /// Where the bytes are now; empty for a stream.
    std::string current_path() const { return is_stream_ ? "" : temporary_.empty() ? path_ : temporary_; }

    /// Standard output or a pipe: what has left the buffer cannot be changed.
    bool is_stream() const noexcept { return is_stream_; }

private:
    OutputFile(int descriptor, std::string path, std::string temporary);

    std::size_t rewrite(std::span<const std::byte> bytes) noexcept;
    enum class Rest { follows, complete };
    void flush_buffer(Rest rest) noexcept;
    [[nodiscard]] bool write_all(const std::byte* bytes, std::size_t count, std::uint64_t offset) noexcept;

    int descriptor_;
    std::string path_;
    std::string temporary_;  // Empty: in place.
    bool is_stream_ = false;
    int error_ = 0;
    std::uint64_t position_ = 0;
    std::uint64_t size_ = 0;
    std::uint64_t stored_ = 0;         // Bytes that the system has taken.
    std::uint64_t buffer_offset_ = 0;  // Where in the file the buffer's first byte belongs.
    std::vector<std::byte> buffer_;
};

}  // namespace attacca::media
